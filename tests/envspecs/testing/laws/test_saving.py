from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveEnv
from envspecs.episodes import State
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from envspecs.testing.laws.saving import (
    copies_continue,
    pickles_continue,
    states_are_copies,
    states_continue,
    wrong_states_are_refused,
)
from tests.envspecs.testing.faults import Fault, caught, spoilt


class Shallow(ActiveEnv):
    """Shares its episodes with its copies."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Shallow:
        other = type(self).__new__(type(self))
        other.__dict__.update(self.__dict__)
        return other


class Forgetful(Core):
    """Forgets the time when it is pickled."""

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"_time": np.zeros_like(self._time)}


class Unkeyed(ActiveEnv):
    """Takes new keys at the next reset after it was unpickled."""

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state | {"_np_random": np.random.default_rng(0)})


class Placeless(Glimpse):
    """Leaves out of the state where it is."""

    def state(self) -> dict[str, NDArray[Any]]:
        return {}


class Summing(Classification):
    """Leaves out of the state what it has summed up."""

    def state(self) -> dict[str, NDArray[Any]]:
        return {name: array for name, array in super().state().items() if name != "first_right"}


class Live(Core):
    """Gives its own arrays as the state."""

    def state(self) -> dict[str, dict[str, NDArray[Any]]]:
        return self._live()


class Kept(ActiveEnv):
    """Works on in the state that it was given."""

    def set_state(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        super().set_state(state)
        self.core._time = state["core"]["time"]


class Trusting(Core):
    """Takes of a state what fits."""

    def restore(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        for part, arrays in self._live().items():
            for name, array in arrays.items():
                found = state.get(part, {}).get(name)
                if found is not None and found.shape == array.shape:
                    array[...] = found


class Lone(ActiveEnv):
    """Has a state of one part."""

    def get_state(self) -> State:
        return {"core": super().get_state()["core"]}

    def set_state(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        super().set_state(super().get_state() | dict(state))


test_caught = caught(
    Fault(copies_continue, spoilt(Shallow), "a copy of the single environment, put away after 1 steps of 3, call"),
    Fault(pickles_continue, spoilt(core=Forgetful), "a pickle of the single environment, put away after 1 steps of 3"),
    Fault(pickles_continue, spoilt(Unkeyed), "a pickle of the single environment, put away after 1 steps of 3, call 2"),
    Fault(states_continue, spoilt(sensor=Placeless), "a state of the single environment, put away after 1 steps of 3"),
    Fault(states_continue, spoilt(task=Summing), "['info']['metrics']['first_correct_step'] differs"),
    Fault(states_are_copies, spoilt(core=Live), "a state of the single environment, after later steps"),
    Fault(states_are_copies, spoilt(Kept), "the single environment, after its state was written to, call 0"),
    Fault(wrong_states_are_refused, spoilt(core=Trusting), "a state of the single environment without core.key must"),
    Fault(wrong_states_are_refused, spoilt(Lone), "a state of the single environment has parts ['core']"),
)
