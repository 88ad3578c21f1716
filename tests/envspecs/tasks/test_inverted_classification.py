from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from gymnasium.vector import AutoresetMode

import envspecs
from envspecs.losses import CrossEntropy
from envspecs.tasks import Classification, InvertedClassification
from envspecs.testing import check_spec
from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace
from imagespaces.draws import Draws, derive_key
from tests.envspecs.toys import staged

SPEC = envspecs.load("CircleSquareInverted-v0")
UNTOLD = 2
EVEN = np.zeros(2, np.float32)


def begun(indices: Sequence[int], inverted: Sequence[int], space: ImageSpace) -> InvertedClassification:
    """A task whose lanes have just begun with these instances, inverted or not."""
    task = InvertedClassification(staged(space, len(indices)), loss=CrossEntropy())
    lanes = np.arange(len(indices))
    task.reset(lanes, Draws(0, lanes), np.array(indices), {"inverted": np.array(inverted)})
    return task


def step(envs: Any) -> Any:
    return envs.step(
        {"action": np.zeros((envs.num_envs, 2), np.float32), "prediction": np.tile(EVEN, (envs.num_envs, 1))}
    )


def test_of_two_classes_the_truth_is_the_other() -> None:
    task = begun([0, 0, 1, 1], [0, 1, 0, 1], CircleSquare())
    assert task.targets().tolist() == [0, 1, 1, 0]
    assert [task.caption(lane)[1] for lane in range(4)] == [
        "square",
        "circle (inverted)",
        "circle",
        "square (inverted)",
    ]


def test_of_more_it_is_the_one_at_the_other_end() -> None:
    space = DoubleCircleSquare()
    indices = [int(np.flatnonzero(space.labels(np.arange(space.num_states)) == label)[0]) for label in range(3)]
    assert begun(indices, [1, 1, 1], space).targets().tolist() == [2, 1, 0]


def test_it_is_told_once() -> None:
    env: Any = SPEC.make()
    for inverted in (0, 1):
        seen = [env.reset(seed=3, options={"inverted": inverted})[0]]
        seen += [env.step({"action": EVEN, "prediction": EVEN})[0] for _ in range(3)]
        assert [int(each["inverted_label"]) for each in seen] == [inverted, UNTOLD, UNTOLD, UNTOLD]
        assert env.observation_space["inverted_label"] == Box(0, 2, (), np.int64)


@pytest.mark.parametrize("mode", AutoresetMode)
def test_each_lane_is_told_when_its_own_episode_begins(mode: AutoresetMode) -> None:
    envs: Any = SPEC.override({"episode.max_steps": 3}).make_vec(2, autoreset_mode=mode)
    envs.reset(seed=0)
    step(envs)
    mask = {"reset_mask": np.array([False, True])}
    seen, _ = envs.reset(options=mask | {"inverted": 1})
    assert seen["inverted_label"].tolist() == [UNTOLD, 1]
    assert step(envs)[0]["inverted_label"].tolist() == [UNTOLD, UNTOLD]


def test_an_episode_that_begins_by_itself_tells_anew_and_the_last_observation_does_not() -> None:
    envs: Any = SPEC.override({"episode.max_steps": 1}).make_vec(20, autoreset_mode="SameStep")
    envs.reset(seed=0)
    seen, *_, info = step(envs)
    assert set(seen["inverted_label"].tolist()) == {0, 1}
    assert {int(last["inverted_label"]) for last in info["final_obs"]} == {UNTOLD}


def test_loss_and_metrics_are_those_of_classification_with_the_inverted_truth() -> None:
    space = CircleSquare()
    task = begun([0, 1, 1], [1, 1, 0], space)
    plain = Classification(staged(space, 3), loss=CrossEntropy())
    lanes = np.arange(3)
    plain.reset(lanes, Draws(0, lanes), np.array([1, 0, 1]), {})
    logits = np.array([[1.0, 0.5], [-2.0, 3.0], [0.0, 4.0]], np.float32)
    assert task.score(logits, np.ones(3, np.int64)).tolist() == plain.score(logits, np.ones(3, np.int64)).tolist()
    for name, values in plain.metrics(lanes).items():
        assert task.metrics(lanes)[name].tolist() == values.tolist()
    assert task.oracle().tolist() == plain.oracle().tolist()


