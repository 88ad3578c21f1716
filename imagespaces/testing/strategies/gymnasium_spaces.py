"""The strategy of Gymnasium's own spaces, nested in each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeAlias

import gymnasium
from gymnasium.spaces import (
    Box,
    Dict,
    Discrete,
    Graph,
    MultiBinary,
    MultiDiscrete,
    OneOf,
    Sequence,
    Text,
    Tuple,
)
from hypothesis import strategies as st

from imagespaces.space import ImageSpace
from imagespaces.testing.strategies.boxes import INTEGERS, boxes

__all__ = ["gymnasium_spaces"]

Space: TypeAlias = gymnasium.Space[Any]
Spaces: TypeAlias = st.SearchStrategy[Space]


def gymnasium_spaces(*, kinds: Iterable[str] | None = None, max_depth: int = 2, max_side: int = 3) -> Spaces:
    """Build spaces of Gymnasium, and image spaces: of any type, bounded or not, nested in each other.

    They shrink toward ``Discrete(1)``. What the library's oldest supported version of Gymnasium can't build is left
    out: graphs of anything but ``Box`` and ``Discrete``. Sequences are stacked where their items are arrays or numbers.

    Args:
        kinds: Which kinds, on all levels; one of them at least holds no other. Unless given, all: ``"discrete"``,
            ``"multi_binary"``, ``"multi_discrete"``, ``"box"``, ``"text"``, ``"image"``, and of others ``"tuple"``,
            ``"dict"``, ``"one_of"``, ``"sequence"``, ``"graph"``.
        max_depth: How many spaces may hold one another: 0 for those alone that hold none.
        max_side: The most along each axis of an array, letters of a text, and parts of a space of spaces.

    Raises:
        ValueError: If a kind is unknown, none holds no other, or a number is out of range.

    >>> from hypothesis import find
    >>> find(gymnasium_spaces(), lambda space: isinstance(space, Dict) and len(space) > 1)
    Dict('a': Discrete(1), 'b': Discrete(1))
    """
    known = [*_LEAVES, *_NESTS]
    wanted = known if kinds is None else list(kinds)
    if not set(wanted) <= set(known) or not set(wanted) & set(_LEAVES):
        raise ValueError(f"kinds must be among {', '.join(known)}, one of the first {len(_LEAVES)} too, got {wanted}")
    if max_depth < 0 or max_side < 1:
        raise ValueError(f"max_depth must be at least 0 and max_side at least 1, got {max_depth} and {max_side}")
    return _nested(tuple(wanted), max_depth, max_side)


@lru_cache(maxsize=64)
def _nested(kinds: tuple[str, ...], depth: int, side: int) -> Spaces:
    leaves = [_LEAVES[kind](side) for kind in kinds if kind in _LEAVES]
    if not depth:
        return st.one_of(leaves)
    parts = _nested(kinds, depth - 1, side)
    return st.one_of(leaves + [_NESTS[kind](parts, side) for kind in kinds if kind in _NESTS])


# --------------------------------------------------------------------------------------------- those that hold no other


def _discrete(_side: int) -> Spaces:
    def build(count: int, dtype: Any, start: int) -> Space:
        return Discrete(count, start=max(start, 0) if dtype.startswith("u") else start, dtype=dtype)

    counts = st.integers(1, 9)
    return counts.map(Discrete) | st.builds(build, counts, st.sampled_from(INTEGERS), st.integers(-9, 9))


def _multi_binary(side: int) -> Spaces:
    lengths = st.integers(1, side)
    return (lengths | st.lists(lengths, min_size=1, max_size=2)).map(MultiBinary)


@st.composite
def _multi_discrete(draw: st.DrawFn, side: int) -> Space:
    dtype: Any = draw(st.sampled_from(INTEGERS))
    rows, columns = draw(st.integers(1, side)), draw(st.none() | st.integers(1, side))
    least = 0 if dtype.startswith("u") else -9
    grids = [_grid(draw, st.integers(low, 9), rows, columns) for low in (1, least)]
    return MultiDiscrete(grids[0], dtype=dtype, start=grids[1])


def _grid(draw: st.DrawFn, numbers: st.SearchStrategy[int], rows: int, columns: int | None) -> Any:
    row = numbers if columns is None else st.lists(numbers, min_size=columns, max_size=columns)
    return draw(st.lists(row, min_size=rows, max_size=rows))


def _text(side: int) -> Spaces:
    letters = st.sampled_from(["ab", "0123456789", "a", "äβ字 "])
    lengths = st.lists(st.integers(0, side), min_size=2, max_size=2).map(sorted)
    return st.builds(lambda ends, charset: Text(ends[1], min_length=ends[0], charset=charset), lengths, letters)


def _image(side: int) -> Spaces:
    sizes = st.integers(1, side)
    return st.builds(ImageSpace, sizes, sizes, st.integers(1, 4), dtype=st.sampled_from(["float32", "uint8"]))


_LEAVES: Mapping[str, Callable[[int], Spaces]] = MappingProxyType(
    {
        "discrete": _discrete,
        "multi_binary": _multi_binary,
        "multi_discrete": _multi_discrete,
        "box": boxes,
        "text": _text,
        "image": _image,
    }
)

# ---------------------------------------------------------------------------------------------------- spaces of spaces


def _tuple(parts: Spaces, side: int) -> Spaces:
    return st.lists(parts, max_size=side).map(Tuple)


def _dict(parts: Spaces, side: int) -> Spaces:
    names = [chr(ord("a") + number % 26) * (1 + number // 26) for number in range(side)]
    counts = st.integers(0, side)
    return counts.flatmap(lambda count: st.fixed_dictionaries(dict.fromkeys(names[:count], parts))).map(Dict)


def _one_of(parts: Spaces, side: int) -> Spaces:
    return st.lists(parts, min_size=1, max_size=side).map(OneOf)


def _sequence(parts: Spaces, _side: int) -> Spaces:
    return st.builds(lambda part, stack: Sequence(part, stack=stack and _stacks(part)), parts, st.booleans())


def _stacks(part: Space) -> bool:
    """Tell whether a batch of a space is an array whose rows Gymnasium takes for its elements without a warning."""
    return isinstance(part, Discrete | MultiBinary | MultiDiscrete) or (isinstance(part, Box) and bool(part.shape))


def _graph(_parts: Spaces, side: int) -> Spaces:
    ends = _discrete(side) | boxes(side, least_axes=1)  # rows of numbers alone are no arrays, which boxes warn of
    return st.builds(Graph, ends, st.none() | ends)


_NESTS: Mapping[str, Callable[[Spaces, int], Spaces]] = MappingProxyType(
    {"tuple": _tuple, "dict": _dict, "one_of": _one_of, "sequence": _sequence, "graph": _graph}
)
