"""Environments in which not every action can be taken, made such that laws may try any: another is taken instead."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv, VectorWrapper
from gymnasium.vector.utils import concatenate, create_empty_array, iterate
from numpy.typing import NDArray

from envspecs.testing.comparing import copied, row_of_info
from envspecs.testing.making import Make, MakeVec

__all__ = ["Choose", "by_action_mask", "choosing", "choosing_vectors"]

Choose: TypeAlias = Callable[[Any, Mapping[str, Any]], Any]
"""Takes an action of the action space, and the latest ``info``; gives an action that can be taken there.

It should draw nothing: the same of the same. Where copies are to be pickled, it must be a function of a module.
"""


def by_action_mask(action: Any, info: Mapping[str, Any]) -> Any:
    """Give an action that ``info["action_mask"]`` allows: the one that was drawn, or the next.

    Args:
        action: A number from 0 on.
        info: Holds under ``"action_mask"`` for each action whether it can be taken; without it, all can.

    >>> by_action_mask(np.int64(1), {"action_mask": np.array([1, 0, 0, 1], np.int8)})
    np.int64(3)
    """
    mask = np.asarray(info.get("action_mask", True), np.bool_)
    if mask.ndim == 0 or not mask.any():
        return action
    return np.roll(np.arange(len(mask)), -int(action))[np.roll(mask, -int(action))][0]


def choosing(make: Make, choose: Choose) -> Make:
    """Give what makes environments that take any action, and do what is chosen in its place."""
    return partial(_wrapped, _Choosing, make, choose)


def choosing_vectors(make_vec: MakeVec, choose: Choose) -> MakeVec:
    """Give what makes such environments that step together."""
    return partial(_wrapped, _ChoosingVector, make_vec, choose)


def _wrapped(
    wrapper: Callable[..., Any], make: Callable[..., Any], choose: Choose, /, *args: Any, **options: Any
) -> Any:
    return wrapper(make(*args, **options), choose)


class _Choosing(gymnasium.Wrapper[Any, Any, Any, Any]):
    """One environment; before its first reset, nothing is chosen."""

    def __init__(self, env: gymnasium.Env[Any, Any], choose: Choose) -> None:
        super().__init__(env)
        self._choose = choose
        self._told: dict[str, Any] | None = None

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        observation, info = self.env.reset(seed=seed, options=options)
        self._told = copied(info)
        return observation, info

    def step(self, action: Any) -> tuple[Any, Any, bool, bool, dict[str, Any]]:
        taken = action if self._told is None else self._choose(action, self._told)
        *result, info = self.env.step(taken)
        self._told = copied(info)
        return (*result, info)


class _ChoosingVector(VectorWrapper):
    """Many environments, of which each has its own."""

    def __init__(self, env: VectorEnv[Any, Any, Any], choose: Choose) -> None:
        super().__init__(env)
        self._choose = choose
        self._told: list[dict[str, Any]] | None = None

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        mask = (options or {}).get("reset_mask")
        observation, info = self.env.reset(seed=seed, options=options)
        self._hear(info, np.ones(self.num_envs, np.bool_) if mask is None else mask)
        return observation, info

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        *result, info = self.env.step(self._chosen(actions))
        self._hear(info, np.ones(self.num_envs, np.bool_))
        return (*result, info)

    def _hear(self, info: Mapping[str, Any], of: NDArray[np.bool_]) -> None:
        """Keep what environments were told; those that a mask left out know what they knew."""
        before = self._told or [{}] * self.num_envs
        self._told = [copied(row_of_info(info, lane)) if of[lane] else before[lane] for lane in range(self.num_envs)]

    def _chosen(self, actions: Any) -> Any:
        if self._told is None:
            return actions
        rows = iterate(self.action_space, actions)
        taken = [self._choose(row, told) for row, told in zip(rows, self._told, strict=True)]
        space = self.single_action_space
        empty: Any = create_empty_array(space, self.num_envs)
        return concatenate(space, taken, empty)
