"""Environments that step together and share what they draw: what they must give, another vector treated alike gives."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.testing.comparing import copied
from envspecs.testing.driver import Result

__all__ = ["Twin"]


class Twin:
    """What a vector environment must give of which Gymnasium asks no more than that a seed decides what follows.

    Args:
        make: Makes the vector environment; it is made anew whenever a seed is given for all.
        mode: What happens at an episode's end.

    Attributes:
        is_seeded: Whether a seed was given for all.
        has_begun: Whether the environments have begun an episode.

    >>> import gymnasium
    >>> twin = Twin(lambda: gymnasium.make_vec("CartPole-v1", 2), AutoresetMode.NEXT_STEP)
    >>> first = twin.reset(seed=3, options=None)
    >>> bool((twin.reset(seed=3, options=None)["observation"] == first["observation"]).all())
    True
    >>> twin.close()
    """

    def __init__(self, make: Callable[[], VectorEnv[Any, Any, Any]], mode: AutoresetMode) -> None:
        self._make, self._mode = make, mode
        self._env: VectorEnv[Any, Any, Any] | None = None
        self._over: Any = False  # bool [B]
        self.is_seeded = self.has_begun = False

    @property
    def may_step(self) -> bool:
        """Whether a step may be taken: the environments have begun, and those that are over begin by themselves."""
        return self.has_begun and not (self._mode == AutoresetMode.DISABLED and bool(np.any(self._over)))

    def reset(self, *, seed: int | None, options: dict[str, Any] | None) -> Result:
        """Begin episodes in all environments, or in those of ``options["reset_mask"]``; give what they show."""
        mask = (options or {}).get("reset_mask")
        if seed is not None and mask is None:
            self.close()
            self.is_seeded = True
        observation, info = self._alive().reset(seed=seed, options=deepcopy(options))
        self.has_begun = True
        self._over = False if mask is None else self._over & ~mask
        result: Result = copied({"observation": observation, "info": info})
        return result

    def step(self, actions: Any) -> Result:
        """Take a step in all environments; give what comes of it."""
        names = ("observation", "reward", "terminated", "truncated", "info")
        result: Result = copied(dict(zip(names, self._alive().step(actions), strict=True)))
        self._over = result["terminated"] | result["truncated"]
        return result

    def close(self) -> None:
        """Let go of the environment that was made."""
        if self._env is not None:
            self._env.close()
        self._env = None

    def _alive(self) -> VectorEnv[Any, Any, Any]:
        if self._env is None:
            self._env = self._make()
        return self._env
