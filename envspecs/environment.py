"""The environments: a core of episodes, shown to Gymnasium as a single environment or as a vector of them.

This file knows the parts' protocols only, no sensor and no task by name.

Axes: ``B`` lanes: ``num_envs`` in the vector environment, 1 in the single one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import gymnasium
import numpy as np
from gymnasium.spaces import Space
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from envspecs.core import Core, Outcome
from envspecs.infos import masked, plain, rows
from envspecs.parts import Loss
from envspecs.rendering import Recorder
from envspecs.scenario import check_options, given, reset_lanes

__all__ = ["ActiveEnv", "ActiveVectorEnv"]

Observation = dict[str, NDArray[Any]]
State = dict[str, dict[str, NDArray[Any]]]

_METADATA: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 4}


class _Episodes:
    """What both environments do alike: taking actions apart, keys, frames, state, closing."""

    core: Core
    _np_random: np.random.Generator | None
    _np_random_seed: int | None
    _key_source: np.random.Generator | None = None
    _is_closed = False

    def _set_up(self, core: Core, render_mode: str | None) -> None:
        if render_mode not in {None, *_METADATA["render_modes"]}:
            raise ValueError(f"render_mode must be None or 'rgb_array', got {render_mode!r}")
        self.core, self.render_mode = core, render_mode
        self._recorder = Recorder(core) if render_mode else None
        self._shapes = {
            "action": core.sensor.action_space.shape or (),
            "prediction": core.task.prediction_space.shape or (),
        }

    @property
    def loss_fn(self) -> Loss:
        """The loss of predictions against targets: ``env.loss_fn(prediction, target)``, over any leading axes."""
        return self.core.task.loss

    def get_state(self) -> State:
        """Give a copy of all that changes from step to step: small arrays, by part and name.

        Images are not in it, for they follow from the instances' indices.
        """
        recorded = {"recorder": self._recorder.state()} if self._recorder else {}
        return self.core.state() | recorded

    def set_state(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        """Go back to a state, and continue from there bit for bit.

        Args:
            state: From :meth:`get_state` of an environment of the same spec and size. Frames show the episodes' steps
                from here on if that one was not rendering.

        Raises:
            ValueError: If an array is missing, is too many, or has another shape.
        """
        self.core.restore({part: arrays for part, arrays in state.items() if part != "recorder"})
        if self._recorder:
            self._recorder.restore(state.get("recorder"))

    def _key_lanes(self) -> None:
        """Give all lanes new keys if the generator is another than the one their keys came from.

        The keys of a generator whose seed is known derive from the seed, so that seeding is all that counts; of one that was
        handed over, they are drawn.
        """
        random = self.np_random  # type: ignore[attr-defined]  # of Gymnasium's base classes; makes one where none is
        if random is self._key_source:
            return
        self._key_source = random
        for lane in range(self.core.lanes):
            if self._np_random_seed == -1:
                self.core.key_directly(lane, int(random.integers(2**64, dtype=np.uint64)))
            else:
                self.core.key(lane, int(self._np_random_seed or 0) + lane)

    def _take_apart(self, action: Any, lead: tuple[int, ...]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Give actions and predictions ``[B, …]``, checked for what would do harm: keys, shapes, numbers."""
        self._check_open()
        if not isinstance(action, Mapping) or action.keys() != self._shapes.keys():
            found = sorted(action) if isinstance(action, Mapping) else type(action).__name__
            raise ValueError(f"an action must be a mapping of 'action' and 'prediction', got {found}")
        parts = []
        for name, shape in self._shapes.items():
            value = np.asarray(action[name])
            if value.shape != (*lead, *shape):
                raise ValueError(f"action[{name!r}] must have shape {(*lead, *shape)}, got {value.shape}")
            value = value if lead else value[None]
            if not math.isfinite(np.add.reduce(value, axis=None)):
                self._check_finite(name, value)
            parts.append(value)
        return parts[0], parts[1]

    def _check_finite(self, name: str, value: NDArray[Any]) -> None:
        finite = np.isfinite(value).reshape(len(value), -1).all(axis=1)
        bad = np.flatnonzero(~finite & ~self.core.over)
        if bad.size:
            raise ValueError(f"action[{name!r}] must be finite, got {value[bad[0]].tolist()} in environment {bad[0]}")

    def _advance(self, actions: NDArray[Any], predictions: NDArray[Any]) -> Outcome:
        if self._recorder is None:
            return self.core.advance(actions, predictions)
        looked_at = self._recorder.look()
        outcome = self.core.advance(actions, predictions)
        self._recorder.record(looked_at)
        return outcome

    def _entries(self, outcome: Outcome) -> dict[str, Any]:
        """Give what ``info`` holds of a step beside the index."""
        return {
            "base_reward": outcome.base_rewards,
            "prediction": {"target": self.core.task.targets(), "loss": outcome.losses},
        }

    def _frames(self) -> tuple[NDArray[np.uint8], ...] | None:
        self._check_open()
        if self._recorder is None:
            gymnasium.logger.warn("render() gives nothing: make the environment with render_mode='rgb_array'")
            return None
        if (self.core.episodes < 0).any():
            raise gymnasium.error.ResetNeeded("no episode has begun: call reset() before render()")
        return self._recorder.frames()

    def _check_open(self) -> None:
        if self._is_closed:
            raise gymnasium.error.ClosedEnvironmentError(f"{type(self).__name__} is closed: make another")


