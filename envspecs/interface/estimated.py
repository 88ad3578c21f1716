"""Predictions left to an estimator: the agent moves alone, and is rewarded by how well it can be predicted.

Axes: ``B`` environments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias, cast

import gymnasium
import numpy as np
from gymnasium.spaces import Dict, Space
from gymnasium.vector import VectorEnv, VectorWrapper
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from envspecs.environment import ActiveVectorEnv
from envspecs.interface.laid_out import passed_on
from envspecs.policies import Ideal, Policy
from envspecs.policies.scan import even_prediction
from envspecs.words import joined

__all__ = ["ESTIMATORS", "Estimated", "EstimatedVector", "Estimator"]

Estimator: TypeAlias = Callable[[ActiveVectorEnv], Policy]
"""Makes a policy for environments: what it predicts is taken, how it would move is not."""


class Even:
    """Predicts without looking what is nearest to 0: for logits, the same probability for each class.

    Args:
        envs: What is predicted in.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        self._even = even_prediction(envs)

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Begin episodes: nothing is to be done."""

    def __call__(self, observations: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:  # noqa: ARG002 - blind
        """Give the predictions ``[B, …]``."""
        return {} if self._even is None else {"prediction": self._even.copy()}


class Told:
    """Predicts what is right.

    Args:
        envs: What is predicted in.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        self._task = envs.core.task

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Begin episodes: nothing is to be done."""

    def __call__(self, observations: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:  # noqa: ARG002 - told
        """Give the predictions ``[B, …]``."""
        return {"prediction": self._task.oracle()}


def ideal(envs: ActiveVectorEnv) -> Policy:
    """Give one that predicts what images fit all that was seen, where that can be worked out.

    Raises:
        ValueError: If it can't.
    """
    reason = Ideal.misfit(envs.core)
    if reason is not None:
        raise ValueError(f"estimator 'ideal' {reason}: use 'even' or 'oracle'")
    return Ideal(envs)


ESTIMATORS: Mapping[str, Estimator] = MappingProxyType({"even": Even, "ideal": ideal, "oracle": Told})
"""Those that come with the library: one that knows nothing, one that reasons from what is seen, one that is told."""


class _Estimates:
    """The predictions of an estimator, and when its episodes begin."""

    def __init__(self, envs: ActiveVectorEnv, estimator: Estimator) -> None:
        if envs.prediction_space is None:
            raise ValueError(f"an estimator takes a task with predictions, got {type(envs.core.task).__name__}")
        self._core, self._policy = envs.core, estimator(envs)
        self._seen: Mapping[str, NDArray[Any]] = {}

    def begin(self, lanes: NDArray[np.intp], observations: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes; observations ``[B, …]`` are of all."""
        self._policy.begin(lanes, self._core.episodes[lanes])
        self._see(observations)

    def go_on(self, episodes: NDArray[np.int64], observations: Mapping[str, NDArray[Any]]) -> None:
        """Take note of what was seen after a step, and of the lanes that are in another episode than before it."""
        begun = np.flatnonzero(self._core.episodes != episodes)
        if begun.size:
            self._policy.begin(begun, self._core.episodes[begun])
        self._see(observations)

    def _see(self, observations: Mapping[str, NDArray[Any]]) -> None:
        """Keep what was seen, of which the caller may do with its own what it likes."""
        self._seen = {name: value.copy() for name, value in observations.items()}

    def predict(self) -> NDArray[Any]:
        """Give the predictions ``[B, …]`` of what was seen last.

        Raises:
            ResetNeeded: If nothing was seen, since no episode has begun.
        """
        if (self._core.episodes < 0).any():
            raise gymnasium.error.ResetNeeded("no episode has begun: call reset() before step()")
        return self._policy(self._seen)["prediction"]


def _with_prediction(space: Space[Any], action: Any, prediction: Any) -> dict[str, Any]:
    """Put a prediction beside the actions of a space, which has none."""
    parts = cast("Dict", space).spaces
    if not isinstance(action, Mapping) or action.keys() != parts.keys():
        found = sorted(action) if isinstance(action, Mapping) else type(action).__name__
        raise ValueError(f"an action must be a mapping of {joined(map(repr, parts))}, got {found}")
    return {**action, "prediction": prediction}


def _without_prediction(space: Any) -> Dict:
    return Dict({name: part for name, part in space.spaces.items() if name != "prediction"})


class Estimated(gymnasium.Wrapper[Any, Any, Any, Any]):
    """One environment whose actions have no prediction: an estimator predicts what the agent's looks tell.

    What the estimator remembers is no part of a saved state.

    Args:
        env: An environment of this project.
        estimator: Makes what predicts.

    Raises:
        ValueError: If nothing is to be predicted, or the estimator does not suit the task.
    """

    def __init__(self, env: gymnasium.Env[Any, Any], estimator: Estimator) -> None:
        super().__init__(env)
        self._core = env.get_wrapper_attr("core")
        self._estimates = _Estimates(ActiveVectorEnv(self._core), estimator)
        self.action_space = _without_prediction(env.action_space)

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin an episode, as the environment does."""
        observation, info = self.env.reset(seed=seed, options=options)
        self._estimates.begin(np.arange(1), _batched(observation))
        return observation, info

    def step(self, action: Mapping[str, Any]) -> tuple[Any, float, bool, bool, dict[str, Any]]:
        """Take a step by an action without a prediction."""
        episodes = self._core.episodes
        inner = _with_prediction(self.action_space, action, self._estimates.predict()[0])
        observation, reward, terminated, truncated, info = self.env.step(inner)
        self._estimates.go_on(episodes, _batched(observation))
        return observation, float(reward), terminated, truncated, info

    def __getattr__(self, name: str) -> Any:
        """Give what environments of this project have beside Gymnasium's."""
        return passed_on(self, name)


def _batched(observation: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name: np.asarray(value)[None] for name, value in observation.items()}


class EstimatedVector(VectorWrapper):
    """A vector environment whose actions have no prediction, as :class:`Estimated` is a single one.

    Args:
        env: A vector environment of this project.
        estimator: Makes what predicts.

    Raises:
        ValueError: If nothing is to be predicted, or the estimator does not suit the task.
        TypeError: If the environment is of another library.
    """

    def __init__(self, env: VectorEnv[Any, Any, Any], estimator: Estimator) -> None:
        super().__init__(env)
        inner = env.unwrapped
        if not isinstance(inner, ActiveVectorEnv):
            raise TypeError(f"an estimator takes a vector environment of this library, got {inner!r}")
        self._core, self._estimates = inner.core, _Estimates(inner, estimator)
        self.single_action_space = _without_prediction(env.single_action_space)
        self.action_space = batch_space(self.single_action_space, env.num_envs)

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> tuple[Any, dict[str, Any]]:
        """Begin episodes, as the environments do."""
        observation, info = self.env.reset(seed=seed, options=options)
        self._estimates.begin(np.flatnonzero(info["_index"]), observation)
        return observation, info

    def step(self, actions: Mapping[str, Any]) -> tuple[Any, Any, Any, Any, dict[str, Any]]:
        """Take a step by actions without predictions."""
        episodes = self._core.episodes
        inner = _with_prediction(self.single_action_space, actions, self._estimates.predict())
        observation, *outcome, info = self.env.step(inner)
        self._estimates.go_on(episodes, observation)
        return observation, *outcome, info

    def __del__(self) -> None:
        """Leave the environment open: who holds it may go on. Gymnasium before 1.3 would close it with its wrapper."""

    def __getattr__(self, name: str) -> Any:
        """Give what environments of this project have beside Gymnasium's."""
        return passed_on(self, name)
