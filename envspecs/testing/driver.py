"""How laws play: what every call gives as one mapping, and resets where an environment does not reset by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import islice
from typing import Any, Self, TypeAlias

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space, Tuple
from gymnasium.vector import AutoresetMode, VectorEnv
from numpy.typing import NDArray

from envspecs.testing.comparing import copied

__all__ = ["Driver", "Result", "at_rest", "drawn_actions", "draws", "ended", "resting_actions"]

Result: TypeAlias = dict[str, Any]
"""What a reset gave (``observation`` and ``info``), or a step (also ``reward``, ``terminated`` and ``truncated``)."""


class Driver:
    """Steps an environment, and resets it instead where an episode is over and the environment does not see to that.

    Used in a ``with`` statement it closes the environment at the end. It pickles and copies together with the
    environment.

    Args:
        env: A single or a vector environment.

    Attributes:
        env: The environment.
        resets_itself: Whether the environment begins the next episodes by itself.
    """

    def __init__(self, env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> None:
        self.env: Any = env
        mode = env.metadata.get("autoreset_mode") if isinstance(env, VectorEnv) else None
        self.resets_itself = mode in {AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP}
        self._over: Any = False

    @property
    def any_over(self) -> bool:
        """Whether an episode was over after the latest call."""
        return bool(np.any(self._over))

    def reset(self, **arguments: Any) -> Result:
        """Begin episodes; those that a ``reset_mask`` leaves out go on."""
        mask = (arguments.get("options") or {}).get("reset_mask")
        self._over = False if mask is None else self._over & ~mask
        observation, info = self.env.reset(**arguments)
        return {"observation": observation, "info": info}

    def step(self, action: Any) -> Result:
        """Take a step, or begin the episodes that come after those that are over."""
        if self.any_over and not self.resets_itself:
            several = isinstance(self._over, np.ndarray)
            return self.reset(options={"reset_mask": self._over.copy()}) if several else self.reset()
        observation, reward, terminated, truncated, info = self.env.step(action)
        self._over = np.logical_or(terminated, truncated)
        return {
            "observation": observation,
            "reward": reward,
            "terminated": terminated,
            "truncated": truncated,
            "info": info,
        }

    def go_on(self, actions: Iterable[Any]) -> list[Result]:
        """Take steps; give copies of what they gave, as it was then."""
        return [copied(self.step(action)) for action in actions]

    def finish(self, actions: Iterable[Any]) -> None:
        """Take steps until actions or episodes are over."""
        for action in actions:
            self.step(action)
            if self.any_over:
                return

    def play(self, actions: Iterable[Any], **arguments: Any) -> list[Result]:
        """Reset, and take steps; give copies of what these gave, as it was then."""
        return [copied(self.reset(**arguments)), *self.go_on(actions)]

    def taken_over(self, env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> Driver:
        """Give the driver of another environment that is where this one is."""
        other = Driver(env)
        other._over = deepcopy(self._over)
        return other

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.env.close()


def ended(result: Result) -> NDArray[np.bool_]:
    """Tell of each environment of a vector whether a step ended its episode, ``[B]``."""
    over: NDArray[np.bool_] = np.logical_or(result["terminated"], result["truncated"])
    return over


def drawn_actions(env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any], seed: int, count: int) -> list[Any]:
    """Draw actions of an environment from a seed, without touching the random stream of its own space."""
    return list(islice(draws(env.action_space, seed), count))


def resting_actions(env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any], seed: int, count: int) -> list[Any]:
    """Give actions of an environment that are all the same, and as simple as may be: zeros, or the first choices."""
    return [at_rest(env.action_space, seed) for _ in range(count)]


def at_rest(space: Space[Any], seed: int = 0) -> Any:
    """Give the simplest element of a space: zeros or the first choice; in other spaces, one drawn.

    >>> at_rest(Dict(look=Box(-1, 1, (2,)), stop=Discrete(2, start=1)))
    {'look': array([0., 0.], dtype=float32), 'stop': np.int64(1)}
    """
    match space:
        case Dict():
            return {key: at_rest(part, seed) for key, part in space.spaces.items()}
        case Tuple():
            return tuple(at_rest(part, seed) for part in space.spaces)
        case Discrete() | MultiDiscrete():
            return copied(space.start)
        case MultiBinary():
            return np.zeros(space.shape, space.dtype)
        case Box():
            return _middle(space)
    return next(draws(space, seed))


def _middle(space: Box) -> NDArray[Any]:
    """Give zeros or, where a bound forbids them, what is nearest to them."""
    return np.clip(np.zeros(space.shape, space.dtype), space.low, space.high)


def draws(space: Space[Any], seed: int) -> Iterator[Any]:
    """Draw elements of a space from a seed, one after the other, without touching its random stream."""
    own = deepcopy(space)
    own.seed(seed)
    while True:
        yield own.sample()