class ActiveEnv(_Episodes, gymnasium.Env[Observation, dict[str, Any]]):
    """An agent that looks at one image and predicts something of it.

    Actions are ``{"action": …, "prediction": …}``. The reward is −(action cost × effort) − loss of the prediction.
    ``info`` holds ``index``, which is the instance, and after a step ``base_reward`` (the reward without the loss) and
    ``prediction`` (``target`` and ``loss``); at an episode's end ``metrics``.

    Args:
        core: Episodes of one lane.
        render_mode: ``"rgb_array"`` or None.

    Raises:
        ValueError: If the render mode is another, or the core has more than one lane.

    Attributes:
        prediction_space: The predictions.
        prediction_target_space: The truth.
        inner_action_space: How the sensor is moved.
    """

    metadata: ClassVar[dict[str, Any]] = _METADATA

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        if core.lanes != 1:
            raise ValueError(f"a single environment has one lane, got {core.lanes}")
        self._set_up(core, render_mode)
        self.observation_space = core.observation_space
        self.action_space = core.action_space
        self.inner_action_space: Space[Any] = core.sensor.action_space
        self.prediction_space: Space[Any] = core.task.prediction_space
        self.prediction_target_space: Space[Any] = core.task.target_space

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin an episode: number 0 of a seed, or else the next.

        Args:
            seed: Any integer from 0 on.
            options: What of the episode is given rather than drawn, for this reset alone: ``index``, ``split``,
                ``position`` and what the task adds.

        Raises:
            ValueError: If an option is not known, or its value is out of range.
        """
        self._check_open()
        check_options(options, self.core.options, vector=False)
        super().reset(seed=seed)
        self._key_lanes()
        lanes = np.arange(1)
        self.core.begin(lanes, given(options, self.core.options, lanes, 1, vector=False))
        return self._observation(), plain({"index": self.core.indices})

    def step(self, action: Mapping[str, Any]) -> tuple[Observation, float, bool, bool, dict[str, Any]]:
        """Move, predict, and see.

        Args:
            action: ``{"action": …, "prediction": …}``; the prediction is of what was seen before the move.

        Raises:
            ResetNeeded: If no episode has begun, or it is over.
            ValueError: If the action has other keys, shapes or numbers than finite ones.
        """
        actions, predictions = self._take_apart(action, ())
        if self.core.over[0]:
            raise gymnasium.error.ResetNeeded("no episode is under way: call reset() before step()")
        outcome = self._advance(actions, predictions)
        info = plain({"index": self.core.indices} | self._entries(outcome))
        if self.core.over[0]:
            info["metrics"] = plain(self.core.metrics(np.arange(1)))
        rewards, terminated, truncated, _, _ = outcome
        return self._observation(), rewards.item(), terminated.item(), truncated.item(), info

    def _observation(self) -> Observation:
        return {key: value[0, ...] for key, value in self.core.observe().items()}

    def render(self) -> NDArray[np.uint8] | None:  # type: ignore[override]  # narrower than Gymnasium's
        """Give a picture of the episode so far, uint8 ``[height, width, 3]``; None without a render mode."""
        frames = self._frames()
        return None if frames is None else frames[0]

    def close(self) -> None:
        """Let go of everything; a second call does nothing."""
        self._is_closed = True


class ActiveVectorEnv(_Episodes, gymnasium.vector.VectorEnv[Observation, dict[str, Any], NDArray[Any]]):
    """Many :class:`ActiveEnv` at the price of few: environment ``i`` seeded ``s`` is the single one seeded ``s + i``, bit for bit.

    Args:
        core: Episodes of ``num_envs`` lanes.
        autoreset_mode: When environments whose episode ended begin the next: by themselves in the next step or in the same
            one, or by ``reset(options={"reset_mask": …})``.
        render_mode: ``"rgb_array"`` or None.

    Raises:
        ValueError: If a mode is not known.

    Attributes:
        prediction_space: The predictions of all environments; ``single_prediction_space`` those of one.
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
        self.metadata = _METADATA | {"autoreset_mode": self.autoreset_mode}
        self.single_observation_space, self.single_action_space = core.observation_space, core.action_space
        self.single_inner_action_space: Space[Any] = core.sensor.action_space
        self.single_prediction_space: Space[Any] = core.task.prediction_space
        self.single_prediction_target_space: Space[Any] = core.task.target_space
        for name in ("observation", "action", "inner_action", "prediction", "prediction_target"):
            setattr(self, f"{name}_space", batch_space(getattr(self, f"single_{name}_space"), core.lanes))

    inner_action_space: Space[Any]
    prediction_space: Space[Any]
    prediction_target_space: Space[Any]

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observation, dict[str, Any]]:
        """Begin episodes in all environments, or in those of ``options["reset_mask"]``.

        Args:
            seed: Environment ``i`` takes ``seed + i``, or item ``i`` of a sequence, None in it leaving that one as it is.
            options: What of the episodes is given rather than drawn, for this reset alone, each one value or one per
                environment: ``index``, ``split``, ``position`` and what the task adds. ``reset_mask``, bool
                ``[num_envs]``, says which environments begin; it is left in ``options``.

        Raises:
            ValueError: If an option or a seed is not known or out of range, or the mask has another length.
            TypeError: If the mask is no array of booleans.
            ResetNeeded: If the first reset is of some environments only.
        """
        self._check_open()
        check_options(options, self.core.options, vector=True)
        lanes = reset_lanes(options, self.num_envs)
        others = np.setdiff1d(np.flatnonzero(self.core.episodes < 0), lanes)
        if others.size:
            raise gymnasium.error.ResetNeeded(f"the first reset must be of all environments, but left out {others.tolist()}")
        scenario = given(options, self.core.options, lanes, self.num_envs, vector=True)
        self._seed(lanes, seed)
        self.core.begin(lanes, scenario)
        begun = np.zeros(self.num_envs, np.bool_)
        begun[lanes] = True
        return self.core.observe(), masked({"index": self.core.indices}, begun)

    def _seed(self, lanes: NDArray[np.intp], seed: int | Sequence[int | None] | None) -> None:
        if isinstance(seed, (int, np.integer)) and len(lanes) == self.num_envs:
            super().reset(seed=int(seed))
        self._key_lanes()
        if seed is None:
            return
        seeds = [int(seed) + lane for lane in range(self.num_envs)] if isinstance(seed, (int, np.integer)) else list(seed)
        if len(seeds) != self.num_envs or any(one is not None and int(one) < 0 for one in seeds):
            raise ValueError(f"a seed must be an integer from 0 on, or {self.num_envs} of them, got {seed!r}")
        for lane in lanes.tolist():
            if seeds[lane] is not None:
                self.core.key(lane, int(seeds[lane]))

    def step(
        self, actions: Mapping[str, Any]
    ) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]:
        """Move, predict, and see, in all environments.

        Args:
            actions: ``{"action": [num_envs, …], "prediction": [num_envs, …]}``; those of environments that begin an episode in
                this step (next-step autoreset) are not looked at.

        Raises:
            ResetNeeded: If an environment's episode has not begun or, without autoreset, is over.
            ValueError: If the actions have other keys, shapes or numbers than finite ones.
        """
        parts = self._take_apart(actions, (self.num_envs,))
        begun = np.flatnonzero(self.core.over)
        if begun.size:
            self._check_waiting(begun)
        outcome = self._advance(*parts)
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
                f"the episodes of environments {waiting.tolist()} are over: call reset(options={{'reset_mask': …}}) first"
            )

    def _info(self, outcome: Outcome, begun: NDArray[np.intp]) -> dict[str, Any]:
        """Give the info of a step in which the lanes ``begun`` began an episode."""
        stepped = np.ones(self.num_envs, np.bool_)
        info = masked({"index": self.core.indices}, stepped)
        stepped[begun] = False
        if len(begun) < self.num_envs:
            info |= masked(self._entries(outcome), stepped)
        if self.core.over.any():
            info |= masked({"metrics": self._metrics(np.flatnonzero(self.core.over))}, self.core.over)
        return info

    def _final(self, outcome: Outcome, ended: NDArray[np.intp]) -> dict[str, Any]:
        """Give what the lanes that ended last saw and were told, before they begin anew."""
        copies = Outcome(*(array.copy() for array in outcome))
        entries = {"index": self.core.indices, **self._entries(copies), "metrics": self._metrics(ended)}
        observations = self.core.observe(ended)
        final_obs = np.full(self.num_envs, None, object)
        for row, lane in enumerate(ended):
            final_obs[lane] = {key: value[row, ...] for key, value in observations.items()}
        return {"final_obs": final_obs, "_final_obs": self.core.over.copy()} | masked(
            {"final_info": entries}, self.core.over
        )

    def _metrics(self, lanes: NDArray[np.intp]) -> dict[str, Any]:
        return rows(self.core.metrics(lanes), lanes, self.num_envs)

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:  # type: ignore[override]  # narrower than Gymnasium's
        """Give a picture of each environment's episode so far, uint8 ``[height, width, 3]``; None without a render mode."""
        return self._frames()

    def close_extras(self, **kwargs: Any) -> None:  # noqa: ARG002 - Gymnasium's signature
        """Let go of everything."""
        self._is_closed = True


def _mode(mode: AutoresetMode | str) -> AutoresetMode:
    known = {name: member for member in AutoresetMode for name in (member.name, member.value)}
    found = mode if isinstance(mode, AutoresetMode) else known.get(mode)
    if found is None:
        allowed = ", ".join(repr(member.value) for member in AutoresetMode)
        raise ValueError(f"autoreset_mode must be one of {allowed}, got {mode!r}")
    return found
