from __future__ import annotations

import re
from typing import Any

import gymnasium
import pytest
from gymnasium import wrappers
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import envspecs
from envspecs.testing.stateful.layers import heart_of, is_bare, is_ours, is_saved, mode_of
from tests.envspecs.testing.faults import SPEC

FLAT = SPEC.override({"interface.observations": "flat"})
"""A task whose environments are laid out by wrappers of this project's."""


@pytest.mark.parametrize(
    ("make", "ours", "bare"),
    [
        pytest.param(SPEC.make, True, True, id="bare"),
        pytest.param(FLAT.make, True, True, id="laid out"),
        pytest.param(lambda: SPEC.make_vec(2), True, True, id="vector"),
        pytest.param(lambda: gymnasium.make("envspecs/CircleSquare-v0"), True, True, id="by id"),
        pytest.param(
            lambda: gymnasium.make("envspecs/CircleSquare-v0", max_episode_steps=3), True, False, id="limited"
        ),
        pytest.param(lambda: wrappers.FlattenObservation(SPEC.make()), True, False, id="wrapped"),
        pytest.param(
            lambda: wrappers.OrderEnforcing(wrappers.TimeLimit(SPEC.make(), 3)), True, False, id="wrapped twice"
        ),
        pytest.param(lambda: wrappers.vector.FlattenObservation(SPEC.make_vec(2)), True, False, id="wrapped vector"),
        pytest.param(lambda: SyncVectorEnv([SPEC.make] * 2), False, False, id="beside each other"),
        pytest.param(lambda: gymnasium.make("CartPole-v1"), False, False, id="of others"),
    ],
)
def test_what_wraps_an_environment_does_not_promise_what_it_does(make: Any, ours: bool, bare: bool) -> None:
    env = make()
    assert (is_ours(env), is_bare(env), is_saved(env)) == (ours, bare, ours)
    if ours:
        assert is_bare(heart_of(env))
        assert heart_of(env).unwrapped is env.unwrapped


def test_memories_of_estimators_are_in_no_state() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"interface.predictions": "ideal"})
    assert is_ours(spec.make())
    assert not is_saved(spec.make())


def test_vectors_must_say_what_happens_at_an_end() -> None:
    env = SPEC.make_vec(2, autoreset_mode="SameStep")
    assert mode_of(env) is AutoresetMode.SAME_STEP
    assert mode_of(SPEC.make()) is None
    env.metadata = {"autoreset_mode": "SameStep"}
    reason = (
        "metadata['autoreset_mode'] of a vector environment must be one of AutoresetMode.NEXT_STEP, "
        "AutoresetMode.SAME_STEP, AutoresetMode.DISABLED, got 'SameStep'"
    )
    with pytest.raises(AssertionError, match=f"^{re.escape(reason)}$"):
        mode_of(env)
