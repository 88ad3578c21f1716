from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Dict, Discrete
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import envspecs
from envspecs.core import Core
from envspecs.rules import Rules
from envspecs.testing import check_spec
from envspecs.testing.strategies import task_specs
from imagespaces import CircleSquare
from imagespaces.bank import gallery
from tests.envspecs.toys import Counter, Guess

RULES = Rules(action_cost=0.5, timing="every_step", max_steps=4, at_limit="terminate")
SPACE = CircleSquare(height=5, width=5, extent=2)
BLIND = 25.0


class Zoomed(Counter):
    """A sensor that looks the larger the farther it went."""

    def sizes(self) -> NDArray[np.float64]:
        sizes: NDArray[np.float64] = np.abs(self.places) / 10
        return sizes


class Sure(Guess):
    """A task that is sure of large predictions, rewards even ones, and is done by a prediction of 13."""

    def confidence(self) -> NDArray[np.float64]:
        return np.clip(self.latest / 100, 0, 1)

    def bonus(self) -> NDArray[np.float64]:
        return np.where(self.latest % 2 == 0, 3.0, 0.0)

    def finished(self) -> NDArray[np.bool_]:
        done: NDArray[np.bool_] = self.latest == 13
        return done


def begun(rules: Rules, *, lanes: int = 1, task: Any = Guess, sensor: Any = Counter) -> Core:
    made = Core(gallery(SPACE, lanes), sensor(lanes), task(lanes), split="all", rules=rules)
    for lane in range(lanes):
        made.key(lane, lane)
    made.begin(np.arange(lanes), {"index": np.full(lanes, 10), "place": np.zeros(lanes)})
    return made


def step(made: Core, action: float = 0.0, prediction: float = 0.0, stop: int | None = None) -> Any:
    """Take one step in the only lane; as numbers, from both ways to take it, which must agree."""
    state = made.state()
    stops = None if stop is None else np.array([stop])
    one = made.advance_one(np.array([action]), np.array([prediction]), stops)
    afterwards = made.state()
    made.restore(state)
    many = made.advance(np.array([action]), np.array([prediction]), stops)
    assert [each.item() for each in many] == [*one]
    for part, arrays in made.state().items():
        for name, array in arrays.items():
            assert array.tobytes() == afterwards[part][name].tobytes(), (part, name)
    return one


@given(st.lists(st.floats(-50, 50), min_size=4, max_size=4))
def test_improvements_add_up_to_what_was_learnt_since_a_blind_guess(guesses: list[float]) -> None:
    made = begun(replace(RULES, timing="improvement", action_cost=0.0))
    outcomes = [step(made, 0.0, guess) for guess in guesses]
    losses = [abs(guess - 10) for guess in guesses]
    expected = [before - after for before, after in zip([BLIND, *losses], losses, strict=False)]
    assert [outcome.reward for outcome in outcomes] == pytest.approx(expected)
    assert sum(outcome.reward for outcome in outcomes) == pytest.approx(BLIND - losses[-1], abs=1e-9)


def test_the_next_episode_improves_on_a_blind_guess_again() -> None:
    made = begun(replace(RULES, timing="improvement", action_cost=0.0, max_steps=1))
    assert step(made, 0.0, 9.0).reward == BLIND - 1
    made.begin(np.arange(1), {"index": np.array([10])})
    assert step(made, 0.0, 8.0).reward == BLIND - 2


def test_time_costs_the_same_in_each_step() -> None:
    made = begun(replace(RULES, time_penalty=0.25))
    outcomes = [step(made, 1.0, 7.0) for _ in range(4)]
    assert [outcome.base_reward for outcome in outcomes] == [-0.75] * 4
    assert [outcome.reward for outcome in outcomes] == [-3.75] * 4


def test_larger_looks_cost_more() -> None:
    made = begun(replace(RULES, action_cost=0.0, size_penalty=2.0), sensor=Zoomed)
    assert [step(made, action, 10.0).reward for action in (1.0, 2.0, -3.0)] == pytest.approx([-0.2, -0.6, 0.0])


def test_what_a_task_rewards_is_part_of_the_base_reward() -> None:
    made = begun(RULES, task=Sure)
    outcome = step(made, 1.0, 7.0)
    assert (outcome.base_reward, outcome.reward) == (-0.5, -3.5)
    outcome = step(made, 1.0, 2.0)
    assert (outcome.base_reward, outcome.reward) == (2.5, -5.5)


@pytest.mark.parametrize("at_limit", ["terminate", "truncate"])
def test_an_agent_may_stop(at_limit: Any) -> None:
    made = begun(replace(RULES, stops_at_will=True, at_limit=at_limit, timing="final_step", action_cost=0.0))
    assert made.action_space == Dict({**made.action_space.spaces, "stop": Discrete(2)})
    assert step(made, 0.0, 7.0, 0)[:3] == (0.0, False, False)
    assert not made.complete[0]
    assert step(made, 0.0, 7.0, 1)[:3] == (-3.0, True, False)
    assert made.complete.tolist() == made.over.tolist() == [True]


