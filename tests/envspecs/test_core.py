from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.core import ALL, Core
from envspecs.rules import Rules
from imagespaces import CircleSquare, Finite, ImageSpace, Interval
from imagespaces.bank import gallery
from imagespaces.draws import Draws, derive_key
from imagespaces.factors import ExplicitSplit
from tests.envspecs.toys import Counter, Guess

RULES = Rules(action_cost=0.5, timing="every_step", max_steps=4, at_limit="terminate")
SPACE = CircleSquare(height=5, width=5, extent=2)


class Halves(ImageSpace):
    """A gray pixel of any brightness: an unbounded space of two states, in two splits."""

    def __init__(self, *, dtype: str = "float32", stream: int = 0, seed: int | None = None) -> None:
        factors = (Finite("half", ["dark", "bright"]), Interval("shade", 0, 0.5))
        parts = ExplicitSplit({"test": {"half": "bright", "shade": (0.0, 0.25)}}, rest="train")
        super().__init__(1, 1, 1, dtype=dtype, stream=stream, seed=seed, factors=factors, label="half", partition=parts)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        shades: NDArray[np.float64] = values["half"] / 2 + values["shade"]
        return shades.astype(np.float32)[:, None, None, None]


def core(lanes: int = 1, rules: Rules = RULES, *, space: ImageSpace = SPACE, split: str = "all") -> Core:
    return Core(gallery(space, lanes), Counter(lanes), Guess(lanes), split=split, rules=rules)


def begun(lanes: int = 1, rules: Rules = RULES, *, seed: int = 5, space: ImageSpace = SPACE, **options: Any) -> Core:
    made = core(lanes, rules, space=space)
    for lane in range(lanes):
        made.key(lane, seed + lane)
    made.begin(np.arange(lanes), {name: np.array(value) for name, value in options.items()})
    return made


def advance(made: Core, action: float = 0.0, prediction: float = 0.0) -> Any:
    return made.advance(np.full(made.lanes, action), np.full(made.lanes, prediction))


# ----------------------------------------------------------------------------------------------------------------------
# Spaces
# ----------------------------------------------------------------------------------------------------------------------


def test_observations_and_actions_are_those_of_the_parts_and_the_time() -> None:
    made = core()
    assert dict(made.observation_space.spaces) == {
        "place": Counter.observation_spaces["place"],
        "hint": Discrete(2),
        "time_step": Box(-1.0, 1.0, (), np.float32),
    }
    assert dict(made.action_space.spaces) == {"action": Counter.action_space, "prediction": Guess.prediction_space}
    assert made.options == {"index": 0, "split": 0, "place": 0}


def test_an_unknown_split_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^split must be one of 'all', got 'test'$"):
        core(split="test")


# ----------------------------------------------------------------------------------------------------------------------
# Episodes
# ----------------------------------------------------------------------------------------------------------------------


def test_before_the_first_episode_all_lanes_are_over() -> None:
    made = core(3)
    assert made.over.tolist() == [True] * 3
    assert made.episodes.tolist() == [-1] * 3


@given(st.integers(0, 2**70), st.integers(0, 5))
def test_draws_are_addressed_by_key_and_number_of_the_episode(seed: int, episode: int) -> None:
    made = core()
    made.key(0, seed)
    for _ in range(episode + 1):
        made.begin(np.arange(1))
    draws = Draws(derive_key("episode", seed), [episode])
    assert made.indices.tolist() == draws.integers("index", SPACE.num_states).tolist()
    assert made.observe()["place"].tolist() == draws.uniform("place")[:, 0].tolist()
    assert made.episodes.tolist() == [episode]


def test_a_new_key_begins_with_episode_0() -> None:
    made = begun()
    first = made.indices.tolist()
    made.begin(np.arange(1))
    made.key(0, 5)
    made.begin(np.arange(1))
    assert made.indices.tolist() == first
    made.key_directly(0, derive_key("episode", 5))
    made.begin(np.arange(1))
    assert (made.indices.tolist(), made.episodes.tolist()) == (first, [0])


