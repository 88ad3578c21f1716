"""Runs of episodes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import envspecs
from envspecs.core import Core, Outcome
from envspecs.policies import Actions, Observations, Random
from envspecs.runs import LARGEST_SEED, Run, run
from imagespaces.progress import reporting
from tests.envspecs.made import make_env, make_vec_env
from tests.envspecs.testing.faults import Together

SPEC = envspecs.load("CircleSquare-v0").override({"episode.max_steps": 4})


def environments(lanes: int) -> Any:
    return make_vec_env(lanes, spec=SPEC, autoreset_mode="Disabled")


@pytest.fixture
def uneven(monkeypatch: pytest.MonkeyPatch) -> None:
    """Episodes end early where the image's number says so, and are worth the more the longer they last."""
    advance = Core.advance

    def advance_and_end(core: Core, actions: NDArray[Any], predictions: NDArray[Any]) -> Outcome:
        outcome = advance(core, actions, predictions)
        early = core.times >= 1 + core.indices % 4
        core.over |= early
        outcome.terminated[...] |= early
        return outcome

    monkeypatch.setattr(Core, "advance", advance_and_end)
    monkeypatch.setattr(Core, "advance_one", Together.advance_one)
    monkeypatch.setattr(Core, "complete", property(lambda core: core.over.copy()))


def alone(seed: int, policy: Any = Random) -> dict[str, float]:
    """What comes of the first episode of a seed, step by step in the single environment."""
    env, actor = make_env(SPEC), policy(environments(1))
    env.reset(seed=seed)
    actor.begin(np.arange(1), np.array([seed]))
    total, losses, over = 0.0, [], False
    while not over:
        action = {name: values[0] for name, values in actor({}).items()}
        _, reward, terminated, truncated, info = env.step(action)
        total += reward
        losses.append(info["prediction"]["loss"])
        over = terminated or truncated
    return {**info["metrics"], "return": total, "length": len(losses), "loss": float(np.mean(losses))}


@pytest.mark.parametrize("lanes", [1, 3, 7, 10])
@pytest.mark.usefixtures("uneven")
def test_a_run_is_of_the_first_episodes_of_its_seeds_however_many_run_side_by_side(lanes: int) -> None:
    expected = [alone(seed) for seed in range(20, 30)]
    found = run(SPEC, "random", episodes=10, num_envs=lanes, seed=20)
    assert found.episodes == 10
    for name in ("return", "length", "loss", "accuracy", "mean_accuracy"):
        assert found.statistics[name].mean == pytest.approx(np.mean([one[name] for one in expected]), abs=1e-9), name
    assert len({one["length"] for one in expected}) > 1


@pytest.mark.usefixtures("uneven")
def test_long_episodes_count_as_often_as_short_ones() -> None:
    lengths = [1 + int(make_env(SPEC).reset(seed=seed)[1]["index"]) % 4 for seed in range(60)]
    assert run(SPEC, "random", episodes=60, num_envs=8).statistics["length"].mean == np.mean(lengths)


def test_measures_come_in_one_order() -> None:
    names = [*run(SPEC, "random", episodes=2).statistics]
    assert names == ["return", "length", "loss", "accuracy", "mean_accuracy", "first_correct_step"]


def test_the_same_seed_gives_the_same_and_another_gives_another() -> None:
    one, same, other = (run(SPEC, "random", episodes=5, seed=seed).to_dict() for seed in (1, 1, 2))
    assert one == same != other


def test_chance_is_right_half_of_the_time() -> None:
    accuracy = run(SPEC, "random", episodes=400, num_envs=64).statistics["accuracy"]
    assert accuracy.mean is not None
    assert accuracy.error is not None
    assert abs(accuracy.mean - 0.5) < 4 * accuracy.error


def test_without_a_policy_the_best_is_taken() -> None:
    assert run(SPEC, episodes=4).to_dict() == run(SPEC, "ideal", episodes=4).to_dict()


def test_a_policy_may_be_what_makes_one() -> None:
    assert run(SPEC, Random, episodes=4).to_dict() == run(SPEC, "random", episodes=4).to_dict()


class Interrupting:
    """Acts at random, and is interrupted after some steps."""

    def __init__(self, envs: Any, steps: int) -> None:
        self.policy, self.steps = Random(envs), steps

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        self.policy.begin(lanes, seeds)

    def __call__(self, observations: Observations) -> Actions:
        self.steps -= 1
        if self.steps == 0:
            raise KeyboardInterrupt
        return self.policy(observations)


@pytest.mark.usefixtures("uneven")
def test_an_interrupted_run_tells_of_the_first_episodes_that_are_all_over_and_can_go_on() -> None:
    envs = environments(4)
    started = Run(envs, Interrupting(envs, 12), episodes=40, seed=3)
    with pytest.raises(KeyboardInterrupt):
        started.finish()
    some = started.results()
    assert 0 < some.episodes < 40
    whole = run(SPEC, "random", episodes=some.episodes, seed=3)
    assert some.statistics["return"] == whole.statistics["return"]
    started.finish()
    assert started.results().statistics == run(SPEC, "random", episodes=40, seed=3).statistics


def test_a_run_that_was_interrupted_at_once_has_no_results() -> None:
    envs = environments(4)
    assert Run(envs, Random(envs), episodes=9).results().to_dict() == {"episodes": 0, "statistics": {}}


def test_all_steps_are_counted() -> None:
    assert run(SPEC, "random", episodes=10, num_envs=5).steps == 2 * 4 * 5


def test_a_run_reports_how_far_it_is() -> None:
    reports: list[tuple[str, int, int]] = []
    with reporting(lambda *told: reports.append(told)):
        run(SPEC, "random", episodes=10, num_envs=5)
    told = [one for one in reports if one[0] == "running episodes"]
    assert told[-1] == ("running episodes", 10, 10)
    assert [one[1] for one in told] == sorted(one[1] for one in told)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"episodes": 0}, "episodes must be at least 1, got 0"),
        ({"seed": -1}, f"seed must be from 0 to {LARGEST_SEED}, got -1"),
        ({"seed": LARGEST_SEED + 1}, f"seed must be from 0 to {LARGEST_SEED}, got {LARGEST_SEED + 1}"),
        ({"num_envs": 0}, "num_envs must be an integer of at least 1, got 0"),
    ],
)
def test_numbers_out_of_range_are_refused(arguments: dict[str, int], message: str) -> None:
    with pytest.raises(ValueError, match="must be") as caught:
        run(SPEC, "random", **arguments)
    assert str(caught.value) == message


def test_large_seeds_work() -> None:
    assert run(SPEC, "random", episodes=3, seed=LARGEST_SEED).episodes == 3
