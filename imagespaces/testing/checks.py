"""What laws are written with: comparisons that say what differs, and calls that must be refused."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.instances import Instances
from imagespaces.space import ImageSpace

__all__ = [
    "again",
    "all_images",
    "expect",
    "expect_alike",
    "expect_no",
    "expect_refusal",
    "expect_same",
    "expect_same_instances",
    "expect_yes",
    "sampled",
    "take",
]

_CHUNK_BYTES = 1 << 20


def expect(holds: object, reason: str) -> None:
    """Demand something.

    Raises:
        AssertionError: If it does not hold, with the reason.
    """
    if not holds:
        raise AssertionError(reason)


def expect_alike(found: object, expected: object, what: str) -> None:
    """Demand that two things are equal, and of one type.

    Raises:
        AssertionError: If they are not, showing both.

    >>> expect_alike(True, 1, "the answer")
    Traceback (most recent call last):
        ...
    AssertionError: the answer is True (bool), not 1 (int)
    """
    if type(found) is not type(expected) or found != expected:
        shown = (f"{value!r} ({type(value).__name__})" for value in (found, expected))
        raise AssertionError(f"{what} is {', not '.join(shown)}")


def expect_yes(found: object, what: str) -> None:
    """Demand that an answer is True, and a bool."""
    expect_alike(found, expected=True, what=what)


def expect_no(found: object, what: str) -> None:
    """Demand that an answer is False, and a bool."""
    expect_alike(found, expected=False, what=what)


def expect_same(found: NDArray[Any], expected: NDArray[Any], what: str) -> None:
    """Demand that two arrays are the same, bit for bit.

    Raises:
        AssertionError: If they differ in shape, type or a value, showing the first that differs.

    >>> expect_same(np.array([1, 2, 5]), np.array([1, 2, 3]), "the sum")
    Traceback (most recent call last):
        ...
    AssertionError: the sum differs in 1 of 3 values, first at [2]: 5, not 3
    """
    shapes = [f"{array.dtype} {list(array.shape)}" for array in (found, expected)]
    expect(shapes[0] == shapes[1], f"{what} is {shapes[0]}, not {shapes[1]}")
    size = found.itemsize
    bits = [np.ascontiguousarray(array).view(np.uint8).reshape(-1, size) for array in (found, expected)]
    differing = (bits[0] != bits[1]).any(axis=1)
    if differing.any():
        place = [int(axis) for axis in np.unravel_index(int(differing.argmax()), found.shape)]
        values = f"{found[tuple(place)]}, not {expected[tuple(place)]}"
        raise AssertionError(
            f"{what} differs in {differing.sum()} of {differing.size} values, first at {place}: {values}"
        )


def expect_same_instances(found: Instances, expected: Instances, what: str) -> None:
    """Demand that two batches are the same in all that is known of them, bit for bit.

    Raises:
        AssertionError: If they are not, showing where they first differ.
    """
    expect_alike(sorted(found.factors), sorted(expected.factors), f"{what}: the factors' names")
    arrays = [_arrays(found), _arrays(expected)]
    for name, array in arrays[0].items():
        other = arrays[1][name]
        expect((array is None) == (other is None), f"{what}: one has {name}, the other has not")
        if array is not None and other is not None:
            expect_same(array, other, f"{what}: {name}")


def expect_refusal(call: Callable[..., object], *arguments: object, error: type[Exception], shows: str = "") -> None:
    """Demand that a call is refused, with an error that shows what was found.

    Raises:
        AssertionError: If it is accepted, raises something else, or the message does not show it.

    >>> expect_refusal(int, "7", error=ValueError)
    Traceback (most recent call last):
        ...
    AssertionError: int('7') must raise ValueError, gave 7
    """
    what = f"{call.__name__}({', '.join(map(reprlib.repr, arguments))})"
    try:
        result = call(*arguments)
    except error as refusal:
        expect(shows in str(refusal), f"{what} is refused without showing {shows!r}: {refusal}")
    except Exception as other:
        found = f"{type(other).__name__}: {other}"
        raise AssertionError(f"{what} must raise {error.__name__}, raised {found}") from other
    else:
        raise AssertionError(f"{what} must raise {error.__name__}, gave {reprlib.repr(result)}")


def take(many: Instances, rows: Sequence[int] | NDArray[np.int64]) -> Instances:
    """Give some rows of a batch."""
    return Instances(
        images=many.images[rows],
        labels=None if many.labels is None else many.labels[rows],
        factors={name: values[rows] for name, values in many.factors.items()},
        masks=None if many.masks is None else many.masks[rows],
        indices=many.indices[rows],
    )


def again(space: ImageSpace, **changes: Any) -> ImageSpace:
    """Make a space anew from its parameters, some of them changed."""
    return type(space)(**{**space.parameters(), **changes})


def sampled(space: ImageSpace, seed: int, count: int = 3) -> list[NDArray[Any]]:
    """Give samples of a seed, without touching the space's own random stream."""
    fresh = again(space, seed=seed)
    return [fresh.sample() for _ in range(count)]


def all_images(space: ImageSpace) -> Iterator[tuple[int, bytes]]:
    """Give every state of a small space with the bytes of its image."""
    chunk = max(1, _CHUNK_BYTES // (int(np.prod(space.shape)) * space.dtype.itemsize))
    for first in range(0, space.num_states, chunk):
        states = range(first, min(first + chunk, space.num_states))
        yield from zip(states, (image.tobytes() for image in space.instances(states).images), strict=True)


def _arrays(many: Instances) -> dict[str, NDArray[Any] | None]:
    """Give all arrays of a batch by name."""
    own = {"images": many.images, "labels": many.labels, "masks": many.masks, "indices": many.indices}
    return own | {f"factor {name!r}": values for name, values in many.factors.items()}
