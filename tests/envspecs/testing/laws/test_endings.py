from __future__ import annotations

from typing import Any

import numpy as np

from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.testing.laws.endings import infos_have_masks, reset_steps_carry_nothing, steps_need_an_episode
from tests.envspecs.testing.faults import Fault, caught, spoilt


class Restarting(ActiveEnv):
    """Begins an episode when it is stepped without one."""

    def step(self, action: Any) -> Any:
        if self.core.over[0]:
            self.reset()
        return super().step(action)


class Endless(ActiveEnv):
    """Goes on past the end."""

    def step(self, action: Any) -> Any:
        if self.core.episodes[0] >= 0:
            self.core.over[0] = False
        return super().step(action)


class Tolerant(ActiveVectorEnv):
    """Goes on past the end, without autoreset."""

    def _check_waiting(self, waiting: Any) -> None:
        if (self.core.episodes < 0).any():
            super()._check_waiting(waiting)


class Rewarding(ActiveVectorEnv):
    """Rewards the step in which an episode begins."""

    def step(self, actions: Any) -> Any:
        observation, rewards, *others = super().step(actions)
        return (observation, np.where(self.core.times == 0, -0.5, rewards), *others)


class Flagged(ActiveVectorEnv):
    """Ends an episode once more in the step in which the next begins."""

    def step(self, actions: Any) -> Any:
        observation, rewards, terminated, *others = super().step(actions)
        return (observation, rewards, terminated | (self.core.times == 0), *others)


class Moving(ActiveVectorEnv):
    """Takes the action in the step in which an episode begins."""

    def step(self, actions: Any) -> Any:
        over = self.core.over.copy()
        observation, *others = super().step(actions)
        observation["glimpse_pos"] += np.where(over[:, None], np.nan_to_num(actions["action"]), 0)
        return (observation, *others)


class Talkative(ActiveVectorEnv):
    """Tells of a step where an episode begins."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        return (*others, {"base_reward": np.zeros(3), "_base_reward": np.zeros(3, np.bool_)} | info)


class Maskless(ActiveVectorEnv):
    """Gives no masks."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation, {"index": info["index"]}


class Leftover(ActiveVectorEnv):
    """Leaves something in rows that are not set."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation, info | {"index": self.core.indices + 1}


class TakenKey(ActiveVectorEnv):
    """Uses the key that wrappers write."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation, info | {"episode": self.core.episodes, "_episode": info["_index"]}


test_caught = caught(
    Fault(steps_need_an_episode, spoilt(Restarting), "a step of the single environment before the first reset must"),
    Fault(steps_need_an_episode, spoilt(Endless), "a step of the single environment past the end must raise ResetNeed"),
    Fault(
        steps_need_an_episode, spoilt(None, Tolerant), "a step of the vector environment (Disabled) past the end must"
    ),
    Fault(reset_steps_carry_nothing, spoilt(None, Rewarding), "the reward of a reset step differs in 3 of 3 values"),
    Fault(reset_steps_carry_nothing, spoilt(None, Flagged), "terminated of a reset step is [True, True, True]"),
    Fault(reset_steps_carry_nothing, spoilt(None, Moving), "a reset step with other actions['observation']['glimpse_p"),
    Fault(
        reset_steps_carry_nothing, spoilt(None, Talkative), "info of a reset step holds ['_base_reward', '_index', 'ba"
    ),
    Fault(infos_have_masks, spoilt(None, Maskless), "info of call 0 (NextStep) has no mask of bool beside 'index'"),
    Fault(infos_have_masks, spoilt(None, Leftover), "though set are [1] alone"),
    Fault(infos_have_masks, spoilt(None, TakenKey), "info of call 0 (NextStep) has the key 'episode'"),
)
