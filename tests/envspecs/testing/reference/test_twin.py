from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.testing.comparing import expect_same_data
from envspecs.testing.reference import Twin

RIGHT = np.array([1, 1])


def carts(mode: AutoresetMode = AutoresetMode.NEXT_STEP) -> VectorEnv[Any, Any, Any]:
    how = {"autoreset_mode": mode}
    return gymnasium.make_vec("CartPole-v1", 2, vectorization_mode="sync", vector_kwargs=how)


def own_carts() -> VectorEnv[Any, Any, Any]:
    return gymnasium.make_vec("CartPole-v1", 2, vectorization_mode="vector_entry_point")


def test_a_twin_gives_what_a_vector_gives_that_lives_through_the_same() -> None:
    twin, env = Twin(own_carts, AutoresetMode.NEXT_STEP), own_carts()
    assert not any((twin.is_seeded, twin.has_begun, twin.may_step))
    for seed in (3, None, 4):
        observation, info = env.reset(seed=seed)
        expect_same_data({"observation": observation, "info": info}, twin.reset(seed=seed, options=None), "reset")
        for _ in range(12):
            expect_same_data(env.step(RIGHT)[0], twin.step(RIGHT)["observation"], "step")
    assert twin.is_seeded
    twin.close()


def test_a_seed_makes_another_of_which_nothing_is_known() -> None:
    made: list[Any] = []

    def make() -> Any:
        made.append(carts())
        return made[-1]

    twin = Twin(make, AutoresetMode.NEXT_STEP)
    for seed, count in ((0, 1), (None, 1), (0, 2)):
        twin.reset(seed=seed, options=None)
        assert len(made) == count
    assert [env.closed for env in made] == [True, False]
    twin.close()
    assert made[-1].closed


@pytest.mark.parametrize("mode", AutoresetMode)
def test_where_all_wait_for_a_reset_those_that_are_over_must_begin_first(mode: AutoresetMode) -> None:
    twin = Twin(lambda: carts(mode), mode)
    twin.reset(seed=0, options=None)
    over = np.zeros(2, np.bool_)
    while not over.any():
        result = twin.step(RIGHT)
        over = result["terminated"] | result["truncated"]
    assert twin.may_step == (mode != AutoresetMode.DISABLED)
    if not twin.may_step:
        twin.reset(seed=None, options={"reset_mask": over})
        assert twin.may_step
    twin.close()
