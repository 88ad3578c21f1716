"""Actions as plain numbers, lists and maps, so that a program that fails is short, and can be typed in again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space, Tuple
from gymnasium.vector.utils import concatenate, create_empty_array

__all__ = ["Sampled", "batched", "plain", "row_of", "valued"]


@dataclass(frozen=True)
class Sampled:
    """An element that a space samples, seeded so: shorter than its numbers.

    >>> from gymnasium.spaces import MultiBinary
    >>> valued(MultiBinary(4), Sampled(0)).tolist()
    [0, 1, 1, 1]
    """

    seed: int

    def __repr__(self) -> str:
        return f"Sampled({self.seed})"


def plain(value: Any) -> Any:
    """Give an element without arrays.

    >>> plain({"action": np.zeros(2, np.float32), "stop": np.int64(1)})
    {'action': [0.0, 0.0], 'stop': 1}
    """
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return value.tolist() if isinstance(value, np.ndarray | np.generic) else value


def valued(space: Space[Any], value: Any) -> Any:
    """Give the element of a space that plain numbers stand for: the inverse of :func:`plain`.

    >>> valued(Dict(go=Discrete(3), to=Box(-1, 1, (2,))), {"go": 2, "to": [0.5, 0.25]})
    {'go': np.int64(2), 'to': array([0.5 , 0.25], dtype=float32)}
    """
    if isinstance(value, Sampled):
        fresh = deepcopy(space)
        fresh.seed(value.seed)
        return fresh.sample()
    return _valued(space, value)


@singledispatch
def _valued(space: Space[Any], value: Any) -> Any:  # noqa: ARG001 - other spaces' elements are what they are
    return value


@_valued.register(Box)
@_valued.register(MultiBinary)
@_valued.register(MultiDiscrete)
def _array(space: Any, value: Any) -> Any:
    return np.array(value, space.dtype)


@_valued.register(Discrete)
def _number(space: Discrete, value: Any) -> Any:
    return space.dtype.type(value)


@_valued.register(Dict)
def _map(space: Dict, value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: valued(part, value[key]) for key, part in space.spaces.items()}


@_valued.register(Tuple)
def _row(space: Tuple[Any], value: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(valued(part, each) for part, each in zip(space.spaces, value, strict=True))


def batched(space: Space[Any], values: Sequence[Any]) -> Any:
    """Give elements of a space as one of its batch.

    >>> batched(Dict(go=Discrete(3)), [{"go": np.int64(2)}, {"go": np.int64(1)}])
    {'go': array([2, 1])}
    """
    empty: Any = create_empty_array(space, len(values))
    return concatenate(space, values, empty)


def row_of(space: Space[Any], batch: Any, row: int) -> Any:
    """Give one of a batch of elements of a space, its numbers as arrays.

    >>> row_of(Dict(time=Box(-1, 1, ())), {"time": np.zeros(2, np.float32)}, 1)
    {'time': array(0., dtype=float32)}
    """
    if isinstance(space, Dict):
        return {key: row_of(part, batch[key], row) for key, part in space.spaces.items()}
    if isinstance(space, Tuple):
        return tuple(row_of(part, each, row) for part, each in zip(space.spaces, batch, strict=True))
    return batch[row, ...] if isinstance(batch, np.ndarray) else batch[row]
