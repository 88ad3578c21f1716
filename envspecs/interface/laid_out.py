"""Environments with other forms of actions and observations, as Gymnasium's wrappers.

Axes: ``B`` environments.
"""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import VectorEnv, VectorWrapper
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from envspecs.interface.layouts import ActionLayout, ObservationLayout

__all__ = ["LaidOut", "LaidOutVector", "passed_on"]

_PASSED_ON = frozenset(
    f"{single}{name}"
    for single in ("", "single_")
    for name in ("inner_action_space", "prediction_space", "prediction_target_space")
) | {"autoreset_mode", "core", "loss_fn", "space", "get_state", "set_state"}


def passed_on(wrapper: Any, name: str) -> Any:
    """Give what environments of this project have beside Gymnasium's, through a wrapper, as ``__getattr__``.

    Raises:
        AttributeError: If it is nothing of that.
    """
    if name in _PASSED_ON and "env" in vars(wrapper):
        return getattr(wrapper.env, name)
    raise AttributeError(f"{type(wrapper).__name__!r} object has no attribute {name!r}")


class LaidOut(gymnasium.Wrapper[Any, Any, Any, Any]):
    """One environment with actions and observations in other forms.

    Args:
        env: The environment.
        actions: The form of actions; None for the one they have.
        observations: The form of observations; None for the one they have.
    """

    def __init__(
        self,
        env: gymnasium.Env[Any, Any],
        actions: ActionLayout | None = None,
        observations: ObservationLayout | None = None,
    ) -> None:
        super().__init__(env)
        self.actions, self.observations = actions, observations
        if actions is not None:
            self.action_space = actions.space
        if observations is not None:
            self.observation_space = observations.space

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an episode, as the environment does."""
        observation, info = self.env.reset(seed=seed, options=options)
        return self._seen(observation), info

    def step(self, action: Any) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Take a step by an action in this form."""
        inner = action if self.actions is None else self.actions.take_apart(np.asarray(action))
        observation, reward, terminated, truncated, info = self.env.step(inner)
        return self._seen(observation), float(reward), terminated, truncated, info

    def _seen(self, observation: Any) -> Any:
        return observation if self.observations is None else self.observations.lay_out(observation)

    def __getattr__(self, name: str) -> Any:
        """Give what environments of this project have beside Gymnasium's."""
        return passed_on(self, name)


class LaidOutVector(VectorWrapper):
    """A vector environment with actions and observations in other forms, ``final_obs`` too.

    Args:
        env: The vector environment.
        actions: The form of one environment's actions; None for the one they have.
        observations: The form of one environment's observations; None for the one they have.
    """

    def __init__(
        self,
        env: VectorEnv[Any, Any, Any],
        actions: ActionLayout | None = None,
        observations: ObservationLayout | None = None,
    ) -> None:
        super().__init__(env)
        self.actions, self.observations = actions, observations
        if actions is not None:
            self.single_action_space = actions.space
            self.action_space = batch_space(actions.space, env.num_envs)
        if observations is not None:
            self.single_observation_space = observations.space
            self.observation_space = batch_space(observations.space, env.num_envs)

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin episodes, as the environments do."""
        observation, info = self.env.reset(seed=seed, options=options)
        return self._seen(observation), info

    def step(self, actions: Any) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Take a step by actions ``[B, …]`` in this form."""
        inner = actions if self.actions is None else self.actions.take_apart(self._counting(np.asarray(actions)))
        observation, rewards, terminated, truncated, info = self.env.step(inner)
        if "final_obs" in info:
            last = info["final_obs"]
            for lane in np.flatnonzero(info["_final_obs"]):
                last[lane] = self._seen(last[lane])
        return self._seen(observation), rewards, terminated, truncated, info

    def _counting(self, actions: NDArray[Any]) -> NDArray[Any]:
        """Give actions ``[B, …]`` with 0 where they do not count: an agent may give anything there."""
        core = getattr(self.unwrapped, "core", None)
        if core is None or actions.shape[:1] != core.over.shape or not core.over.any():
            return actions
        counting = actions.copy()
        counting[core.over] = 0
        return counting

    def _seen(self, observation: Any) -> Any:
        return observation if self.observations is None else self.observations.lay_out(observation)

    def __del__(self) -> None:
        """Leave the environment open: who holds it may go on. Gymnasium before 1.3 would close it with its wrapper."""

    def __getattr__(self, name: str) -> Any:
        """Give what environments of this project have beside Gymnasium's."""
        return passed_on(self, name)
