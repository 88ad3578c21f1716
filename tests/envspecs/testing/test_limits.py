from __future__ import annotations

import pytest

from envspecs.testing import LAWS, Law, Subject
from envspecs.testing.limits import UNLIMITED, Limits
from tests.envspecs.testing.faults import SPEC


def test_what_is_not_limited_is_not_given() -> None:
    assert UNLIMITED.given == {}
    assert Limits(steps=2, num_envs=1, at_rest=True).given == {"steps": 2, "num_envs": 1, "at_rest": True}


@pytest.mark.parametrize("name", ["steps", "num_envs"])
def test_numbers_are_positive(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name} must be an integer of at least 1, got 0$"):
        Limits(**{name: 0})  # type: ignore[arg-type]


def test_a_limit_makes_less_of_what_is_wanted_and_never_less_than_is_needed() -> None:
    limits = Limits(steps=2, num_envs=1)
    assert [limits.steps_of(wanted) for wanted in (1, 2, 5)] == [1, 2, 2]
    assert limits.steps_of(5, at_least=4) == 4
    assert limits.envs_of(3) == 1
    assert (UNLIMITED.steps_of(5), UNLIMITED.envs_of(3)) == (5, 3)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_no_law_is_broken_by_looking_at_less(law: Law) -> None:
    if law.applies(SPEC):
        law(SPEC, steps=1, num_envs=1, at_rest=True)
        law(SPEC, seed=3, steps=2, num_envs=2)


def test_environments_are_fewer_and_actions_at_rest() -> None:
    subject = Subject.of(SPEC).limited(Limits(steps=1, num_envs=2, at_rest=True))
    assert subject.lanes == 2
    env = subject.make_vec()
    (action,) = subject.actions(env, 0, 5)
    assert env.num_envs == 2
    assert not any(values.any() for values in action.values())
    assert len(subject.actions(env, 0, 5, at_least=3)) == 3
    env.close()
