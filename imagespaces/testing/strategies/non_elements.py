"""The strategy of near misses: what is almost an element of a space, and must be refused."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

import numpy as np
from gymnasium.spaces import (
    Box,
    Dict,
    Discrete,
    Graph,
    MultiBinary,
    MultiDiscrete,
    OneOf,
    Sequence,
    Space,
    Text,
    Tuple,
)
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.pixels import PIXEL_RANGE, PixelBox
from imagespaces.testing.strategies.beyond import beyond, with_part, with_part_at
from imagespaces.testing.strategies.elements import elements, stacked
from imagespaces.testing.strategies.misjoined import misjoined

__all__ = ["non_elements"]

_TYPES = [np.dtype(code) for code in "bhilBHILefdDO"]
"""Integers, floats, complex numbers and objects."""


@singledispatch
def non_elements(space: Space[Any]) -> st.SearchStrategy[Any]:
    """Build near misses: beyond a bound by as little as can be, of another type, shape or length, not a number.

    Each is refused by ``space.contains``. What Gymnasium takes for an element, though it is none, is not built:

    * of ``Box`` what is no array, for it is converted, with a warning; arrays of a type that can be cast safely; and
      infinity where there is no bound;
    * of ``Discrete`` booleans, which are integers in Python, and NumPy's integers of a type that can be cast safely;
    * of ``MultiBinary`` arrays of any type that hold 0 and 1 alone, and lists of these; of ``MultiDiscrete`` lists, and
      arrays of a type that can be cast safely;
    * of ``Tuple`` lists and arrays, which are made tuples;
    * of ``OneOf`` ``True`` for the second space;
    * of ``Sequence`` with ``stack`` what is no batch, for it raises an error.

    Image spaces take nothing but arrays of their own type, so that their near misses are of all these sorts.

    Where no near miss is left, nothing is built (:func:`hypothesis.strategies.nothing`): of a ``Sequence`` with
    ``stack`` of anything but arrays and numbers, if nothing is beyond the bounds of an item.

    A kind of space takes part by ``non_elements.register(MySpace)``, a function from such a space to a strategy.

    Raises:
        TypeError: If it is not known how.

    >>> from hypothesis import find
    >>> find(non_elements(Discrete(3)), lambda value: isinstance(value, np.int64))
    np.int64(3)
    >>> find(non_elements(Dict(go=Discrete(3))), lambda value: isinstance(value, dict) and "go" in value)
    {'go': np.int64(0), 'extra': 0}
    """
    raise TypeError(f"near misses are built of Gymnasium's spaces and of those registered, got {type(space).__name__}")


# ------------------------------------------------------------------------------------------------------------- arrays


@non_elements.register
def _box(space: Box) -> st.SearchStrategy[Any]:
    return st.one_of(beyond(space), _other_types(space), _other_shapes(space))


@non_elements.register
def _pixels(space: PixelBox) -> st.SearchStrategy[Any]:
    others = st.sampled_from([name for name in (*PIXEL_RANGE, "float64", "int64") if name != space.dtype])
    zeros = others.map(lambda name: np.zeros(space.shape, name))
    lists = elements(space).map(lambda image: image.tolist())
    return st.one_of(beyond(space), zeros, _other_shapes(space), lists, st.none())


def _other_types(space: Box | MultiDiscrete) -> st.SearchStrategy[NDArray[Any]]:
    """Give elements in types that hold all their values, and can't be cast back safely."""
    return st.builds(lambda array, dtype: array.astype(dtype), elements(space), st.sampled_from(_wider(space.dtype)))


def _wider(dtype: np.dtype[Any] | None) -> list[np.dtype[Any]]:
    assert dtype is not None  # noqa: S101 - spaces of numbers have a type, though Gymnasium's annotations allow none
    return [other for other in _TYPES if np.can_cast(dtype, other) and not np.can_cast(other, dtype)]


def _other_shapes(space: Box | MultiBinary | MultiDiscrete) -> st.SearchStrategy[NDArray[Any]]:
    """Give elements with an axis too many, with one too few, and too long along the first one."""
    arrays = elements(space)
    found = [arrays.map(lambda array: array[np.newaxis])]
    if space.shape and space.shape[0]:
        found += [arrays.map(lambda array: array[0, ...]), arrays.map(lambda array: np.concatenate((array, array[:1])))]
    return st.one_of(found)


