"""An index is any integer in range; all else is refused, showing what was found."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.space import ImageSpace
from imagespaces.testing.checks import expect, expect_alike, expect_refusal, expect_same_instances
from imagespaces.testing.law import always, has_instances, law

__all__ = ["integers_of_any_kind", "only_integers", "only_subclasses_have_instances", "out_of_range"]

_INTEGERS = (np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64)
_STRANGERS: tuple[Any, ...] = (0.0, 1.5, float("nan"), np.float32(0), True, np.True_, None, "0", b"0", 1j, {}, object())


@law(has_instances)
def integers_of_any_kind(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Python's integers and NumPy's, in lists, tuples and arrays of any integer type, are indices alike."""
    expected = space.instances(indices)
    for given in (indices.tolist(), tuple(indices), indices.astype(np.uint64)):
        expect_same_instances(space.instances(given), expected, f"instances of a {type(given).__name__}")
    zero = space.instances([0])
    for kind in _INTEGERS:
        expect_same_instances(space.instances([space.at(kind(0)).index]), zero, f"the instance at {kind.__name__}(0)")
        expect_same_instances(space.instances(np.zeros(1, kind)), zero, f"the instance of an array of {kind.__name__}")


@law(has_instances)
def out_of_range(space: ImageSpace) -> None:
    """An index below 0 or beyond the last is refused, alone and among others, however large it is."""
    bound = 2**63 if space.size is None else space.size
    for index in (-1, -(2**63), bound, 2**63, 2**64, -(2**70)):
        expect_refusal(space.at, index, error=ValueError, shows=str(index))
        expect_refusal(space.instances, [0, index, 0], error=ValueError, shows=str(index))
    if space.class_names is not None:
        expect_refusal(space.labels, [bound], error=ValueError, shows=str(bound))


@law(has_instances)
def only_integers(space: ImageSpace) -> None:
    """What is no integer is refused: floats, booleans, strings, None; and so are indices that are no list."""
    for stranger in _STRANGERS:
        expect_refusal(space.at, stranger, error=TypeError)
        expect_refusal(space.instances, [stranger], error=TypeError)
    for nested in (0, [[0]]):
        expect_refusal(space.instances, nested, error=ValueError, shows=str(list(np.shape(nested))))


@law(always)
def only_subclasses_have_instances(space: ImageSpace) -> None:
    """The space of all images of a shape has no instances, and says so; what renders images declares factors."""
    if has_instances(space):
        return
    kind = type(space)
    renders = kind._images is not ImageSpace._images  # noqa: SLF001 - the hook that a subclass writes
    expect(not renders, f"{kind.__name__} declares no factors, so it has no instances; `_images` is never called")
    expect_refusal(space.at, 0, error=ValueError, shows=repr(space))
    expect_alike(space.size, None, "the size")
