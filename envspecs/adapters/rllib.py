"""RLlib: a creator of environments, single and vector, and a connector that makes their observations flat.

RLlib takes the dictionaries of actions as they are; its default networks want observations without parts::

    register_env("CircleSquare", creator("CircleSquare-v0"))
    config = (
        PPOConfig()
        .environment("CircleSquare")
        .env_runners(
            num_envs_per_env_runner=64,
            gym_env_vectorize_mode="vector_entry_point",
            env_to_module_connector=lambda env, spaces, device: FlatObservations(),
        )
    )
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, Space
from gymnasium.vector import VectorEnv
from numpy.typing import NDArray

from envspecs.adapters.scales import scale_of
from envspecs.build import Source
from envspecs.loading import load

try:
    from ray.rllib.connectors.env_to_module.observation_preprocessor import SingleAgentObservationPreprocessor
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.adapters.rllib needs ray[rllib], got none: pip install 'imagespaces[rllib]'", name=error.name
    ) from error

__all__ = ["Creator", "FlatObservations", "creator"]

Creator: TypeAlias = Callable[[Mapping[str, Any]], gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]]
"""What ``register_env`` takes."""


def creator(source: Source, *, max_episode_steps: int | None = None) -> Creator:
    """Give what makes environments for RLlib, to be registered by ``ray.tune.register_env``.

    With ``gym_env_vectorize_mode="vector_entry_point"``, RLlib asks it for a vector environment, which is much faster
    than the vector that RLlib makes of single ones otherwise. Both reset in the next step, as RLlib expects.

    Args:
        source: What :func:`envspecs.load` takes; a file is read here, and not by the workers.
        max_episode_steps: After how many steps an episode is truncated; None for the spec's own end alone.

    Returns:
        A function of RLlib's ``env_config``, of which ``override`` counts, changes of the spec by dotted path.

    >>> make = creator("CircleSquare-v0")
    >>> make({"override": {"space.height": 20}}).unwrapped.space.height
    20
    >>> make({"num_envs": 4}).num_envs  # as RLlib asks for a vector environment
    4
    """
    spec = load(source)

    def create(config: Mapping[str, Any]) -> gymnasium.Env[Any, Any] | VectorEnv[Any, Any, Any]:
        changed = spec.override(config["override"]) if config.get("override") else spec
        if config.get("num_envs") is not None:
            return changed.make_vec(config["num_envs"], max_episode_steps=max_episode_steps)
        env = changed.make()
        return env if max_episode_steps is None else gymnasium.wrappers.TimeLimit(env, max_episode_steps)

    return create


_WHOLE = "whole"
"""The name of an observation without parts."""


class FlatObservations(SingleAgentObservationPreprocessor):
    """A connector, from environment to module, that puts all numbers of an observation side by side.

    The parts follow each other in the order of the space, each choice as 1 among zeros, and numbers with larger bounds
    than 1 divided by the largest, so that pictures come in [0, 1]: float32 ``[N]``.

    Raises:
        TypeError: If observations have other parts than ``Box`` and ``Discrete``.
    """

    def recompute_output_observation_space(
        self,
        input_observation_space: Space[Any],
        input_action_space: Space[Any],  # noqa: ARG002 - its signature
    ) -> Box:
        """Give the space of flat observations."""
        self._has_parts = isinstance(input_observation_space, Dict)
        spaces = _parts(input_observation_space)
        self._parts = {key: (space, scale_of(space)) for key, space in spaces.items()}
        bounds = [_bounds(key, *part) for key, part in self._parts.items()]
        low, high = (np.concatenate(side) for side in zip(*bounds, strict=True))
        return Box(low, high, dtype=np.float32)

    def preprocess(self, observation: Any, episode: Any) -> NDArray[np.float32]:  # noqa: ARG002 - as above
        """Give the flat observation ``[N]`` of one."""
        seen = observation if self._has_parts else {_WHOLE: observation}
        return np.concatenate([_numbers(*part, seen[key]) for key, part in self._parts.items()])


def _parts(space: Space[Any]) -> dict[str, Space[Any]]:
    """Give the parts of observations; one, where they have none."""
    return dict(space.spaces) if isinstance(space, Dict) else {_WHOLE: space}


def _bounds(key: str, space: Space[Any], scale: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the least and greatest number at each place of a part, ``[n]`` each."""
    if isinstance(space, Discrete):
        return np.zeros(int(space.n), np.float32), np.ones(int(space.n), np.float32)
    if isinstance(space, Box):
        return _numbers(space, scale, space.low), _numbers(space, scale, space.high)
    raise TypeError(f"observations must be of Box and Discrete, got {space!r} as {key!r}")


def _numbers(space: Space[Any], scale: float, value: Any) -> NDArray[np.float32]:
    """Give the numbers ``[n]`` of a part, divided by its scale."""
    if isinstance(space, Discrete):
        return np.asarray(np.arange(space.n) + space.start == value, np.float32)
    numbers = np.asarray(value, np.float32).ravel()
    return numbers if scale == 1.0 else numbers / np.float32(scale)