def test_a_stop_in_the_last_step_terminates() -> None:
    made = begun(replace(RULES, stops_at_will=True, at_limit="truncate", max_steps=1))
    assert step(made, stop=1)[1:3] == (True, False)


@pytest.mark.parametrize(("prediction", "ends"), [(89.0, False), (90.0, True), (99.0, True)])
def test_a_prediction_that_is_sure_enough_ends_an_episode(prediction: float, ends: bool) -> None:
    made = begun(replace(RULES, confidence=0.9), task=Sure)
    assert step(made, 0.0, prediction)[1:3] == (ends, False)
    assert made.complete[0] == ends


def test_a_task_may_be_done() -> None:
    made = begun(RULES, task=Sure)
    assert step(made, 0.0, 5.0)[1:3] == (False, False)
    made.begin(np.arange(1))
    assert step(made, 0.0, 13.0)[1:3] == (True, False)


def test_an_early_end_concerns_its_lane_alone() -> None:
    made = begun(replace(RULES, stops_at_will=True), lanes=3)
    outcome = made.advance(np.zeros(3), np.zeros(3), np.array([0, 1, 0]))
    assert outcome.terminated.tolist() == made.over.tolist() == made.complete.tolist() == [False, True, False]
    made.begin(np.array([1]))
    assert made.complete.tolist() == [False] * 3


def test_what_neither_sensor_nor_task_can_tell_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a size_penalty takes a sensor that zooms, got Counter$"):
        begun(replace(RULES, size_penalty=1.0))
    with pytest.raises(ValueError, match=r"^a confidence that ends episodes takes predicted classes, got Guess$"):
        begun(replace(RULES, confidence=0.5))


# ----------------------------------------------------------------------------------------------------------------------
# By specs
# ----------------------------------------------------------------------------------------------------------------------

ZOOM = {"kind": "zoom", "patch": 4, "grid": 2, "motion": {"kind": "absolute_zoom"}}


@pytest.mark.parametrize(
    "changes",
    [
        {"reward.timing": "improvement"},
        {"reward.time_penalty": 0.5},
        {"sensor": ZOOM, "reward.size_penalty": 0.5},
        {"episode.stop": "action"},
        {"episode.stop": "action", "episode.at_limit": "truncate", "reward.timing": "improvement"},
        {"episode.stop": "confidence", "episode.confidence": 0.8},
    ],
    ids=str,
)
def test_all_laws_hold(changes: dict[str, Any]) -> None:
    check_spec(envspecs.load("CircleSquare-v0").override({"episode.max_steps": 5, **changes}))


def test_confidence_is_the_probability_of_the_likeliest_class() -> None:
    env: Any = (
        envspecs.load("CircleSquare-v0").override({"episode.stop": "confidence", "episode.confidence": 0.8}).make()
    )
    env.reset(seed=0)
    move = np.zeros(2, np.float32)
    almost, enough = (np.log([1 - share, share]).astype(np.float32) for share in (0.79, 0.81))
    assert env.step({"action": move, "prediction": almost})[2] is False
    *_, terminated, truncated, info = env.step({"action": move, "prediction": enough})
    assert (terminated, truncated, info["metrics"]["length"]) == (True, False, 2)


def test_zooming_out_costs_by_scale() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"sensor": ZOOM, "reward": {"size_penalty": 2, "action_cost": 0}})
    env: Any = spec.make()
    env.reset(seed=0)
    for scale in (0.0, 0.25, 1.0):
        action = {"action": np.array([0.5, 0.5, scale], np.float32), "prediction": np.zeros(2, np.float32)}
        assert env.step(action)[4]["base_reward"] == -2 * scale


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"reward.size_penalty": 1},
            "looks of one size: found 1 with sensor 'glimpse', allowed is 0, or a sensor that zooms",
        ),
        (
            {"task.loss": {"kind": "squared_error"}},
            (
                "not a loss of logits, which classification predicts: found 'squared_error', "
                "allowed is 'cross_entropy' or 'error_probability'"
            ),
        ),
    ],
)
def test_what_does_not_fit_is_refused_while_loading(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        envspecs.load("CircleSquare-v0").override(changes)
    (path,) = changes
    assert str(refused.value) == f"override[{path!r}]: {path}: {message}"


@given(task_specs(max_steps=4))
def test_specs_of_all_rules_make_environments(spec: envspecs.TaskSpec) -> None:
    env: Any = spec.make()
    env.reset(seed=1)
    assert np.isfinite(env.step(env.action_space.sample())[1])
