"""Comparing what environments give: mappings, tuples, arrays and numbers within each other."""

from __future__ import annotations

import reprlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from numbers import Number
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.testing.checks import expect, expect_alike, expect_same

__all__ = [
    "arrays_in",
    "copied",
    "expect_refused",
    "expect_same_data",
    "expect_same_run",
    "ignoring",
    "is_same_data",
    "leaves",
    "row_of_info",
    "rows_of",
]

CLOCKS = {"episode": {"t"}}
"""Of maps of these names, what by Gymnasium's convention tells how long something took, and so is never the same."""

_BY_IDENTITY: Any = object.__eq__

_ignored: ContextVar[frozenset[str]] = ContextVar("ignored", default=frozenset())


@contextmanager
def ignoring(names: Iterable[str]) -> Iterator[None]:
    """Let comparisons overlook the entries of some names, in maps at any depth.

    >>> with ignoring(["seconds"]):
    ...     expect_same_data({"seconds": 0.1, "index": 3}, {"seconds": 0.2, "index": 3}, "info")
    """
    token = _ignored.set(frozenset(names))
    try:
        yield
    finally:
        _ignored.reset(token)


def expect_same_data(found: Any, expected: Any, what: str) -> None:
    """Demand that two pieces of data are the same: keys, types, shapes and every bit.

    What is not a number equals what is not a number either; of objects that do not say what they equal, the types are
    compared alone; what tells how long an episode took is left out, and so is what is :func:`ignoring`'s.

    Raises:
        AssertionError: If they are not, showing where they first differ.

    >>> expect_same_data({"index": 3, "loss": 0.5}, {"index": 3, "loss": 0.25}, "info")
    Traceback (most recent call last):
        ...
    AssertionError: info['loss'] is 0.5 (float), not 0.25 (float)
    """
    if isinstance(found, Mapping) and isinstance(expected, Mapping):
        expect_alike(sorted(found, key=repr), sorted(expected, key=repr), f"the keys of {what}")
        for key in (key for key in expected if key not in _ignored.get()):
            clocks = CLOCKS.get(key, ())
            one, other = (_without(each[key], clocks) if clocks else each[key] for each in (found, expected))
            expect_same_data(one, other, f"{what}[{key!r}]")
    elif _is_row(found) and _is_row(expected):
        expect_alike(len(found), len(expected), f"the length of {what}")
        for place, (one, other) in enumerate(zip(found, expected, strict=True)):
            expect_same_data(one, other, f"{what}[{place}]")
    elif isinstance(found, np.ndarray) and isinstance(expected, np.ndarray):
        if not _same_bytes(found, expected):
            expect_same(found, expected, what)
    elif not _are_like(found, expected):
        expect_alike(found, expected, what)


def _without(data: Any, keys: Iterable[object]) -> Any:
    """Give a map without some of its keys; all else as it is."""
    return {key: value for key, value in data.items() if key not in keys} if isinstance(data, Mapping) else data


def _are_like(one: Any, other: Any) -> bool:
    """Tell of two things of one type whether they are as good as equal, though ``==`` may not say so."""
    if type(one) is not type(other):
        return False
    return type(one).__eq__ is _BY_IDENTITY or (_is_nan(one) and _is_nan(other))


def _is_nan(value: Any) -> bool:
    return isinstance(value, Number | np.generic) and bool(value != value)  # noqa: PLR0124 - no other number is so


def is_same_data(one: Any, other: Any) -> bool:
    """Tell whether two pieces of data are the same, as :func:`expect_same_data` demands it.

    >>> is_same_data({"goal": float("nan")}, {"goal": float("nan")})
    True
    """
    try:
        expect_same_data(one, other, "")
    except AssertionError:
        return False
    return True


def _same_bytes(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Tell, sooner than how they differ, whether two arrays are the same."""
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def expect_same_run(found: Sequence[Any], expected: Sequence[Any], what: str) -> None:
    """Demand that two runs gave the same, call by call; the first is the reset, the others are steps.

    Raises:
        AssertionError: If they did not, showing where they first differ.
    """
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        expect_same_data(one, other, f"{what}, call {number}: result")


def expect_refused(call: Callable[[], object], error: type[Exception], what: str, shows: str) -> None:
    """Demand that a call is refused, with an error that shows what was found or says what to do.

    Raises:
        AssertionError: If it is accepted, raises something else, or the message does not hold the words.

    >>> expect_refused(lambda: int("7"), ValueError, "making a number of '7'", "7")
    Traceback (most recent call last):
        ...
    AssertionError: making a number of '7' must raise ValueError, and gave 7
    """
    try:
        result = call()
    except error as refusal:
        expect(shows in str(refusal), f"{what} is refused without the words {shows!r}: {refusal}")
    except Exception as other:
        found = f"{type(other).__name__}: {other}"
        raise AssertionError(f"{what} must raise {error.__name__}, and raised {found}") from other
    else:
        raise AssertionError(f"{what} must raise {error.__name__}, and gave {reprlib.repr(result)}")


def copied(data: Any) -> Any:
    """Copy mappings, rows and arrays, as they are now; much sooner than ``deepcopy`` does."""
    if isinstance(data, Mapping):
        return {key: copied(value) for key, value in data.items()}
    if isinstance(data, np.ndarray):
        return data.copy() if data.dtype != object else _copied_things(data)
    if hasattr(data, "_make"):  # a named tuple takes its values one by one
        return data._make(map(copied, data))
    return type(data)(map(copied, data)) if isinstance(data, tuple | list) else data


def _copied_things(data: NDArray[Any]) -> NDArray[Any]:
    things = np.empty(data.shape, object)
    for place, thing in np.ndenumerate(data):
        things[place] = copied(thing)
    return things


def leaves(data: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give all that is neither mapping nor row of things, with the path to it."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, f"{path}[{key!r}]")
    elif _is_row(data):
        for place, value in enumerate(data):
            yield from leaves(value, f"{path}[{place}]")
    else:
        yield path, data


def arrays_in(data: Any) -> Iterator[tuple[str, NDArray[Any]]]:
    """Give all arrays of numbers within data, with the path to each."""
    return ((path, value) for path, value in leaves(data) if isinstance(value, np.ndarray))


def row_of_info(info: Mapping[str, Any], lane: int) -> dict[str, Any]:
    """Give what the ``info`` of a vector environment says of one environment, as that one would say it.

    >>> row_of_info({"index": np.array([7, 0]), "_index": np.array([True, False])}, 0)
    {'index': 7}
    """
    row: dict[str, Any] = {}
    for key, value in info.items():
        if f"_{key}" not in info or not info[f"_{key}"][lane]:
            continue
        if isinstance(value, Mapping):
            row[key] = row_of_info(value, lane)
        else:
            row[key] = value[lane].item() if isinstance(value[lane], np.generic) else value[lane]
    return row


def _is_row(data: Any) -> bool:
    """Tell whether data is a row of things, rather than of numbers."""
    return isinstance(data, tuple | list) or (isinstance(data, np.ndarray) and data.dtype == object and data.ndim > 0)


def rows_of(data: Any, rows: Any) -> Any:
    """Give some rows of an array, or of each array of a mapping.

    >>> rows_of({"glimpse_pos": np.array([[0, 1], [2, 3]])}, 1)
    {'glimpse_pos': array([2, 3])}
    """
    return {key: rows_of(value, rows) for key, value in data.items()} if isinstance(data, Mapping) else data[rows]
