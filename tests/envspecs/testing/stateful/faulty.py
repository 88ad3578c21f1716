"""Faulty environments for the machine: what is wrong shows only in some programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core, Outcome
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.sensors import Glimpse
from envspecs.testing import Subject
from envspecs.testing.stateful import KINDS
from imagespaces.draws import Draws
from tests.envspecs.testing.faults import Together, spoilt

__all__ = ["FAULTS", "Fault"]


class Timeless(Core):
    """Forgets the time when it goes back to a state."""

    def restore(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        time = self._time.copy()
        super().restore(state)
        self._time[...] = time


class Unmasked(ActiveVectorEnv):
    """Begins all episodes anew, whatever the mask says, once they have begun."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        begun = (self.core.episodes >= 0).all()
        others = {name: value for name, value in (options or {}).items() if not (begun and name == "reset_mask")}
        return super().reset(seed=seed, options=others)


class Late(ActiveVectorEnv):
    """Gives a reward in the step that begins an episode."""

    def step(self, actions: Mapping[str, Any]) -> Any:
        over = self.core.over.copy()
        observation, reward, *others = super().step(actions)
        reward[over] = -1.0
        return observation, reward, *others


class Stuck(Core):
    """Plays the same episode again and again."""

    def begin(self, lanes: NDArray[np.intp], options: Mapping[str, NDArray[Any]] | None = None) -> None:
        self._episode[lanes] = -1
        super().begin(lanes, options)


class Skipping(ActiveVectorEnv):
    """Leaves an episode out whenever it begins one by itself."""

    def step(self, actions: Mapping[str, Any]) -> Any:
        self.core._episode[self.core.over] += 1
        return super().step(actions)


class Buffered(ActiveEnv):
    """Writes every observation into the same arrays."""

    def _observation(self) -> dict[str, NDArray[Any]]:
        own: dict[str, NDArray[Any]] = super()._observation()
        kept: dict[str, NDArray[Any]] = vars(self).setdefault("kept", own)
        for key, value in own.items():
            kept[key][...] = value
        return dict(kept)


class Shallow(ActiveEnv):
    """Shares its episodes with its copies."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Shallow:
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other


class Leaky(Glimpse):
    """Begins a little nearer to where the episode before ended."""

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        before = self._positions[lanes].copy()
        super().reset(lanes, draws, options)
        self._positions[lanes] += 0.125 * (before - self._positions[lanes]) * (before != 0)


class Forgetful(ActiveVectorEnv):
    """Shows as the last observation of an episode the first of the next."""

    def step(self, actions: Mapping[str, Any]) -> Any:
        observation, *others, info = super().step(actions)
        for lane in np.flatnonzero(info.get("_final_obs", ())):
            info["final_obs"][lane] = {key: value[lane, ...].copy() for key, value in observation.items()}
        return observation, *others, info


class Doubled(Together):
    """Lets the loss count twice: in single environments as well, so that only its definition tells."""

    def advance(self, *parts: Any) -> Outcome:
        outcome = super().advance(*parts)
        return outcome._replace(rewards=outcome.rewards - outcome.losses)


class Straight(Glimpse):
    """Counts the effort along the axes."""

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        super().move(actions)
        return np.asarray(np.abs(actions).sum(axis=1), np.float64)


class Unseeded(ActiveVectorEnv):
    """Takes seed 0 for no seed."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=seed or None, options=options)


class Open(ActiveEnv):
    """Goes on after it was closed."""

    def close(self) -> None:
        """Do nothing."""


class Lax(ActiveEnv):
    """Begins by itself when it is stepped past the end."""

    def step(self, action: Mapping[str, Any]) -> Any:
        if self.core.over[0]:
            self.reset()
        return super().step(action)


class Drawn(ActiveEnv):
    """Moves when it is looked at."""

    def render(self) -> Any:
        frame = super().render()
        self.core.sensor.move(np.ones((1, 2), np.float32))
        return frame


class Fault(NamedTuple):
    """What is wrong, where, the most rules of the shortest program that shows it, and what that says."""

    subject: Subject
    kind: str
    rules: int
    reason: str


SINGLE, NEXT, SAME, DISABLED = KINDS

FAULTS = {
    "a state that forgets the time": Fault(spoilt(core=Timeless), SINGLE, 4, "the steps taken of"),
    "a mask that restarts all": Fault(spoilt(vector=Unmasked), DISABLED, 2, "differs"),
    "a reward on the reset step": Fault(spoilt(vector=Late), NEXT, 2, "['reward'] is -1.0 (float), not 0.0 (float)"),
    "an episode number that is not advanced": Fault(spoilt(core=Stuck), SINGLE, 2, "the episode numbers of"),
    "an episode left out": Fault(spoilt(vector=Skipping), NEXT, 3, "2 environments (NextStep)"),
    "a buffer that is reused": Fault(spoilt(Buffered), SINGLE, 2, "gave earlier, now"),
    "a copy that shares memory": Fault(spoilt(Shallow), SINGLE, 2, "the single environment"),
    "a leak of the earlier episode": Fault(spoilt(sensor=Leaky), SINGLE, 2, "glimpse"),
    "a last observation that is the next": Fault(spoilt(vector=Forgetful), SAME, 2, "['final_obs']"),
    "a loss that counts twice": Fault(spoilt(core=Doubled), SINGLE, 2, "the reward after step 1 of 3 is"),
    "an effort that is none": Fault(spoilt(sensor=Straight), SINGLE, 2, "the base reward after step 1 of 3 is"),
    "seed 0 for no seed": Fault(spoilt(vector=Unseeded), NEXT, 1, "environment"),
    "a closed environment that goes on": Fault(spoilt(Open), SINGLE, 2, "must raise ClosedEnvironmentError"),
    "a step past the end": Fault(spoilt(Lax), SINGLE, 3, "must raise ResetNeeded"),
    "a look that moves": Fault(spoilt(Drawn), SINGLE, 3, "glimpse"),
}
"""By what is wrong."""
