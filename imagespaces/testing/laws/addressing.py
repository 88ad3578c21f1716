"""An instance is a pure function of (space, index): in any order, any batch, whatever was asked before."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_alike, expect_same, expect_same_instances, take
from imagespaces.testing.law import has_instances, law

__all__ = [
    "any_batch_size",
    "any_order",
    "batch_equals_single",
    "equal_spaces_agree",
    "nothing_for_no_indices",
    "results_are_fresh",
]

_LARGE_BATCH = 256
_LARGE_BYTES = 8 << 20


@law(has_instances)
def batch_equals_single(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Row by row ``instances`` gives, bit for bit, what ``at`` gives."""
    many = space.instances(indices)
    expect_same(many.indices, indices, "the indices of the instances")
    for row, index in enumerate(indices.tolist()):
        one, member = space.at(index), many[row]
        expect_same(one.image, member.image, f"the image at {index}")
        for what in ("label", "factors", "index"):
            expect_alike(getattr(one, what), getattr(member, what), f"the {what} at {index}")
        expect((one.mask is None) == (member.mask is None), f"at {index} a batch has a mask, a single one has not")
        if one.mask is not None and member.mask is not None:
            expect_same(one.mask, member.mask, f"the mask at {index}")


@law(has_instances)
def any_order(space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
    """The order of the indices, and one that occurs twice, change no instance."""
    rows = np.random.default_rng(seed).integers(len(indices), size=2 * len(indices))
    shuffled = take(space.instances(indices), rows)
    expect_same_instances(space.instances(indices[rows]), shuffled, f"instances in the order {rows.tolist()}")


@law(has_instances)
def any_batch_size(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Parts of a batch, and a batch of hundreds, give the same instances."""
    many = space.instances(indices)
    for size in range(1, len(indices)):
        expect_same_instances(space.instances(indices[:size]), take(many, range(size)), f"{size} of {len(indices)}")
    most = max(1, _LARGE_BYTES // many.images[0].nbytes)
    rows = np.arange(min(_LARGE_BATCH, most)) % len(indices)
    expect_same_instances(space.instances(indices[rows]), take(many, rows), f"{len(rows)} instances together")


@law(has_instances)
def equal_spaces_agree(space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
    """A space made anew gives the same instances, whatever either was asked before and however it is seeded."""
    other = again(space, seed=seed)
    other.sample()
    other.at(int(indices[-1]))
    expect_same_instances(other.instances(indices), space.instances(indices), "instances of an equal space")


@law(has_instances)
def results_are_fresh(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """What is given is the caller's own: writing into it changes neither the indices nor what is given later."""
    asked, expected = indices.copy(), space.instances(indices)
    kept = take(expected, np.arange(len(indices)))
    for array in (expected.images, expected.labels, expected.masks, *expected.factors.values(), expected.indices):
        if array is not None and array.flags.writeable:
            array[...] = (array == 0).astype(array.dtype)
    expect_same(indices, asked, "the indices, after what was given for them was written to,")
    expect_same_instances(space.instances(indices), kept, "instances after the earlier ones were written to")


@law(has_instances)
def nothing_for_no_indices(space: ImageSpace) -> None:
    """No indices give a batch of no instances, of the right shapes and types."""
    none, one = space.instances([]), space.instances([0])
    expect_same_instances(none, take(one, np.arange(0)), "the instances of no indices")
