from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.laws.changing import (
    changes_change_what_they_name,
    overriding_nothing_changes_nothing,
    specs_are_frozen,
    specs_pickle,
    unknown_keys_are_refused,
    variants_resolve,
)
from tests.envspecs.testing.faults import SPEC, Fault, bent, caught


class Unpicklable(TaskSpec):
    """Pickles as another."""

    def __reduce__(self) -> Any:
        return SPEC.override, ({"split": "all", "description": "pickled"},)


class Personal(TaskSpec):
    """Is another key each time."""

    def __hash__(self) -> int:
        return id(self)


class Thawed(TaskSpec):
    """Can be set."""

    model_config = ConfigDict(frozen=False)


class Counting(TaskSpec):
    """Takes every change for one step more."""

    def override(self, changes: Mapping[str, object]) -> TaskSpec:
        return SPEC.override({"episode.max_steps": self.episode.max_steps + 1, **changes})


class Deaf(TaskSpec):
    """Changes nothing, whatever it is told."""

    def override(self, changes: Mapping[str, object]) -> TaskSpec:
        return self


class Careless(TaskSpec):
    """Takes what it likes in motions."""

    def override(self, changes: Mapping[str, object]) -> TaskSpec:
        return super().override({path: value for path, value in changes.items() if "motion" not in path})


class Wordy(TaskSpec):
    """Changes the reward, too."""

    def override(self, changes: Mapping[str, object]) -> TaskSpec:
        return SPEC.override({"reward.action_cost": 0.5, **changes} if changes else {})


class Fertile(TaskSpec):
    """Has variants of variants."""

    def variant(self, *names: str) -> TaskSpec:
        return SPEC.variant(*names).model_copy(update={"variants": self.variants})


class Nameless(TaskSpec):
    """Calls variants as itself."""

    def variant(self, *names: str) -> TaskSpec:
        return SPEC.variant(*names).override({"id": self.id})


class Partial(TaskSpec):
    """Makes the first of several changes alone."""

    def variant(self, *names: str) -> TaskSpec:
        return SPEC.variant(names[0]).override({"id": SPEC.variant(*names).id})


test_caught = caught(
    Fault(specs_pickle, bent(Unpicklable), "the spec, pickled, is not equal"),
    Fault(specs_pickle, bent(Personal), "the hash of the spec, pickled, is "),
    Fault(specs_are_frozen, bent(Thawed), "envspec can be set"),
    Fault(overriding_nothing_changes_nothing, bent(Counting), "override({}) gives another spec"),
    Fault(changes_change_what_they_name, bent(Deaf), "a spec with another id is equal"),
    Fault(
        changes_change_what_they_name,
        bent(Wordy),
        "what differs after description and id were changed is",
    ),
    Fault(unknown_keys_are_refused, bent(Deaf), "the change of no_such_key must raise SpecError, and gave"),
    Fault(unknown_keys_are_refused, bent(Careless), "the change of sensor.motion.no_such_key must raise SpecError"),
    Fault(variants_resolve, bent(Fertile), "the variants of variant ('sparse',) is ("),
    Fault(
        variants_resolve,
        bent(Nameless),
        "the id of variant ('sparse',) is 'CircleSquare-v0' (str), not 'CircleSq",
    ),
    Fault(variants_resolve, bent(Partial), "variant ('nograd', 'sparse') is not its changes"),
)