# ----------------------------------------------------------------------------------------------------------------------
# What is drawn
# ----------------------------------------------------------------------------------------------------------------------


def told(envs: Any, spins: int) -> np.ndarray[Any, Any]:
    """What first observations tell, [episodes, lanes]: of the first episode, of automatic ones, and of resets."""
    episodes = [envs.reset(seed=5)[0]["inverted_label"]]
    for _ in range(spins):
        step(envs)
        episodes.append(step(envs)[0]["inverted_label"])
    episodes += [envs.reset()[0]["inverted_label"] for _ in range(spins)]
    return np.array(episodes)


def test_half_of_the_episodes_are_inverted_first_and_later_ones_alike() -> None:
    envs: Any = SPEC.override({"episode.max_steps": 1}).make_vec(2000)
    drawn = told(envs, spins=3)
    assert set(drawn.ravel().tolist()) == {0, 1}
    five_deviations = 5 * 0.5 / math.sqrt(2000)
    assert (np.abs(drawn.mean(axis=1) - 0.5) < five_deviations).all()
    correlations = np.corrcoef(drawn) - np.eye(len(drawn))
    assert np.abs(correlations).max() < 5 / math.sqrt(2000)
    for episode in drawn:  # neighbouring lanes, of neighbouring seeds
        assert abs(np.corrcoef(episode[:-1], episode[1:])[0, 1]) < 5 / math.sqrt(2000)


def test_it_has_a_sub_stream_of_its_own() -> None:
    envs: Any = SPEC.make_vec(8)
    plain: Any = envspecs.load("CircleSquare-v0").make_vec(8)
    seen, info = envs.reset(seed=11)
    expected, same = plain.reset(seed=11)
    assert info["index"].tolist() == same["index"].tolist()
    assert seen["glimpse"].tobytes() == expected["glimpse"].tobytes()
    words = [Draws(derive_key("episode", 11 + lane), 0).integers("inverted", 2).item() for lane in range(8)]
    assert seen["inverted_label"].tolist() == words


def test_the_option_holds_for_its_episode_and_leaves_other_draws_alone() -> None:
    env: Any = SPEC.make()
    drawn, info = env.reset(seed=4)
    following, _ = env.reset()
    other = 1 - int(drawn["inverted_label"])
    seen, again = env.reset(seed=4, options={"inverted": other})
    assert (int(seen["inverted_label"]), again["index"]) == (other, info["index"])
    assert seen["glimpse"].tobytes() == drawn["glimpse"].tobytes()
    assert int(env.reset()[0]["inverted_label"]) == int(following["inverted_label"])


@pytest.mark.parametrize("given", [False, True, 0, 1, 1.0, np.int8(1)])
def test_values_of_the_option(given: Any) -> None:
    env: Any = SPEC.make()
    assert int(env.reset(seed=0, options={"inverted": given})[0]["inverted_label"]) == given


@pytest.mark.parametrize("given", [2, -1, 0.5, "yes", float("nan")])
def test_values_that_it_does_not_have(given: Any) -> None:
    env: Any = SPEC.make()
    with pytest.raises(ValueError, match=rf"^inverted must be 0 or 1, got {given!r}$"):
        env.reset(seed=0, options={"inverted": given})


# ----------------------------------------------------------------------------------------------------------------------
# States, laws
# ----------------------------------------------------------------------------------------------------------------------


def test_a_state_remembers_what_was_inverted_and_told() -> None:
    env: Any = SPEC.make()
    env.reset(seed=0, options={"inverted": 1})
    state, other = env.unwrapped.get_state(), SPEC.make()
    other.unwrapped.set_state(state)  # type: ignore[attr-defined]
    assert other.unwrapped.core.task.caption(0)[1].endswith(" (inverted)")  # type: ignore[attr-defined]
    state["task"]["told"][0] = 3
    with pytest.raises(ValueError, match=r"^task.told of a state must be from 0 to 2, got 3 in environment 0$"):
        other.unwrapped.set_state(state)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "changes", [{}, {"space.kind": "double_circle_square"}, {"episode.stop": "confidence"}], ids=str
)
def test_all_laws_hold(changes: dict[str, Any]) -> None:
    check_spec(SPEC.override({"episode.max_steps": 4, **changes}))
