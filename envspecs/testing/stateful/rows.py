"""Comparing what environments side by side gave with what each of them should give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.spaces import Dict, Space, Tuple
from numpy.typing import NDArray

from envspecs.testing.comparing import expect_same_data, row_of_info
from envspecs.testing.driver import Result
from envspecs.testing.reference.values import row_of
from imagespaces.testing.checks import expect, expect_alike

__all__ = ["expect_masks", "expect_rows"]

FLAGS = ("terminated", "truncated")


def expect_rows(
    found: Result, expected: Sequence[Result], space: Space[Any], what: str, *, is_vector: bool, exactly: bool
) -> None:
    """Demand that each environment gave what it should.

    Args:
        found: What a single or a vector environment gave.
        expected: What each environment should give.
        space: The observations of one.
        what: What was done.
        is_vector: Whether what was found is of a vector environment.
        exactly: Whether types and ``info`` must be the same, too, as no one promises of environments of others.

    Raises:
        AssertionError: If one did not, showing where it first differs.
    """
    for place, own in enumerate(expected):
        row = _row(found, space, place, with_info=exactly) if is_vector else found
        where = f"{what}, environment {place}" if is_vector else what
        one, other = (each if exactly else _loosened(each, space, with_info=not is_vector) for each in (row, own))
        if is_vector:
            other = {name: other[name] for name in one}
        expect_same_data(one, other, f"{where}: result")
    if is_vector and exactly:
        expect_masks(found["info"], len(expected), f"{what}: info")


def _row(found: Result, space: Space[Any], place: int, *, with_info: bool) -> Result:
    """Give what one of many gave, as a single one would."""
    row: Result = {"observation": row_of(space, found["observation"], place)}
    row |= {name: found[name][place].item() for name in ("reward", *FLAGS) if name in found}
    return row | ({"info": row_of_info(found["info"], place)} if with_info else {})


def _loosened(result: Result, space: Space[Any], *, with_info: bool) -> Result:
    """Give a result with Python's numbers in place of others, as environments of others mix them."""
    loose = {"observation": _in_space(space, result["observation"])}
    loose |= {"reward": float(result["reward"])} if "reward" in result else {}
    loose |= {name: bool(result[name]) for name in FLAGS if name in result}
    return loose | ({"info": result["info"]} if with_info else {})


def _in_space(space: Space[Any], value: Any) -> Any:
    if isinstance(space, Dict):
        return {key: _in_space(part, value[key]) for key, part in space.spaces.items()}
    if isinstance(space, Tuple):
        return tuple(_in_space(part, each) for part, each in zip(space.spaces, value, strict=True))
    return value if space.dtype is None else np.asarray(value, space.dtype)


def expect_masks(info: Mapping[str, Any], count: int, what: str) -> None:
    """Demand that each entry of a vector environment's ``info`` has a mask, and nothing in rows that are not set.

    Raises:
        AssertionError: If one has not.

    >>> expect_masks({"index": np.array([7, 5]), "_index": np.array([True, False])}, 2, "info")
    Traceback (most recent call last):
        ...
    AssertionError: info['index'] is [7, 5], and [False, True] of it are not set
    """
    for key, value in info.items():
        if key.startswith("_"):
            expect(key[1:] in info, f"{what} has {key!r} without {key[1:]!r}")
            continue
        expect(f"_{key}" in info, f"{what} has {key!r} without a mask")
        mask = info[f"_{key}"]
        expect_alike((mask.dtype, mask.shape), (np.dtype(np.bool_), (count,)), f"the form of {what}['_{key}']")
        if isinstance(value, Mapping):
            expect_masks(value, count, f"{what}[{key!r}]")
        else:
            _expect_unset(value, mask, f"{what}[{key!r}]")


def _expect_unset(value: NDArray[Any], mask: NDArray[np.bool_], what: str) -> None:
    expect(len(value) == len(mask), f"{what} has {len(value)} rows, not {len(mask)}")
    rows = value[~mask]
    empty = all(row is None for row in rows) if value.dtype == object else not rows.any()
    expect(empty, f"{what} is {value.tolist()}, and {(~mask).tolist()} of it are not set")
