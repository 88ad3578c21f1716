"""Actions as choices: numbers quantised, and the class that is predicted.

Axes: ``M`` choices side by side; ``…`` any leading axes, as those of lanes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiDiscrete, Space
from numpy.typing import NDArray

__all__ = ["MOST_CHOICES", "DiscreteActions", "MultiDiscreteActions"]

MOST_CHOICES = 1 << 16
"""A single choice may be among so many, and there may be so many choices."""


@dataclass(frozen=True, eq=False)
class _Part:
    """One of the actions: what each of its choices stands for.

    Attributes:
        shape: Of the action of one lane.
        table: ``[m, n, …]``: for each of m choices its n options, each a number, or all numbers of the action.
        dtype: Of the action.
    """

    shape: tuple[int, ...]
    table: NDArray[Any]
    dtype: np.dtype[Any]

    def actions(self, choices: NDArray[np.int64]) -> NDArray[Any]:
        """Give actions ``[…, *shape]`` of choices ``[…, m]``."""
        found = self.table[np.arange(len(self.table)), choices]
        return np.asarray(found.reshape((*choices.shape[:-1], *self.shape)), self.dtype)

    def choices(self, actions: NDArray[Any]) -> NDArray[np.int64]:
        """Give the choices ``[…, m]`` that come nearest to actions ``[…, *shape]``."""
        lead = actions.shape[: actions.ndim - len(self.shape)]
        wanted = actions.reshape((*lead, len(self.table), 1, *self.table.shape[2:])).astype(np.float64)
        away = np.square(wanted - self.table)
        nearest: NDArray[np.int64] = away.reshape(*away.shape[: len(lead) + 2], -1).sum(axis=-1).argmin(axis=-1)
        return nearest


class MultiDiscreteActions:
    """The numbers of a ``Dict`` of actions side by side in a ``MultiDiscrete``, each one of a few values.

    A number becomes a choice among ``bins`` values, evenly from the least to the greatest; a ``Discrete`` stays what it
    is; logits of classes, of an image or of each pixel, become a choice of the class that gets the probability
    ``certainty``, the others sharing the rest.

    Args:
        space: A ``Dict`` of ``Box`` and ``Discrete``.
        target_space: The truth of predictions: a ``Discrete`` of classes, or a ``Box`` with the bounds of numbers.
        bins: How many values a number has.
        certainty: The probability of the class that is chosen.

    Raises:
        TypeError: If a part is of another kind.
        ValueError: If a number has no bounds, there are too many choices, or an argument is out of range.

    Attributes:
        space: ``[M]``.

    >>> space = Dict(action=Box(-1, 1, (2,)), prediction=Box(-np.inf, np.inf, (2,)))
    >>> layout = MultiDiscreteActions(space, Discrete(2), bins=3)
    >>> layout.space
    MultiDiscrete([3 3 2])
    >>> layout.take_apart(np.array([0, 1, 1]))["action"]
    array([-1.,  0.], dtype=float32)
    """

    def __init__(
        self, space: Dict, target_space: Space[Any] | None = None, *, bins: int = 5, certainty: float = 0.9
    ) -> None:
        if not 2 <= bins <= MOST_CHOICES:
            raise ValueError(f"bins must be from 2 to {MOST_CHOICES}, got {bins!r}")
        if not 0.0 < certainty < 1.0:
            raise ValueError(f"certainty must be between 0 and 1, got {certainty!r}")
        self._parts = {
            name: _part(name, part, target_space if name == "prediction" else None, bins, certainty)
            for name, part in space.spaces.items()
        }
        counts = [[part.table.shape[1]] * len(part.table) for part in self._parts.values()]
        ends = np.cumsum([0, *map(len, counts)]).tolist()
        if ends[-1] > MOST_CHOICES:
            raise ValueError(f"actions must be of up to {MOST_CHOICES} choices, got {ends[-1]}")
        self._places = {name: slice(ends[at], ends[at + 1]) for at, name in enumerate(self._parts)}
        self.space = MultiDiscrete(np.concatenate(counts))

    def take_apart(self, actions: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """Give the actions ``{name: […, *shape]}`` of choices ``[…, M]``.

        Raises:
            ValueError: If there are more or fewer choices, or one is not of its options.
        """
        count = len(self.space.nvec)
        if actions.shape[-1:] != (count,):
            raise ValueError(f"an action must be of {count} choices, got shape {actions.shape}")
        _check_choices(actions, self.space.nvec)
        return {name: part.actions(actions[..., self._places[name]]) for name, part in self._parts.items()}

    def put_together(self, actions: Mapping[str, Any]) -> NDArray[np.int64]:
        """Give the choices ``[…, M]`` nearest to actions ``{name: […, *shape]}``."""
        return np.concatenate([part.choices(np.asarray(actions[name])) for name, part in self._parts.items()], axis=-1)


class DiscreteActions:
    """All choices of :class:`MultiDiscreteActions` as one, of which the first changes fastest.

    Args:
        space: As there.
        target_space: As there.
        bins: As there.
        certainty: As there.

    Raises:
        TypeError: As there.
        ValueError: As there, or if the choice would be among too many.

    >>> space = Dict(action=Box(-1, 1, (2,)), prediction=Box(-np.inf, np.inf, (2,)))
    >>> DiscreteActions(space, Discrete(2), bins=3).space
    Discrete(18)
    """

    def __init__(
        self, space: Dict, target_space: Space[Any] | None = None, *, bins: int = 5, certainty: float = 0.9
    ) -> None:
        self._several = MultiDiscreteActions(space, target_space, bins=bins, certainty=certainty)
        count = math.prod(self._several.space.nvec.tolist())
        if count > MOST_CHOICES:
            raise ValueError(f"one choice must be among up to {MOST_CHOICES}, got {count}: use multi_discrete")
        self.space: Discrete[Any] = Discrete(count)

    @cached_property
    def _weights(self) -> NDArray[np.int64]:
        """What one more of each choice adds, ``[M]``."""
        weights: NDArray[np.int64] = np.cumprod([1, *self._several.space.nvec[:-1].tolist()])
        return weights

    def take_apart(self, actions: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """Give the actions ``{name: […, *shape]}`` of choices ``[…]``.

        Raises:
            ValueError: If a choice is not of the options.
        """
        _check_choices(np.asarray(actions), np.asarray(self.space.n))
        return self._several.take_apart(np.asarray(actions)[..., None] // self._weights % self._several.space.nvec)

    def put_together(self, actions: Mapping[str, Any]) -> NDArray[np.int64]:
        """Give the choices ``[…]`` nearest to actions ``{name: […, *shape]}``."""
        choices: NDArray[np.int64] = (self._several.put_together(actions) * self._weights).sum(axis=-1)
        return choices


def _check_choices(choices: NDArray[Any], counts: NDArray[np.int64]) -> None:
    """Refuse choices ``[…, M]``, or ``[…]``, that are not among so many, ``[M]`` or one number."""
    if choices.dtype.kind not in "iu":
        raise ValueError(f"choices must be integers, got {choices.dtype}")
    known = (choices >= 0) & (choices < counts)
    if not known.all():
        count = np.broadcast_to(counts, choices.shape)[~known][0]
        raise ValueError(f"a choice must be from 0 to {count - 1}, got {choices[~known][0]}")


def _part(name: str, space: Space[Any], target: Space[Any] | None, bins: int, certainty: float) -> _Part:
    if isinstance(space, Discrete):
        options = np.arange(space.n)[None] + space.start
        return _Part((), options, np.dtype(np.int64))
    if not isinstance(space, Box):
        raise TypeError(f"actions must be of Box and Discrete, got {space!r} as {name!r}")
    if isinstance(target, Discrete) and space.shape == (int(target.n),):
        return _Part(space.shape, _guesses(int(target.n), certainty)[None], space.dtype)
    if isinstance(target, Box) and target.dtype.kind == "i" and space.shape[:-1] == target.shape:
        count = space.shape[-1]  # logits of a class for each pixel
        guesses = _guesses(count, certainty)
        return _Part(space.shape, np.broadcast_to(guesses, (math.prod(target.shape), count, count)), space.dtype)
    bounds = target if isinstance(target, Box) and target.shape == space.shape else space
    low, high = (side.ravel().astype(np.float64) for side in (bounds.low, bounds.high))
    if not np.isfinite([low, high]).all():
        raise ValueError(f"numbers must have bounds to be quantised, got {space!r} as {name!r}")
    return _Part(space.shape, np.linspace(low, high, bins, axis=-1).astype(space.dtype), space.dtype)


def _guesses(count: int, certainty: float) -> NDArray[np.float64]:
    """Give for each of so many classes the logits ``[K, K]`` that give it a probability."""
    others = (1.0 - certainty) / max(1, count - 1)
    return np.log(np.where(np.eye(count, dtype=np.bool_), certainty, others)).astype(np.float32).astype(np.float64)
