"""How laws are tested: each must hold of sound environments, and catch faulty ones for the right reason."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import pytest
from gymnasium.vector import AutoresetMode

import envspecs
from envspecs.build import build_core
from envspecs.core import Core, OneOutcome
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.sensors import Glimpse
from envspecs.specs.task_spec import TaskSpec
from envspecs.tasks import Classification
from envspecs.testing import BrokenLawError, Law, Subject

__all__ = ["SPEC", "Fault", "Together", "bent", "caught", "each", "expect_caught", "spoilt"]

SPEC = envspecs.load("CircleSquare-v0").override(
    {"space.height": 8, "space.width": 7, "space.extent": 4, "sensor.size": [3, 2], "episode.max_steps": 3}
)
"""What is spoilt: small, higher than wide, and soon over."""


class Together(Core):
    """Steps the only lane as it steps many, so that what is done to ``advance`` is done to all."""

    def advance_one(self, *parts: Any) -> OneOutcome:
        outcome = self.advance(*parts)
        numbers: Any = [values.item() for values in outcome]
        return OneOutcome(*numbers)


def spoilt(
    kind: type[ActiveEnv] | None = None,
    vector: type[ActiveVectorEnv] | None = None,
    *,
    core: type[Core] = Core,
    sensor: type[Glimpse] = Glimpse,
    task: type[Classification] = Classification,
    spec: TaskSpec = SPEC,
) -> Subject:
    """Environments of which some parts are of faulty classes, which change methods alone."""

    def build(lanes: int, limit: int | None = None) -> Core:
        made: Any = build_core(spec, lanes, limit)
        made.__class__, made.sensor.__class__, made.task.__class__ = core, sensor, task
        return made  # type: ignore[no-any-return]

    def make(*, render_mode: str | None = None) -> ActiveEnv:
        return (kind or ActiveEnv)(build(1), render_mode)

    def make_vec(
        num_envs: int = 1,
        *,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        render_mode: str | None = None,
        max_episode_steps: int | None = None,
    ) -> ActiveVectorEnv:
        return (vector or ActiveVectorEnv)(build(num_envs, max_episode_steps), autoreset_mode, render_mode)

    faulty = [each for each in (kind, vector, core, sensor, task) if each and each.__module__.startswith("tests.")]
    return Subject(make, make_vec, faulty[0].__name__ if faulty else spec.id)


def bent(kind: type[TaskSpec]) -> Subject:
    """A task whose spec is of a faulty class, which changes methods alone."""
    spec = SPEC.model_copy()
    object.__setattr__(spec, "__class__", kind)
    return Subject(spec.make, spec.make_vec, kind.__name__, spec)


class Fault(NamedTuple):
    """Environments that break a law, and a part of what the law must say about them."""

    law: Law
    subject: Subject
    reason: str


def each(*faults: Fault) -> pytest.MarkDecorator:
    """Run a test for each fault."""
    return pytest.mark.parametrize(
        "fault", [pytest.param(fault, id=f"{fault.law.name}-{fault.subject}") for fault in faults]
    )


@cache
def expect_sound(law: Law) -> None:
    """Expect that a law holds of what is spoilt."""
    law(SPEC)


def expect_caught(fault: Fault) -> None:
    """Expect that a law holds of the sound environments, and names what is wrong with the faulty ones."""
    expect_sound(fault.law)
    assert fault.law.applies(fault.subject)
    with pytest.raises(BrokenLawError, match=f"(?s)^{fault.law.name}: .*{re.escape(fault.reason)}") as broken:
        fault.law(fault.subject)
    assert broken.value.subject == repr(fault.subject)


def caught(*faults: Fault) -> Callable[[Fault], None]:
    """Give the test that each of the faults is caught."""

    @each(*faults)
    def test(fault: Fault) -> None:
        expect_caught(fault)

    return test
