from __future__ import annotations

from typing import Any

from envspecs.environment import ActiveEnv
from envspecs.testing.laws.playing import FEW, any_action_can_be_taken
from envspecs.testing.subject import MOST_STEPS, Subject
from tests.envspecs.testing.faults import SPEC, Fault, caught, spoilt
from tests.envspecs.testing.test_subject import LARGE


class Afraid(ActiveEnv):
    """Does not go left."""

    def step(self, action: Any) -> Any:
        if action["action"][0] < 0:
            raise KeyError("left")
        return super().step(action)


class Tired(ActiveEnv):
    """Plays one episode."""

    def reset(self, **arguments: Any) -> Any:
        if self.__dict__.setdefault("_is_tired", False):
            raise ValueError("no more")
        self._is_tired = True
        return super().reset(**arguments)


class Counted(ActiveEnv):
    """Counts its steps."""

    steps = 0

    def step(self, action: Any) -> Any:
        type(self).steps += 1
        return super().step(action)


test_caught = caught(
    Fault(
        any_action_can_be_taken, spoilt(Afraid), "raised KeyError: 'left'; where not all can be taken, give actions="
    ),
    Fault(any_action_can_be_taken, spoilt(Tired), " of step 4 raised ValueError: no more; where not all can be taken"),
)


def steps_of(subject: Subject) -> int:
    Counted.steps = 0
    any_action_can_be_taken(subject)
    return Counted.steps


def without_resets(calls: int) -> int:
    """Give how many of so many calls are steps, where every episode's end is followed by a reset in place of one."""
    return calls - calls // (SPEC.episode.max_steps + 1)


def test_fewer_actions_are_tried_where_they_are_large() -> None:
    large = Subject(lambda: Counted(LARGE.make().unwrapped.core))  # type: ignore[attr-defined]
    assert steps_of(spoilt(Counted)) == without_resets(MOST_STEPS)
    assert steps_of(large) == without_resets(FEW)
