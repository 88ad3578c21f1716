"""The environments: a core of episodes, shown to Gymnasium as a single environment or as a vector of them.

This file knows the parts' protocols only, no sensor and no task by name.

Axes: ``B`` lanes: ``num_envs`` in the vector environment, 1 in the single one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium.spaces import Space
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from envspecs.core import Core, Outcome
from envspecs.episodes import METADATA, Episodes
from envspecs.infos import masked, plain, rows
from envspecs.scenario import check_options, checked_seed, given, reset_lanes, seeds

__all__ = ["ActiveEnv", "ActiveVectorEnv"]

Observation = dict[str, NDArray[Any]]


class ActiveEnv(Episodes, gymnasium.Env[Observation, dict[str, Any]]):
    """An agent that looks at one image and predicts something of it.

    Actions are ``{"action": …, "prediction": …}``, without ``prediction`` where nothing is to be predicted, and with
    ``stop``, 0 or 1, where the agent may end episodes. The reward is −(action cost × effort) − loss of the prediction,
    and what the task and its rules add. ``info`` holds ``index``, which is the instance, and after a step
    ``base_reward`` (the reward without the loss) and ``prediction`` (``target`` and ``loss``); at an episode's end
    ``metrics``.

    Args:
        core: Episodes of one lane.
        render_mode: ``"rgb_array"`` or None.

    Raises:
        ValueError: If the render mode is another, or the core has more than one lane.

    Attributes:
        prediction_space: The predictions; None where nothing is to be predicted.
        prediction_target_space: The truth; None as well.
        inner_action_space: How the sensor is moved.
    """

    metadata: dict[str, Any] = METADATA

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        if core.lanes != 1:
            raise ValueError(f"a single environment has one lane, got {core.lanes}")
        self._set_up(core, render_mode)
        self.metadata = dict(METADATA)
        self.observation_space: Space[Any] = core.observation_space
        self.action_space: Space[Any] = core.action_space
        self.inner_action_space: Space[Any] = core.sensor.action_space
        self.prediction_space: Space[Any] | None = core.task.prediction_space
        self.prediction_target_space: Space[Any] | None = core.task.target_space

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin an episode: number 0 of a seed, or else the next.

        Args:
            seed: Any integer from 0 on.
            options: What of the episode is given rather than drawn, for this reset alone: ``index``, ``split``,
                ``position`` and what the task adds.

        Raises:
            ValueError: If an option is not known, or its value or the seed is out of range; all is then as it was.
        """
        self._check_open()
        check_options(options, self.core.options, vector=False)
        own_seed, lanes = checked_seed(seed), np.arange(1)
        scenario = given(options, self.core.options, lanes, 1, vector=False)
        with self._or_as_before(scenario):
            super().reset(seed=own_seed)
            self._key_lanes(lanes)
            self.core.begin(lanes, scenario)
        return self._observation(), plain({"index": self.core.indices})

    def step(self, action: Mapping[str, Any]) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Move, predict, and see.

        Args:
            action: One of the action space; the prediction is of what was seen before the move.

        Raises:
            ResetNeeded: If no episode has begun, or it is over.
            ValueError: If the action has other keys, shapes or numbers than finite ones.
        """
        parts = self._take_apart(action, ())
        if self.core.over[0]:
            raise gymnasium.error.ResetNeeded("no episode is under way: call reset() before step()")
        reward, terminated, truncated, base_reward, loss = self._advance(self.core.advance_one, parts)
        info: dict[str, Any] = {"index": self.core.index, "base_reward": base_reward}
        if self._predicts:
            prediction = info["prediction"] = plain({"target": self.core.task.targets()})
            prediction["loss"] = loss
        if (terminated or truncated) and self.core.complete[0]:
            info["metrics"] = plain(self.core.metrics(np.arange(1)))
        return self._observation(), reward, terminated, truncated, info

    def _observation(self) -> Observation:
        return {key: value[0, ...] for key, value in self.core.observe().items()}

    def render(self) -> NDArray[np.uint8] | None:
        """Give a picture of the episode so far, uint8 ``[height, width, 3]``; None without a render mode."""
        frames = self._frames()
        return None if frames is None else frames[0]

    def close(self) -> None:
        """Refuse all further use, and end what runs on; memory goes with the environment."""
        self._is_closed = True
        self.core.close()


class ActiveVectorEnv(Episodes, gymnasium.vector.VectorEnv[Observation, dict[str, Any], NDArray[Any]]):
    """Many :class:`ActiveEnv` at the price of few.

    Environment ``i`` seeded ``s`` is, bit for bit, the single one seeded ``s + i``.

    Args:
        core: Episodes of ``num_envs`` lanes.
        autoreset_mode: When environments whose episode ended begin the next: by themselves in the next step or in the
            same one, or by ``reset(options={"reset_mask": …})``.
        render_mode: ``"rgb_array"`` or None.

    Raises:
        ValueError: If a mode is not known.

    Attributes:
        prediction_space: The predictions of all environments; ``single_prediction_space`` those of one. None where
            nothing is to be predicted.
        prediction_target_space: The truths; ``single_prediction_target_space``.
        inner_action_space: How the sensors are moved; ``single_inner_action_space``.
    """

    def __init__(
        self,
        core: Core,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        render_mode: str | None = None,
    ) -> None:
        self._set_up(core, render_mode)
        self.num_envs = core.lanes
        self.autoreset_mode = _mode(autoreset_mode)
        self.metadata = METADATA | {"autoreset_mode": self.autoreset_mode}
        self.single_observation_space, self.single_action_space = core.observation_space, core.action_space
        self.single_inner_action_space: Space[Any] = core.sensor.action_space
        self.single_prediction_space: Space[Any] | None = core.task.prediction_space
        self.single_prediction_target_space: Space[Any] | None = core.task.target_space
        for name in ("observation", "action", "inner_action", "prediction", "prediction_target"):
            single = getattr(self, f"single_{name}_space")
            setattr(self, f"{name}_space", None if single is None else batch_space(single, core.lanes))

    inner_action_space: Space[Any]
    prediction_space: Space[Any] | None
    prediction_target_space: Space[Any] | None

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin episodes in all environments, or in those of ``options["reset_mask"]``.

        Args:
            seed: Environment ``i`` takes ``seed + i``, or item ``i`` of a sequence, where None leaves it as it is.
            options: What of the episodes is given rather than drawn, for this reset alone, each one value or one per
                environment: ``index``, ``split``, ``position`` and what the task adds. ``reset_mask``, bool
                ``[num_envs]``, says which environments begin; it is left in ``options``.

        Raises:
            ValueError: If an option or a seed is not known or out of range, or the mask has another length; all is then
                as it was.
            TypeError: If the mask is no array of booleans.
            ResetNeeded: If the first reset is of some environments only.
        """
        self._check_open()
        check_options(options, self.core.options, vector=True)
        lanes = reset_lanes(options, self.num_envs)
        others = np.setdiff1d(np.flatnonzero(self.core.episodes < 0), lanes)
        if others.size:
            raise gymnasium.error.ResetNeeded(
                f"the first reset must be of all environments, not without {others.tolist()}"
            )
        every_seed = seeds(seed, self.num_envs)
        scenario = given(options, self.core.options, lanes, self.num_envs, vector=True)
        with self._or_as_before(scenario):
            if isinstance(seed, int | np.integer) and len(lanes) == self.num_envs:
                super().reset(seed=int(seed))
            self._key_lanes(lanes)
            self._seed(lanes, every_seed)
            self.core.begin(lanes, scenario)
        begun = np.zeros(self.num_envs, np.bool_)
        begun[lanes] = True
        return self.core.observe(), masked({"index": self.core.indices}, begun)

    def _seed(self, lanes: NDArray[np.intp], every_seed: Sequence[int | None]) -> None:
        for lane in lanes.tolist():
            seed = every_seed[lane]
            if seed is not None:
                self.core.key(lane, seed)

    def step(
        self, actions: Mapping[str, Any]
    ) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]:
        """Move, predict, and see, in all environments.

        Args:
            actions: Arrays ``[num_envs, …]`` of the action space; those of environments that begin an episode in this
                step (next-step autoreset) are not looked at.

        Raises:
            ResetNeeded: If an environment's episode has not begun or, without autoreset, is over.
            ValueError: If the actions have other keys, shapes or numbers than finite ones.
        """
        parts = self._take_apart(actions, (self.num_envs,))
        begun = np.flatnonzero(self.core.over)
        if begun.size:
            self._check_waiting(begun)
        outcome = self._advance(self.core.advance, parts)
        if begun.size:
            for array in outcome:
                array[begun] = 0
            self.core.begin(begun)
        info: dict[str, Any] = {}
        if self.autoreset_mode == AutoresetMode.SAME_STEP and self.core.over.any():
            begun = np.flatnonzero(self.core.over)
            info = self._final(outcome, begun)
            self.core.begin(begun)
        info |= self._info(outcome, begun)
        return self.core.observe(), outcome.rewards, outcome.terminated, outcome.truncated, info

    def _check_waiting(self, waiting: NDArray[np.intp]) -> None:
        if (self.core.episodes < 0).any():
            raise gymnasium.error.ResetNeeded("no episode has begun: call reset() before step()")
        if self.autoreset_mode == AutoresetMode.DISABLED:
            raise gymnasium.error.ResetNeeded(
                f"episodes of environments {waiting.tolist()} are over: call reset() with options['reset_mask'] first"
            )

    def _info(self, outcome: Outcome, begun: NDArray[np.intp]) -> dict[str, Any]:
        """Give the info of a step in which the lanes ``begun`` began an episode."""
        stepped = np.ones(self.num_envs, np.bool_)
        info = masked({"index": self.core.indices}, stepped)
        stepped[begun] = False
        if len(begun) < self.num_envs:
            info |= masked(self._entries(outcome), stepped)
        if self.core.over.any():
            info |= self._metrics()
        return info

    def _final(self, outcome: Outcome, ended: NDArray[np.intp]) -> dict[str, Any]:
        """Give what the lanes that ended last saw and were told, before they begin anew."""
        kept = outcome._replace(base_rewards=outcome.base_rewards.copy(), losses=outcome.losses.copy())
        final_info = masked({"index": self.core.indices} | self._entries(kept), self.core.over) | self._metrics()
        observations = self.core.observe(ended)
        final_obs = np.full(self.num_envs, None, object)
        for row, lane in enumerate(ended):
            final_obs[lane] = {key: value[row, ...] for key, value in observations.items()}
        return {
            "final_obs": final_obs,
            "_final_obs": self.core.over.copy(),
            "final_info": final_info,
            "_final_info": self.core.over.copy(),
        }

    def _metrics(self) -> dict[str, Any]:
        """Give the ``info`` of episodes that are complete; nothing where none is."""
        complete = self.core.complete
        lanes = np.flatnonzero(complete)
        if not lanes.size:
            return {}
        return masked({"metrics": rows(self.core.metrics(lanes), lanes, self.num_envs)}, complete)

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:
        """Give a picture of each environment's episode so far, uint8 ``[height, width, 3]``.

        Without a render mode: None.
        """
        return self._frames()

    def close_extras(self, **kwargs: Any) -> None:  # noqa: ARG002 - Gymnasium's signature
        """Refuse all further use, and end what runs on; memory goes with the environment."""
        self._is_closed = True
        self.core.close()


def _mode(mode: AutoresetMode | str) -> AutoresetMode:
    known = {name: member for member in AutoresetMode for name in (member.name, member.value)}
    found = mode if isinstance(mode, AutoresetMode) else known.get(mode)
    if found is None:
        allowed = ", ".join(repr(member.value) for member in AutoresetMode)
        raise ValueError(f"autoreset_mode must be one of {allowed}, got {mode!r}")
    return found