def test_lanes_begin_one_by_one() -> None:
    made = begun(4)
    advance(made)
    before = made.observe()
    made.over[:] = [True, True, False, False]
    made.begin(np.array([3, 1]))
    assert made.over.tolist() == [True, False, False, False]
    assert made.episodes.tolist() == [0, 1, 0, 1]
    assert made.times.tolist() == [1, 0, 1, 0]
    after = made.observe()
    for key, values in after.items():
        assert values[[0, 2]].tolist() == before[key][[0, 2]].tolist()
    for lane in (1, 3):
        alone = core()
        alone.key(0, 5 + lane)
        alone.begin(np.arange(1))
        alone.begin(np.arange(1))
        assert {key: values[lane].item() for key, values in after.items()} == {
            key: values[0].item() for key, values in alone.observe().items()
        }


def test_given_indices_are_taken_and_leave_other_draws_alone() -> None:
    free = begun(3)
    made = begun(3, index=[4, 0, 4])
    assert made.indices.tolist() == [4, 0, 4]
    assert made.observe()["place"].tolist() == free.observe()["place"].tolist()
    assert begun(3, place=[7.0, 8.0, 9.0]).indices.tolist() == free.indices.tolist()


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"index": [50]}, ValueError, "an index must be from 0 to 49, got 50"),
        ({"index": [-1]}, ValueError, "an index must be from 0 to 49, got -1"),
        ({"index": [1.5]}, TypeError, "indices must be integers, got 1.5"),
        ({"split": ["test"]}, ValueError, "split must be one of 'all', got 'test'"),
        ({"index": [1], "split": ["test"]}, ValueError, "split must be one of 'all', got 'test'"),
    ],
)
def test_scenarios_that_can_not_be_are_refused(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        begun(**options)


def shades(made: Core) -> NDArray[np.float32]:
    """The brightness of the pixel that each lane looks at."""
    shown: NDArray[np.float32] = made.gallery.pixels[made.gallery.rows].reshape(-1)
    return shown


def in_test(made: Core) -> list[bool]:
    """Whether each lane's instance is in the split "test", by its picture."""
    found: list[bool] = ((shades(made) >= 0.5) & (shades(made) < 0.75)).tolist()
    return found


def test_instances_are_of_the_split() -> None:
    for split, inside in (("test", True), ("train", False)):
        made = core(200, space=Halves(), split=split)
        made.begin(np.arange(200))
        assert in_test(made) == [inside] * 200
        assert Halves().split(split).contains(made.indices).all()


def test_the_split_may_be_given_lane_by_lane_and_each_draws_as_if_all_had_its_own() -> None:
    made = begun(4, space=Halves(), split=["test", "train", "test", "all"])
    assert in_test(made)[:3] == [True, False, True]
    assert made.options["split"] == 0
    for lane, split in enumerate(["test", "train", "test", "all"]):
        assert made.indices[lane] == begun(4, space=Halves(), split=[split] * 4).indices[lane]


def test_a_given_index_must_be_in_the_split_that_is_given() -> None:
    inside = begun(1, space=Halves(), split=["test"]).indices.item()
    assert begun(1, space=Halves(), index=[inside], split=["test"]).indices.tolist() == [inside]
    with pytest.raises(ValueError, match=f"^index {inside} is not in split 'train'$"):
        begun(2, space=Halves(), index=[inside, inside], split=["test", "train"])


def test_an_unbounded_space_gives_each_episode_an_image_of_its_own() -> None:
    made = begun(500, space=Halves())
    indices = made.indices
    assert len(set(indices.tolist())) == 500
    assert abs((indices % 2).mean() - 0.5) < 0.12
    assert shades(made).tolist() == Halves().instances(indices).images.reshape(-1).tolist()


# ----------------------------------------------------------------------------------------------------------------------
# Steps
# ----------------------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(st.floats(-1, 1), st.floats(-9, 60)), min_size=4, max_size=4))
def test_a_reward_is_less_the_cost_of_the_effort_and_less_the_loss(steps: list[tuple[float, float]]) -> None:
    made = begun(2)
    truth = made.indices.tolist()
    for action, prediction in steps:
        outcome = advance(made, action, prediction)
        assert outcome.base_rewards.tolist() == pytest.approx([-0.5 * abs(action)] * 2)
        assert outcome.losses.tolist() == pytest.approx([abs(prediction - index) for index in truth])
        assert outcome.rewards.tolist() == (outcome.base_rewards - outcome.losses).tolist()


def test_the_loss_may_count_in_the_final_step_alone() -> None:
    made = begun(rules=replace(RULES, timing="final_step"), index=[10])
    rewards = [advance(made, 1.0, 7.0).rewards.item() for _ in range(4)]
    assert rewards == [-0.5, -0.5, -0.5, -3.5]


@pytest.mark.parametrize(
    ("at_limit", "limit", "expected"),
    [
        ("terminate", None, [(0, 0), (0, 0), (0, 0), (1, 0)]),
        ("truncate", None, [(0, 0), (0, 0), (0, 0), (0, 1)]),
        ("terminate", 2, [(0, 0), (0, 1)]),
        ("terminate", 4, [(0, 0), (0, 0), (0, 0), (1, 1)]),
        ("truncate", 4, [(0, 0), (0, 0), (0, 0), (0, 1)]),
        ("terminate", 9, [(0, 0), (0, 0), (0, 0), (1, 0)]),
    ],
)
def test_episodes_end_at_their_limit_or_at_one_from_outside(
    at_limit: Literal["terminate", "truncate"], limit: int | None, expected: list[tuple[int, int]]
) -> None:
    made = begun(rules=replace(RULES, at_limit=at_limit, truncate_after=limit))
    found = []
    while not made.over[0]:
        outcome = advance(made)
        found.append((int(outcome.terminated[0]), int(outcome.truncated[0])))
    assert found == expected
    assert made.complete.tolist() == [len(expected) == 4]


def test_what_is_cut_off_from_outside_has_no_final_step() -> None:
    made = begun(rules=replace(RULES, timing="final_step", truncate_after=2), index=[10])
    assert [advance(made, 0.0, 7.0).rewards.item() for _ in range(2)] == [0.0, 0.0]


@pytest.mark.parametrize("max_steps", [1, 2, 3, 16, 1000])
def test_time_runs_evenly_from_minus_one_to_one(max_steps: int) -> None:
    made = begun(rules=replace(RULES, max_steps=max_steps))
    told = [made.observe()["time_step"].item()]
    for _ in range(max_steps):
        advance(made)
        told.append(made.observe()["time_step"].item())
    expected = [-1 + 2 * step / max_steps for step in range(max_steps + 1)]
    assert told == pytest.approx(expected, abs=1e-6)
    assert (told[0], told[-1]) == (-1.0, 1.0)


def test_metrics_are_the_task_s_and_return_and_length() -> None:
    made = begun(2, index=[10, 20])
    for _ in range(3):
        advance(made, 1.0, 8.0)
    made.begin(np.array([0]), {"index": np.array([9])})
    advance(made, 0.0, 8.0)
    found = {name: values.tolist() for name, values in made.metrics(np.array([1, 0])).items()}
    assert found == {"latest": [32.0, 8.0], "return": [-49.5, -1.0], "length": [4, 1]}


def test_observations_of_some_lanes() -> None:
    made = begun(4)
    everything = made.observe(ALL)
    for key, values in made.observe(np.array([2, 0])).items():
        assert values.tolist() == everything[key][[2, 0]].tolist()


@pytest.mark.parametrize("name", ["indices", "episodes", "times", "complete"])
def test_what_is_told_is_fresh(name: str) -> None:
    made = begun(2)
    getattr(made, name)[:] = 1
    assert getattr(made, name) is not getattr(made, name)
    assert made.indices.tolist() == begun(2).indices.tolist()
    assert (made.episodes.tolist(), made.times.tolist(), made.over.tolist()) == ([0, 0], [0, 0], [False, False])


# ----------------------------------------------------------------------------------------------------------------------
# State
# ----------------------------------------------------------------------------------------------------------------------


def changed(state: dict[str, dict[str, Any]], part: str, **arrays: Any) -> dict[str, dict[str, Any]]:
    kept = {name: array for name, array in (state[part] | arrays).items() if array is not None}
    return state | {part: kept}


def test_a_state_is_gone_back_to_pictures_included() -> None:
    made, other = begun(3), begun(3, seed=90)
    advance(made, 0.25, 3.0)
    other.restore(made.state())
    assert {key: value.tolist() for key, value in other.observe().items()} == {
        key: value.tolist() for key, value in made.observe().items()
    }
    assert other.gallery.rows.tolist() == made.gallery.rows.tolist()
    assert [value.tolist() for value in advance(other, 1.0, 4.0)] == [
        value.tolist() for value in advance(made, 1.0, 4.0)
    ]


@pytest.mark.parametrize(
    ("part", "arrays", "described"),
    [
        ("core", {"time": np.zeros(4)}, "core.time (4,), not (3,)"),
        ("core", {"time": None}, "core.time None, not (3,)"),
        ("task", {"more": np.zeros(2)}, "task.more (2,), not None"),
        (
            "sensor",
            {"places": np.zeros((3, 2)), "extra": np.zeros(())},
            "sensor.extra (), not None, sensor.places (3, 2), not (3,)",
        ),
    ],
)
def test_a_state_of_another_environment_is_refused(part: str, arrays: dict[str, Any], described: str) -> None:
    made = begun(3)
    before = made.state()
    message = f"a state must be one of an environment of the same spec and size; found {described}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        made.restore(changed(before, part, **arrays))
    assert repr(made.state()) == repr(before)


@pytest.mark.parametrize(
    ("part", "arrays", "described"),
    [
        ("core", {"time": np.array([0, 500, 0])}, "core.time of a state must be from 0 to 4, got 500 in environment 1"),
        (
            "core",
            {"episode": np.full(3, -2)},
            "core.episode of a state must be from -1 to inf, got -2 in environment 0",
        ),
        (
            "sensor",
            {"places": np.array([0, 0, 10.0])},
            "sensor.places of a state must be from -9 to 9, got 10 in environment 2",
        ),
        (
            "core",
            {"loss": np.array([0.5, -1.0, 0.0])},
            "core.loss of a state must be from 0 to inf, got -1 in environment 1",
        ),
        (
            "core",
            {"return": np.array([0.5, 0.0, np.nan])},
            "core.return of a state must be from -inf to inf, got nan in environment 2",
        ),
    ],
)
def test_a_state_that_no_episode_comes_to_is_refused(part: str, arrays: dict[str, Any], described: str) -> None:
    made = begun(3)
    before = made.state()
    with pytest.raises(ValueError, match=f"^{re.escape(described)}$"):
        made.restore(changed(before, part, **arrays))
    assert repr(made.state()) == repr(before)


@given(st.lists(st.sampled_from(["step", "begin", "save"]), max_size=12))
def test_rows_never_depend_on_each_other(calls: Sequence[str]) -> None:
    together, alone = begun(3), [begun(seed=5 + lane) for lane in range(3)]
    for call in calls:
        for made in (together, *alone):
            if call == "step" and not made.over.any():
                advance(made, 0.5, 11.0)
            elif call == "begin":
                made.begin(np.arange(made.lanes))
            else:
                made.restore(made.state())
    for lane, one in enumerate(alone):
        for part, arrays in together.state().items():
            for name, array in arrays.items():
                assert array[lane : lane + 1].tobytes() == one.state()[part][name].tobytes(), f"{part}.{name}"
