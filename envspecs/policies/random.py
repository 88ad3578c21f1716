"""The policy that knows nothing: the lower bound."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Discrete, Space
from numpy.typing import NDArray

from envspecs.environment import ActiveVectorEnv
from envspecs.policies.policy import Actions, Observations, PolicyError
from imagespaces.draws import Draws, derive_key

__all__ = ["Random"]


class Random:
    """Moves and predicts at random: uniformly where a space is bounded, and normally where it is not, as logits are.

    What it does in an episode depends on the episode's seed and the step alone, not on the lanes beside it.

    Args:
        envs: What it acts in.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        self._spaces = envs.core.action_space.spaces
        self._keys = np.zeros(envs.num_envs, np.uint64)
        self._steps = np.zeros(envs.num_envs, np.int64)

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Begin the random numbers of some lanes anew, from their seeds."""
        self._keys[lanes] = [derive_key("policy", seed) for seed in seeds.tolist()]
        self._steps[lanes] = 0

    def __call__(self, observations: Observations) -> Actions:  # noqa: ARG002 - it looks at nothing
        """Draw actions and predictions."""
        draws = Draws(self._keys, self._steps)
        self._steps += 1
        return {name: _sample(space, draws, name) for name, space in self._spaces.items()}


@functools.singledispatch
def _sample(space: Space[Any], draws: Draws, name: str) -> NDArray[Any]:  # noqa: ARG001 - of the other spaces
    """Draw one element of a space per address, ``[B, …]``."""
    raise PolicyError(f"policy 'random' draws from Box and Discrete spaces, got {space} for the {name}")


@_sample.register(Box)
def _(space: Box, draws: Draws, name: str) -> NDArray[Any]:
    count = int(np.prod(space.shape))
    low, high = space.low.reshape(-1).astype(np.float64), space.high.reshape(-1).astype(np.float64)
    bounded = np.isfinite(low) & np.isfinite(high)
    width = np.where(bounded, high - low, 0.0)
    within = np.where(bounded, low, 0.0) + width * draws.uniform(f"{name}/uniform", count)
    anywhere = np.clip(draws.normal(f"{name}/normal", count), low, high)
    return np.where(bounded, within, anywhere).reshape(len(draws), *space.shape).astype(space.dtype)


@_sample.register(Discrete)
def _(space: Discrete[Any], draws: Draws, name: str) -> NDArray[Any]:
    return np.asarray(space.start + draws.integers(name, space.n), space.dtype)
