from __future__ import annotations

import pickle
from copy import deepcopy
from itertools import islice
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Discrete, MultiBinary, MultiDiscrete, Space, Text, Tuple
from gymnasium.vector import AutoresetMode

from envspecs.testing.comparing import expect_same_run
from envspecs.testing.driver import Driver, at_rest, drawn_actions, draws, resting_actions
from tests.envspecs.testing.faults import SPEC


def test_a_single_environment_is_reset_where_its_episode_is_over() -> None:
    with Driver(SPEC.make()) as driver:
        results = driver.play(drawn_actions(driver.env, 0, 7), seed=0)
        assert ["reward" in result for result in results] == [False, True, True, True, False, True, True, True]
        assert [float(result["observation"]["time_step"]) for result in results].count(-1) == 2
        assert driver.any_over


@pytest.mark.parametrize("mode", list(AutoresetMode))
def test_a_vector_environment_is_reset_where_it_does_not_do_so_itself(mode: AutoresetMode) -> None:
    with Driver(SPEC.make_vec(2, autoreset_mode=mode)) as driver:
        assert driver.resets_itself == (mode != AutoresetMode.DISABLED)
        results = driver.play(drawn_actions(driver.env, 0, 4), seed=0)
        assert ("reward" in results[4]) == driver.resets_itself


def test_only_what_is_over_is_reset() -> None:
    with Driver(SPEC.make_vec(2, autoreset_mode=AutoresetMode.DISABLED)) as driver:
        actions = drawn_actions(driver.env, 0, 3)
        driver.play(actions[:1], seed=0)
        driver.reset(options={"reset_mask": np.array([False, True])})
        driver.go_on(actions[1:])
        assert driver.any_over
        driver.step(actions[0])
        assert driver.env.core.times.tolist() == [0, 2]
        assert not driver.any_over


def test_at_the_end_the_environment_is_closed() -> None:
    with Driver(SPEC.make()) as driver:
        pass
    with pytest.raises(Exception, match="closed"):
        driver.reset()


def test_copies_pickles_and_successors_are_where_it_was() -> None:
    with Driver(SPEC.make()) as driver:
        actions = drawn_actions(driver.env, 0, 5)
        driver.play(actions[:3], seed=0)
        others = [
            deepcopy(driver),
            pickle.loads(pickle.dumps(driver)),  # noqa: S301 - what was just pickled
            driver.taken_over(deepcopy(driver.env)),
        ]
        expected = driver.go_on(actions)
        assert "reward" not in expected[0]
        for other in others:
            expect_same_run(other.go_on(actions), expected, "another driver")


def test_actions_are_drawn_without_touching_the_space() -> None:
    env = SPEC.make()
    env.action_space.seed(5)
    expected = deepcopy(env.action_space).sample()
    first, again = drawn_actions(env, 0, 2), drawn_actions(env, 0, 2)
    assert repr(first) == repr(again)
    assert repr(first) != repr(drawn_actions(env, 1, 2))
    assert repr(env.action_space.sample()) == repr(expected)


@pytest.mark.parametrize(
    ("space", "expected"),
    [
        (Box(-1, 1, (2,)), [0, 0]),
        (Box(np.array([1, -3, -np.inf]), np.array([2, -2, np.inf]), dtype=np.float64), [1, -2, 0]),
        (Box(0, 255, (1,), np.uint8), [0]),
        (Discrete(3, start=4), 4),
        (MultiDiscrete([3, 2], start=[1, 0]), [1, 0]),
        (MultiBinary(2), [0, 0]),
    ],
)
def test_at_rest_are_zeros_or_the_first_choice(space: Space[Any], expected: Any) -> None:
    action = at_rest(space)
    assert action in space
    np.testing.assert_array_equal(action, expected)


def test_spaces_of_spaces_are_at_rest_in_each_part() -> None:
    space = Dict(look=Box(-1, 1, (1,)), both=Tuple([Discrete(2), Box(3, 4, (1,))]))
    action = at_rest(space)
    assert action in space
    assert (action["look"].tolist(), action["both"][0], action["both"][1].tolist()) == ([0], 0, [3])


def test_where_nothing_is_simplest_it_is_drawn() -> None:
    assert at_rest(Text(4), seed=3) == at_rest(Text(4), seed=3)
    assert at_rest(Text(4)) in Text(4)


def test_resting_actions_are_alike_and_not_the_same() -> None:
    env = SPEC.make_vec(2)
    first, second = resting_actions(env, 0, 2)
    assert first in env.action_space
    assert repr(first) == repr(second)
    assert not np.shares_memory(first["action"], second["action"])
    env.close()


def test_draws_are_those_of_actions() -> None:
    env = SPEC.make()
    assert repr(list(islice(draws(env.action_space, 4), 3))) == repr(drawn_actions(env, 4, 3))
