"""The ideal observer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import envspecs
from envspecs.environment import ActiveVectorEnv
from envspecs.policies import Ideal, PolicyError, ideal
from envspecs.runs import run
from envspecs.specs.task_spec import TaskSpec
from tests.envspecs.made import make_vec_env

SMALL = {"space.height": 9, "space.width": 11, "space.extent": 4, "sensor.size": [3, 2]}


def environments(changes: dict[str, Any] | None = None) -> ActiveVectorEnv:
    spec = envspecs.load("CircleSquare-v0").override({**SMALL, **(changes or {})})
    return make_vec_env(3, spec=spec, autoreset_mode="Disabled")


def expected(envs: ActiveVectorEnv, glimpses: list[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """The shares of the classes among the images that show these glimpses there, as another environment tells."""
    count = envs.core.space.num_states
    twin = make_vec_env(count, spec=envspecs.load("CircleSquare-v0").override(SMALL), autoreset_mode="Disabled")
    fits = np.ones(count, np.bool_)
    for glimpse, position in glimpses:
        shown, _ = twin.reset(seed=0, options={"index": np.arange(count), "position": position.astype(np.float64)})
        fits &= np.abs(shown["glimpse"] - glimpse).reshape(count, -1).max(axis=1) < 1e-4
    labels = envs.core.space.labels(np.flatnonzero(fits))
    return np.array([np.mean(labels == 0), np.mean(labels == 1)])


def test_predictions_are_the_shares_of_the_classes_among_what_fits() -> None:
    envs = environments()
    policy = Ideal(envs)
    observations, _ = envs.reset(seed=4)
    policy.begin(np.arange(3), np.arange(3))
    glimpses: list[list[tuple[np.ndarray, np.ndarray]]] = [[], [], []]
    for _ in range(5):
        actions = policy(observations)
        for lane in range(3):
            glimpses[lane].append((observations["glimpse"][lane], observations["glimpse_pos"][lane]))
            found = np.exp(actions["prediction"][lane].astype(np.float64))
            assert found == pytest.approx(expected(envs, glimpses[lane]), abs=1e-6)
        assert actions in envs.action_space
        observations, *_ = envs.step(actions)


@pytest.mark.parametrize(
    "changes", [{}, SMALL, {**SMALL, "space.gradient": False, "episode.max_steps": 60, "sensor.motion.max_step": 1.0}]
)
def test_what_can_be_found_out_it_finds_out(changes: dict[str, Any]) -> None:
    spec = envspecs.load("CircleSquare-v0").override(changes)
    assert run(spec, "ideal", episodes=30).statistics["accuracy"].mean == 1.0


def test_it_is_never_sure_and_wrong() -> None:
    spec = envspecs.load("CircleSquare-nograd-v0")
    envs = make_vec_env(20, spec=spec, autoreset_mode="Disabled")
    policy = Ideal(envs)
    observations, _ = envs.reset(seed=1)
    policy.begin(np.arange(20), np.arange(20))
    for _ in range(16):
        actions = policy(observations)
        truth = envs.core.task.targets()
        assert (actions["prediction"][np.arange(20), truth] > -6).all()
        observations, *_ = envs.step(actions)


def test_once_sure_it_rests_where_moving_costs() -> None:
    envs = environments()
    policy = Ideal(envs)
    observations, _ = envs.reset(seed=4)
    policy.begin(np.arange(3), np.arange(3))
    for _ in range(16):
        actions = policy(observations)
        sure = np.exp(actions["prediction"].max(axis=1)) == 1
        assert (np.abs(actions["action"][sure]) < 1e-6).all()
        assert (np.abs(actions["action"][~sure]).max(axis=1) > 1e-3).all()
        observations, *_ = envs.step(actions)
    assert sure.all()


def test_once_sure_it_looks_on_where_moving_is_free() -> None:
    envs = environments({"reward.action_cost": 0.0})
    policy = Ideal(envs)
    observations, _ = envs.reset(seed=4)
    policy.begin(np.arange(3), np.arange(3))
    for _ in range(16):
        actions = policy(observations)
        assert (np.abs(actions["action"]).max(axis=1) > 1e-3).all()
        observations, *_ = envs.step(actions)


def test_a_new_episode_knows_nothing_of_the_last() -> None:
    envs = environments()
    policy = Ideal(envs)
    observations, _ = envs.reset(seed=4)
    policy.begin(np.arange(3), np.arange(3))
    first = policy(observations)
    for _ in range(6):
        observations, *_ = envs.step(policy(observations))
    observations, _ = envs.reset(seed=4)
    policy.begin(np.arange(3), np.arange(3))
    again = policy(observations)
    assert all(np.array_equal(first[name], again[name]) for name in first)


def test_scaled_glimpses_are_understood() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"sensor.scale": 1.7, "sensor.size": [4, 6]})
    assert run(spec, "ideal", episodes=20).statistics["accuracy"].mean == 1.0


def digits(changes: dict[str, Any]) -> TaskSpec:
    whole = {"space.height": 8, "space.width": 8, "sensor.size": [8, 8], "episode.max_steps": 1}
    return envspecs.load("Digits-v0").override({**whole, **changes})


@pytest.mark.parametrize("classes", [[], [{"kind": "only_classes", "classes": ["5", "1", "3"]}]])
def test_images_that_are_chosen_from_a_data_set_are_told_apart(classes: list[Any]) -> None:
    assert run(digits({"space.classes": classes}), "ideal", episodes=30).statistics["accuracy"].mean == 1.0


def test_images_of_a_split_that_it_does_not_know_leave_it_without_a_guess() -> None:
    envs = make_vec_env(3, spec=digits({"split": "train", "sensor.size": [4, 4]}), autoreset_mode="Disabled")
    policy = Ideal(envs)
    observations, _ = envs.reset(seed=0, options={"split": "test"})
    policy.begin(np.arange(3), np.arange(3))
    policy(observations)
    actions = policy(observations)  # nothing was left by the first look
    assert (actions["prediction"] == actions["prediction"][:, :1]).all()
    assert (actions["prediction"] < -20).all()
    assert actions in envs.action_space


def misfit(task: str) -> str:
    envs = make_vec_env(1, spec=task, autoreset_mode="Disabled")
    with pytest.raises(PolicyError) as caught:
        Ideal(envs)
    return str(caught.value)


def test_spaces_too_large_to_know_are_refused() -> None:
    assert misfit("DoubleCircleSquare-v0").startswith("policy 'ideal' knows up to 67108864 pixel values, got ")
    assert misfit("DoubleCircleSquare-v0").endswith(" images of (28, 28, 1): use policy 'scan'")


def test_the_limit_is_on_values(monkeypatch: pytest.MonkeyPatch) -> None:
    values = 2 * 28 * 28 * 28 * 28
    monkeypatch.setattr(ideal, "MOST_VALUES", values)
    assert Ideal.misfit(make_vec_env(1, spec="CircleSquare-v0").core) is None
    monkeypatch.setattr(ideal, "MOST_VALUES", values - 1)
    assert Ideal.misfit(make_vec_env(1, spec="CircleSquare-v0").core) == (
        f"knows up to {values - 1} pixel values, got 1568 images of (28, 28, 1)"
    )


def test_windows_that_reach_beyond_the_image_are_not_its_own() -> None:
    padded = make_vec_env(1, spec="CircleSquare-v0", override={"sensor.border": "pad"})
    assert Ideal.misfit(padded.core) == "looks through a glimpse that stays in the image, got border 'pad'"


def test_inverted_truths_are_not_its_own() -> None:
    inverted = make_vec_env(1, spec="CircleSquareInverted-v0")
    assert Ideal.misfit(inverted.core) == "predicts classes, got InvertedClassification"


@pytest.mark.parametrize(
    ("part", "reason"), [("sensor", "looks through a glimpse, got object"), ("task", "predicts classes, got object")]
)
def test_other_sensors_and_tasks_are_refused(part: str, reason: str) -> None:
    core = environments().core
    setattr(core, part, object())
    assert Ideal.misfit(core) == reason


def test_images_that_are_not_equally_likely_are_not_its_own() -> None:
    child = {"kind": "circle_square", "height": 28, "width": 28, "extent": 8, "gradient": True}
    spaces = {"a": child, "b": child | {"gradient": False}}
    mixture = {"kind": "mixture", "spaces": spaces, "label_from": "component"}
    spec = envspecs.load("CircleSquare-v0")
    even, weighted = (
        make_vec_env(1, spec=spec.override({"space": mixture | more}))
        for more in ({}, {"weights": {"a": 1.0, "b": 3.0}})
    )
    assert Ideal.misfit(even.core) is None
    assert Ideal.misfit(weighted.core) == (
        "takes all images for equally likely, got split 'all', which draws by weight"
    )
