"""The random policy."""

from __future__ import annotations

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete, Tuple

from envspecs.policies import PolicyError, Random
from envspecs.policies.random import _sample
from imagespaces.draws import Draws
from tests.envspecs.made import make_vec_env


def actions(lanes: int, seeds: list[int], steps: int = 4) -> list[dict[str, np.ndarray]]:
    envs = make_vec_env(lanes, spec="CircleSquare-v0", autoreset_mode="Disabled")
    policy = Random(envs)
    policy.begin(np.arange(lanes), np.array(seeds))
    return [dict(policy({})) for _ in range(steps)]


def test_actions_are_in_the_space() -> None:
    envs = make_vec_env(5, spec="CircleSquare-v0", autoreset_mode="Disabled")
    for action in actions(5, [0, 1, 2, 3, 4]):
        assert action in envs.action_space


def test_what_it_does_depends_on_the_seed_of_the_episode_alone() -> None:
    together, alone = actions(3, [7, 8, 9]), actions(1, [8])
    for one, other in zip(together, alone, strict=True):
        for name in ("action", "prediction"):
            assert np.array_equal(one[name][1], other[name][0])


def test_steps_and_seeds_differ() -> None:
    found = actions(2, [0, 1], steps=3)
    values = [action[name][lane].tobytes() for action in found for name in action for lane in range(2)]
    assert len(set(values)) == len(values)


def test_beginning_again_repeats_what_was_done() -> None:
    envs = make_vec_env(2, spec="CircleSquare-v0", autoreset_mode="Disabled")
    policy = Random(envs)
    policy.begin(np.arange(2), np.array([0, 1]))
    first = policy({})
    policy.begin(np.array([1]), np.array([1]))
    again = policy({})
    assert np.array_equal(first["action"][1], again["action"][1])
    assert not np.array_equal(first["action"][0], again["action"][0])


def test_bounded_boxes_are_drawn_from_uniformly_and_unbounded_ones_normally() -> None:
    draws = Draws(1, np.arange(4000))
    bounded = _sample(Box(np.array([-1, 2], np.float32), np.array([1, 6], np.float32)), draws, "a")
    assert bounded.mean(axis=0) == pytest.approx([0, 4], abs=0.1)
    assert bounded.std(axis=0) == pytest.approx([2 / 12**0.5, 4 / 12**0.5], abs=0.1)
    assert bounded.min(axis=0) == pytest.approx([-1, 2], abs=0.02)
    assert bounded.max(axis=0) == pytest.approx([1, 6], abs=0.02)
    unbounded = _sample(Box(-np.inf, np.inf, (2, 3)), draws, "a")
    assert unbounded.shape == (4000, 2, 3)
    assert (unbounded.mean(), unbounded.std()) == pytest.approx((0, 1), abs=0.05)


def test_boxes_with_one_bound_are_not_left() -> None:
    assert _sample(Box(0, np.inf, (1,)), Draws(1, np.arange(100)), "a").min() == 0


def test_discrete_spaces_are_drawn_from_uniformly() -> None:
    found = _sample(Discrete(3, start=5), Draws(1, np.arange(3000)), "a")
    assert np.bincount(found)[5:].tolist() == pytest.approx([1000] * 3, abs=120)


def test_other_spaces_are_refused() -> None:
    message = "policy 'random' draws from Box and Discrete spaces, got Tuple(Discrete(2)) for the action"
    with pytest.raises(PolicyError) as caught:
        _sample(Tuple([Discrete(2)]), Draws(1, [0]), "action")
    assert str(caught.value) == message
