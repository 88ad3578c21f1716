"""Actions of several parts as one flat box, for libraries that know no dictionaries of actions.

Axes: ``N`` the numbers of all parts side by side; ``…`` any leading axes, as those of lanes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, Space
from numpy.typing import NDArray

__all__ = ["FlatActions"]


class FlatActions:
    """The parts of a ``Dict`` of actions side by side in one float32 ``Box``, in the order of the space.

    A ``Box`` gives its numbers as they are; a ``Discrete`` one number per choice, of which the largest is taken, the
    first of equal ones. What was put together is taken apart again without any loss.

    Args:
        space: A ``Dict`` of ``Box`` and ``Discrete``.
        limit: The bound, either way, of what has none, as logits: a box of actions needs bounds to be sampled, scaled
            and clipped. It is a bound of the space alone: larger numbers are passed on as they are.

    Raises:
        TypeError: If a part is of another kind.
        ValueError: If the limit is not positive and finite.

    Attributes:
        space: The box, ``[N]``.

    >>> flat = FlatActions(Dict(action=Discrete(3), prediction=Box(-np.inf, np.inf, (2,), np.float32)))
    >>> flat.space
    Box([ -1.  -1.  -1. -10. -10.], [ 1.  1.  1. 10. 10.], (5,), float32)
    >>> flat.take_apart(np.array([0.0, 0.5, -1.0, 2.0, 3.0], np.float32))
    {'action': array(1), 'prediction': array([2., 3.], dtype=float32)}
    """

    def __init__(self, space: Dict, limit: float = 10.0) -> None:
        if not 0.0 < limit < np.inf:
            raise ValueError(f"limit must be positive and finite, got {limit!r}")
        self._parts = dict(space.spaces)
        bounds = {name: _bounds(name, part, limit) for name, part in self._parts.items()}
        low, high = (np.concatenate(side) for side in zip(*bounds.values(), strict=True))
        self.space = Box(low, high, dtype=np.float32)
        ends = np.cumsum([len(lowest) for lowest, _ in bounds.values()]).tolist()
        self._slices = {name: slice(*ends_of) for name, ends_of in zip(bounds, _pairs(ends), strict=True)}

    def take_apart(self, flat: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """Give the actions ``{name: […, *shape]}`` of flat ones ``[…, N]``; those of boxes are views.

        Numbers of which none is the largest, as NaN, give a choice that there is not, which the environment refuses
        where it counts.

        Raises:
            ValueError: If there are more or fewer numbers, or they are none.
        """
        if flat.shape[-1:] != self.space.shape or flat.dtype.kind not in "fiub":
            raise ValueError(
                f"an action must be of {self.space.shape[0]} numbers, got {flat.dtype} of shape {flat.shape}"
            )
        return {name: _part(self._parts[name], flat[..., where]) for name, where in self._slices.items()}

    def put_together(self, actions: Mapping[str, Any]) -> NDArray[np.float32]:
        """Give the flat action ``[…, N]`` of actions ``{name: […, *shape]}``, a choice as 1 among zeros."""
        return np.concatenate([_row(part, actions[name]) for name, part in self._parts.items()], axis=-1)


def _pairs(ends: list[int]) -> list[tuple[int, int]]:
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _bounds(name: str, part: Space[Any], limit: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the least and greatest number at each place of a part, ``[n]`` each."""
    if isinstance(part, Discrete):
        ones = np.ones(int(part.n), np.float32)
        return -ones, ones
    if isinstance(part, Box):
        low, high = (side.ravel().astype(np.float32) for side in (part.low, part.high))
        return np.where(np.isfinite(low), low, -limit), np.where(np.isfinite(high), high, limit)
    raise TypeError(f"actions must be of Box and Discrete, got {part!r} as {name!r}")


def _part(part: Space[Any], flat: NDArray[Any]) -> NDArray[Any]:
    """Give the action ``[…, *shape]`` of a part from its numbers ``[…, n]``."""
    if isinstance(part, Discrete):
        return np.asarray(np.where(np.isnan(flat).any(axis=-1), -1, flat.argmax(axis=-1)) + part.start)
    return flat.reshape((*flat.shape[:-1], *(part.shape or ())))


def _row(part: Space[Any], action: Any) -> NDArray[np.float32]:
    """Give the numbers ``[…, n]`` of a part from its action ``[…, *shape]``."""
    given = np.asarray(action)
    if isinstance(part, Discrete):
        return np.asarray(given[..., None] == part.start + np.arange(part.n), np.float32)
    lead = given.shape[: given.ndim - len(part.shape or ())]
    return np.asarray(given.reshape(*lead, -1), np.float32)
