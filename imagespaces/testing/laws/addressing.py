"""An instance is a pure function of (space, index): in any order, any batch, whatever was asked before."""

from __future__ import annotations

from typing import Any

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
    """What is given is the caller's own: it is given once, can be written to, and so changes nothing given later."""
    own = again(space)  # what is written to below may be what a faulty space keeps
    first, second = _given(own, indices), _given(own, indices)
    for what, array in first.items():
        expect(array.flags.writeable, f"{what} can't be written to")
        expect(not np.shares_memory(array, indices), f"{what} share memory with the indices that were asked for")
        expect(not np.shares_memory(array, second[what]), f"{what} of two calls share memory")
    kept = {what: array.copy() for what, array in second.items()}
    for array in first.values():
        array[...] = (array == 0).astype(array.dtype)
    for what, array in _given(own, indices).items():
        expect_same(array, kept[what], f"{what}, after what was given earlier was written to,")


@law(has_instances)
def nothing_for_no_indices(space: ImageSpace) -> None:
    """No indices give a batch of no instances, of the right shapes and types."""
    none, one = space.instances([]), space.instances([0])
    expect_same_instances(none, take(one, np.arange(0)), "the instances of no indices")


def _given(space: ImageSpace, indices: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Give all arrays that a space gives of some indices, and what gave them."""
    many, one = space.instances(indices), space.at(int(indices[0]))
    found: dict[str, NDArray[Any] | None] = {
        "the images of `instances`": many.images,
        "the labels of `instances`": many.labels,
        "the masks of `instances`": many.masks,
        "the indices of `instances`": many.indices,
        "the image of `at`": one.image,
        "the mask of `at`": one.mask,
        "what `images` gives": space.images(indices),
        "what `labels` gives": None if space.class_names is None else space.labels(indices),
    }
    found |= {f"the factor {name!r} of `instances`": values for name, values in many.factors.items()}
    found |= {f"what `factor_values` gives of {name!r}": each for name, each in space.factor_values(indices).items()}
    return {what: array for what, array in found.items() if array is not None}