@non_elements.register
def _discrete(space: Discrete) -> st.SearchStrategy[Any]:
    numbers = elements(space)
    others = st.builds(lambda number, dtype: dtype.type(number), numbers, st.sampled_from(_wider(space.dtype)[:-1]))
    return st.one_of(
        beyond(space),
        others,
        numbers.map(float),
        numbers.map(lambda number: np.array([number])),
        numbers.map(str),
        st.none(),
    )


@non_elements.register
def _multi_binary(space: MultiBinary) -> st.SearchStrategy[Any]:
    halves = elements(space).map(lambda array: array + 0.5)
    return st.one_of(beyond(space), _other_shapes(space), halves, st.none())


@non_elements.register
def _multi_discrete(space: MultiDiscrete) -> st.SearchStrategy[Any]:
    return st.one_of(beyond(space), _other_types(space), _other_shapes(space), st.none())


# ------------------------------------------------------------------------------------------- texts and spaces of spaces


@non_elements.register
def _text(space: Text) -> st.SearchStrategy[Any]:
    texts = elements(space)
    return st.one_of(beyond(space), texts.map(str.encode), texts.map(list), st.integers(0, 9), st.none())


@non_elements.register
def _dict(space: Dict) -> st.SearchStrategy[Any]:
    whole = elements(space)
    extra = next(name for name in ("extra", "extra_", "extra__") if name not in space.spaces)
    found = [whole.map(lambda parts: parts | {extra: 0}), whole.map(lambda parts: list(parts.items())), st.none()]
    for key in space.spaces:
        found += [_without(whole, key), with_part(whole, key, non_elements(space.spaces[key]))]
    return st.one_of(found)


def _without(whole: st.SearchStrategy[dict[str, Any]], key: str) -> st.SearchStrategy[dict[str, Any]]:
    return whole.map(lambda parts: {name: part for name, part in parts.items() if name != key})


@non_elements.register(Tuple)
def _tuple(space: Tuple[Any]) -> st.SearchStrategy[Any]:
    whole = elements(space)
    found = [whole.map(lambda parts: (*parts, 0)), whole.map(lambda parts: dict(enumerate(parts))), st.none()]
    if space.spaces:
        found.append(whole.map(lambda parts: parts[:-1]))
    found += [with_part_at(whole, place, non_elements(part)) for place, part in enumerate(space.spaces)]
    return st.one_of(found)


@non_elements.register(OneOf)
def _one_of(space: OneOf[Any]) -> st.SearchStrategy[Any]:
    whole = elements(space)
    numbers = st.sampled_from([np.int64(len(space.spaces)), -1, 0.0, None])
    misplaced = st.builds(lambda one, number: (number, one[1]), whole, numbers)
    others = [st.tuples(st.just(number), non_elements(part)) for number, part in enumerate(space.spaces)]
    return st.one_of(misplaced, *others, whole.map(list), whole.map(lambda one: (*one, 0)), st.none())


@non_elements.register
def _sequence(space: Sequence) -> st.SearchStrategy[Any]:
    part = space.feature_space
    some = st.lists(elements(part), max_size=2)
    if space.stack:
        if not isinstance(part, Box | Discrete | MultiBinary | MultiDiscrete):
            return beyond(space)
        return st.one_of(beyond(space), st.builds(_deeper, st.just(part), some, elements(part)))
    odd = st.tuples(some, non_elements(part)).map(lambda both: (*both[0], both[1]))
    return st.one_of(odd, some, st.none())


def _deeper(part: Space[Any], items: list[Any], last: Any) -> NDArray[Any]:
    """Put items together, arrays or numbers, with an axis too many."""
    return np.asarray(stacked(part, [*items, last]))[:, np.newaxis]


@non_elements.register
def _graph(space: Graph) -> st.SearchStrategy[Any]:
    whole = elements(space)
    nodeless = whole.map(lambda graph: graph._replace(nodes=None))
    return st.one_of(beyond(space), misjoined(space), whole.map(tuple), nodeless, st.none())
