"""A test case of environments: where episodes begin, and what is done in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import gymnasium
import numpy as np
from gymnasium.spaces import Dict, Discrete, Space, Tuple
from gymnasium.vector import VectorEnv

from envspecs.testing.driver import Driver, Result

__all__ = ["Episode", "plain"]


@dataclass(frozen=True)
class Episode:
    """A reset, and the actions after it, as plain data: what it shows of itself makes it again.

    Attributes:
        seed: Of the reset; in a vector environment that of its first environment.
        options: Of the reset.
        actions: One or several, lists in place of arrays. They may go on after the end of an episode.

    >>> import envspecs
    >>> env = envspecs.load("CircleSquare-v0").make()
    >>> episode = Episode(seed=3, options={"index": 17}, actions=[{"action": [0.5, 0.0], "prediction": [0.0, 1.0]}])
    >>> [result["info"]["index"] for result in episode.play(env)]
    [17, 17]
    """

    seed: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)
    actions: Sequence[Any] = ()

    def play(self, env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> list[Result]:
        """Reset an environment and take the actions in it; where an episode is over, the next begins.

        The environment stays open.

        Args:
            env: A single or a vector environment, as the episode is for.

        Returns:
            What the reset gave (``observation`` and ``info``), and each step (also ``reward``, ``terminated`` and
            ``truncated``), as copies.
        """
        return Driver(env).play(self.actions_for(env), seed=self.seed, options=dict(self.options) or None)

    def actions_for(self, env: gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]) -> list[Any]:
        """Give the actions as an environment takes them."""
        return [_element(env.action_space, action) for action in self.actions]


def plain(value: Any) -> Any:
    """Give an element of a space, or options, as plain data.

    >>> plain({"action": np.float32([0.5, 0]), "stop": np.int64(1)})
    {'action': [0.5, 0.0], 'stop': 1}
    """
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return type(value)(map(plain, value)) if isinstance(value, list | tuple) else value


def _element(space: Space[Any], value: Any) -> Any:
    """Give the element of a space that plain data stand for."""
    if isinstance(space, Dict):
        return {key: _element(part, value[key]) for key, part in space.spaces.items()}
    if isinstance(space, Tuple):
        return tuple(_element(part, each) for part, each in zip(space.spaces, value, strict=True))
    if isinstance(space, Discrete):
        return space.dtype.type(value)
    return value if space.dtype is None or space.shape is None else np.array(value, space.dtype).reshape(space.shape)
