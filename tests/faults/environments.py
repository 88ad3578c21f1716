"""Environments that are faulty in one thing each, as others were seen to be: their episodes, and what they leave."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.parts import Lanes
from envspecs.testing import laws
from tests.faults.fault import EnvironmentFault

__all__ = ["ENVIRONMENT_FAULTS"]

Options = Mapping[str, NDArray[Any]]


# ------------------------------------------------------------------------------------------------- Gymnasium's contract


class NumpyFlags(ActiveEnv):
    """Gives NumPy's bools."""

    def step(self, action: Any) -> Any:
        observation, reward, terminated, truncated, info = super().step(action)
        return observation, reward, np.bool_(terminated), np.bool_(truncated), info


class LateClock(Core):
    """Lets the last observation of an episode lie outside its own space."""

    def observe(self, lanes: Lanes = slice(None)) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"time_step": seen["time_step"] + np.float32(0.5) * self.over[lanes]}


class Restarting(ActiveEnv):
    """Begins an episode by itself where it is stepped past the end."""

    def step(self, action: Any) -> Any:
        if self.core.over[0] and self.core.episodes[0] >= 0:
            self.reset()
        return super().step(action)


class Unready(ActiveEnv):
    """Looks, before the first reset, for what is not there."""

    def step(self, action: Any) -> Any:
        if self.core.episodes[0] < 0:
            raise AttributeError(f"'NoneType' object has no attribute 'shape', got {type(action).__name__}")
        return super().step(action)


# --------------------------------------------------------------------------------------------------- vectors and resets


class Maskless(ActiveVectorEnv):
    """Restarts all environments, whatever the mask."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        others = {name: value for name, value in (options or {}).items() if name != "reset_mask"}
        return super().reset(seed=seed, options=others)


class AnyMask(ActiveVectorEnv):
    """Takes anything for a mask."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        if options and "reset_mask" in options:
            flags = np.resize(np.asarray(options["reset_mask"], np.bool_), self.num_envs)
            options = options | {"reset_mask": flags if flags.any() else ~flags}
        return super().reset(seed=seed, options=options)


class Unmoved(ActiveVectorEnv):
    """Begins no episode where a mask says which."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        if options and "reset_mask" in options:
            return self.core.observe(), {}
        return super().reset(seed=seed, options=options)


class Rewarding(ActiveVectorEnv):
    """Rewards the step in which an episode begins."""

    def step(self, actions: Any) -> Any:
        over = self.core.over.copy()
        observation, rewards, *others = super().step(actions)
        return (observation, np.where(over, -0.5, rewards), *others)


class Flagged(ActiveVectorEnv):
    """Ends an episode once more in the step in which the next begins."""

    def step(self, actions: Any) -> Any:
        over = self.core.over.copy()
        observation, rewards, terminated, *others = super().step(actions)
        return (observation, rewards, terminated | over, *others)


class FirstInTheMiddle(Core):
    """Draws the first episode otherwise than the later ones: it begins in the middle of the image."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        super().begin(lanes, options)
        self.sensor.state()["positions"][self._episode == 0] = 0


# ---------------------------------------------------------------------------------------------------------------- seeds


class Drifting(Core):
    """Gives other episodes whenever it is seeded again."""

    def key(self, lane: int, seed: int) -> None:
        times = vars(self)["_times"] = vars(self).get("_times", 0) + 1
        super().key(lane, seed + times)


class Counting(ActiveEnv):
    """Takes, where it is not told a seed, the number of its resets for one."""

    resets = 0

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        self.resets += 1
        return super().reset(seed=self.resets if seed is None else seed, options=options)


class NoZero(Counting):
    """Takes seed 0 for none."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=seed or None, options=options)


class Swallowing(Counting):
    """Does not hand the seed on."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(options=options)


class Reseeding(ActiveEnv):
    """Seeds the global generators together with its own."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        random.seed(seed)
        return super().reset(seed=seed, options=options)


class Disturbed(Core):
    """Lets unrelated draws from the global generator change where episodes begin."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        super().begin(lanes, options)
        word = int(np.random.get_state()[1][0])  # type: ignore[index]  # noqa: NPY002 - faulty on purpose
        self.sensor.state()["positions"][lanes] = word % 997 / 997


# ---------------------------------------------------------------------------------------------------- what is left over


class Prefetching(ActiveEnv):
    """Has a thread that goes on for a second when it is closed."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        thread = threading.Timer(1.0, int)
        thread.daemon, thread.name = True, "prefetching"
        thread.start()
        return super().reset(seed=seed, options=options)


class Locked(ActiveEnv):
    """Holds what can be neither pickled nor copied."""

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        super().__init__(core, render_mode)
        self.lock = threading.Lock()


class Greeting(ActiveEnv):
    """Prints when it is made."""

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        print("hello")  # noqa: T201 - faulty on purpose
        super().__init__(core, render_mode)


class Muttering(ActiveEnv):
    """Writes to standard error beneath Python."""

    def step(self, action: Any) -> Any:
        os.write(2, b"slow\n")
        return super().step(action)


ENVIRONMENT_FAULTS: tuple[EnvironmentFault, ...] = (
    EnvironmentFault(laws.flags_are_bools, NumpyFlags, "terminated of step 1 is np."),
    EnvironmentFault(laws.observations_fit, LateClock, "['time_step'] is array(1.5"),
    EnvironmentFault(laws.steps_need_an_episode, Restarting, "a step of the single environment past the end must"),
    EnvironmentFault(
        laws.steps_need_an_episode, Unready, "before the first reset must raise ResetNeeded, and raised A"
    ),
    EnvironmentFault(laws.masks_restart_those_alone, Maskless, "the number of episodes that a mask began (NextStep)"),
    EnvironmentFault(laws.masks_begin_what_they_name, Unmoved, "reset by the mask [False, True, False] after 2 steps"),
    EnvironmentFault(laws.wrong_masks_are_refused, AnyMask, " must raise TypeError, and gave "),
    EnvironmentFault(laws.reset_steps_carry_nothing, Rewarding, "the reward of a reset step differs"),
    EnvironmentFault(laws.reset_steps_carry_nothing, Flagged, "terminated of a reset step is [True"),
    EnvironmentFault(
        laws.first_and_later_episodes_are_drawn_alike, FirstInTheMiddle, "is drawn otherwise after an automatic reset"
    ),
    EnvironmentFault(laws.seeds_decide, Drifting, ", seeded again with "),
    EnvironmentFault(laws.zero_is_a_seed, NoZero, ", seeded again with 0, call 0"),
    EnvironmentFault(laws.seeds_decide, Swallowing, ", seeded again with "),
    EnvironmentFault(laws.global_generators_are_left_alone, Reseeding, "left Python's generator alone is False"),
    EnvironmentFault(laws.global_generators_are_left_alone, Disturbed, ", with other global seeds, call 0"),
    EnvironmentFault(laws.closing_leaves_nothing_behind, Prefetching, "threads ['prefetching'"),
    EnvironmentFault(laws.pickles_continue, Locked, "raised TypeError: cannot pickle '_thread.lock' object"),
    EnvironmentFault(laws.copies_continue, Locked, "raised TypeError: cannot pickle '_thread.lock' object"),
    EnvironmentFault(laws.nothing_is_printed, Greeting, "what was printed is 'hello\\n"),
    EnvironmentFault(laws.nothing_is_printed, Muttering, "what was printed is 'slow\\n"),
)
"""All of them, each with the law that must catch it."""
