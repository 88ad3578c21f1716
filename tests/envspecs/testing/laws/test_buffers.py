from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.core import ALL, Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.parts import Lanes
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from envspecs.testing import Subject
from envspecs.testing.laws.buffers import actions_are_left_alone, results_may_be_written_to, results_share_no_memory
from tests.envspecs.testing.faults import Fault, caught, spoilt


class Reusing(Core):
    """Observes into one buffer."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        self.__dict__.setdefault("_buffer", seen["glimpse"])[...] = seen["glimpse"]
        return seen | {"glimpse": self.__dict__["_buffer"]}


class Parts(ActiveVectorEnv):
    """Gives two views of one array in one step."""

    def step(self, actions: Any) -> Any:
        observation, rewards, terminated, _, info = super().step(actions)
        return observation, rewards, terminated, terminated[:], info


class Echo(ActiveVectorEnv):
    """Gives the prediction back."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        return (*others, info | {"said": actions["prediction"]})


class Live(Classification):
    """Gives its own targets."""

    def targets(self) -> NDArray[np.int64]:
        return self._labels


def sealed(array: NDArray[Any]) -> NDArray[Any]:
    """Give a view that can't be written to."""
    view = array.view()
    view.flags.writeable = False
    return view


class Sealed(Core):
    """Gives the same again and again, which can't be written to."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        kept = self.__dict__.setdefault("_kept", {})
        return seen | {"glimpse_pos": kept.setdefault(seen["glimpse_pos"].tobytes(), sealed(seen["glimpse_pos"]))}


class Window(Core):
    """Gives what can't be written to, and writes to it."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        self.__dict__.setdefault("_buffer", seen["glimpse"])[...] = seen["glimpse"]
        return seen | {"glimpse": sealed(self.__dict__["_buffer"])}


class HalfSealed(Core):
    """Gives one buffer now to be written to, now not; what is in it stays."""

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        buffer = self.__dict__.setdefault("_buffer", np.zeros_like(seen["glimpse_pos"]))
        self._is_odd = not self.__dict__.get("_is_odd", False)
        return seen | {"glimpse_pos": sealed(buffer) if self._is_odd else buffer}


class SameInfo(ActiveEnv):
    """Gives one ``info`` again and again."""

    def step(self, action: Any) -> Any:
        *others, info = super().step(action)
        kept = self.__dict__.setdefault("_info", {})
        kept.update(info)
        return (*others, kept)


class Clipping(Glimpse):
    """Clips the actions where they are."""

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        return super().move(np.clip(actions, -0.5, 0.5, out=actions))


@pytest.mark.parametrize("subject", [spoilt(None, Parts), spoilt(core=Sealed)], ids=repr)
def test_what_no_caller_can_spoil_is_sound(subject: Subject) -> None:
    results_share_no_memory(subject)
    results_may_be_written_to(subject)


test_caught = caught(
    Fault(
        results_share_no_memory, spoilt(core=Reusing), "result 0['observation']['glimpse'] and result 1['observation"
    ),
    Fault(
        results_share_no_memory, spoilt(core=Window), "result 1['observation']['glimpse'] of the single environment, la"
    ),
    Fault(results_share_no_memory, spoilt(core=HalfSealed), "result 1['observation']['glimpse_pos'] of the single env"),
    Fault(results_share_no_memory, spoilt(None, Echo), "['said'] of the vect"),
    Fault(results_may_be_written_to, spoilt(task=Live), "raised IndexError: index 77 is out of bounds"),
    Fault(
        results_may_be_written_to, spoilt(SameInfo), "the keys of the single environment, whose results were written"
    ),
    Fault(
        actions_are_left_alone, spoilt(sensor=Clipping), "actions passed to the single environment[0]['action'] diff"
    ),
)
