"""The policy that sweeps the image."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Discrete
from hypothesis import given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.environment import ActiveVectorEnv
from envspecs.policies import PolicyError, Scan
from envspecs.policies.scan import sweep
from tests.envspecs.made import make_vec_env


def environments(lanes: int, **changes: Any) -> ActiveVectorEnv:
    spec = envspecs.load("CircleSquare-v0").override({"episode.max_steps": 400, **changes})
    return make_vec_env(lanes, spec=spec, autoreset_mode="Disabled")


def seen(envs: ActiveVectorEnv, steps: int, seed: int = 0) -> np.ndarray:
    """Which pixels of the image each lane has seen after a sweep: bool [B, H, W]."""
    policy = Scan(envs)
    observations, _ = envs.reset(seed=seed)
    policy.begin(np.arange(envs.num_envs), np.arange(envs.num_envs))
    found = np.zeros((envs.num_envs, envs.core.space.height, envs.core.space.width), np.bool_)
    for _ in range(steps):
        for lane, (left, top, right, bottom) in enumerate(np.rint(envs.core.sensor.boxes(slice(None)) + 1e-9)):
            found[lane, int(top) : int(bottom), int(left) : int(right)] = True
        observations, *_ = envs.step(policy(observations))
    return found


def test_all_of_the_image_gets_seen() -> None:
    assert seen(environments(8), 110).all()


@settings(max_examples=15)
@given(
    st.integers(9, 20),
    st.integers(9, 20),
    st.tuples(st.integers(1, 9), st.integers(1, 9)),
    st.one_of(st.floats(0.2, 2), st.tuples(st.floats(0.2, 2), st.floats(0.2, 2))),
)
def test_all_of_any_image_gets_seen_by_any_glimpse(
    height: int, width: int, size: tuple[int, int], max_step: float | tuple[float, float]
) -> None:
    changes = {
        "space.height": height,
        "space.width": width,
        "space.extent": 4,
        "sensor.size": list(size),
        "sensor.motion.max_step": max_step,
    }
    envs = environments(2, **changes)
    reach = np.minimum(np.array(envs.core.sensor.coverage), max_step)  # type: ignore[attr-defined]
    rows = np.ceil(2 / np.array(envs.core.sensor.coverage)[1]) + 1  # type: ignore[attr-defined]
    enough = int((rows + 2) * (np.ceil(2 / reach[0]) + np.ceil(2 / reach[1]) + 3))
    assert seen(envs, min(enough, 400)).all()


def test_a_sweep_takes_no_longer_than_its_rows() -> None:
    envs = environments(1, **{"sensor.start": [-1.0, -1.0]})
    assert seen(envs, 6 * 10 + 5 * 2 + 1).all()  # six rows of ten steps, and two steps from each to the next
    assert not seen(envs, 6 * 10 + 5 * 2 - 8).all()


def test_it_goes_to_the_nearest_corner_first() -> None:
    envs = environments(4, **{"sensor.motion.max_step": 2.0})
    start = np.array([[-0.5, -0.1], [0.5, -0.9], [-0.1, 0.3], [0.9, 0.9]])
    policy = Scan(envs)
    observations, _ = envs.reset(seed=0, options={"position": start})
    policy.begin(np.arange(4), np.arange(4))
    for _ in range(12):
        observations, *_ = envs.step(policy(observations))
        if (np.abs(observations["glimpse_pos"]) > 0.999).all():
            break
    assert np.array_equal(np.sign(observations["glimpse_pos"]), np.sign(start))


def test_a_new_episode_starts_a_new_sweep() -> None:
    envs = environments(2)
    policy = Scan(envs)
    observations, _ = envs.reset(seed=0)
    policy.begin(np.arange(2), np.arange(2))
    for _ in range(30):
        observations, *_ = envs.step(policy(observations))
    observations, _ = envs.reset(seed=0)
    policy.begin(np.arange(2), np.arange(2))
    fresh = Scan(envs)
    fresh.begin(np.arange(2), np.arange(2))
    for name in ("action", "prediction"):
        assert np.array_equal(policy(observations)[name], fresh(observations)[name])


def test_it_predicts_evenly() -> None:
    envs = environments(3)
    policy = Scan(envs)
    observations, _ = envs.reset(seed=0)
    policy.begin(np.arange(3), np.arange(3))
    assert policy(observations)["prediction"].tolist() == [[0.0, 0.0]] * 3
    assert policy(observations) in envs.action_space


def test_predictions_are_not_shared_from_step_to_step() -> None:
    envs = environments(1)
    policy = Scan(envs)
    observations, _ = envs.reset(seed=0)
    policy.begin(np.arange(1), np.arange(1))
    policy(observations)["prediction"][...] = 7
    assert policy(observations)["prediction"].tolist() == [[0.0, 0.0]]


def test_of_an_image_it_predicts_gray() -> None:
    envs = environments(1, task={"kind": "reconstruction"})
    observations, _ = envs.reset(seed=0)
    assert (Scan(envs)(observations)["prediction"] == 0.5).all()


@given(st.floats(0.01, 5), st.floats(0.01, 5))
def test_rows_of_a_sweep_are_no_farther_apart_than_is_seen(x: float, y: float) -> None:
    route = sweep(np.array([x, y]))
    rows = np.unique(route[:, 1])
    assert np.diff(rows).max(initial=0) <= y + 1e-9
    assert {rows[0], rows[-1]} == {-1.0, 1.0}


def test_a_window_that_fills_the_image_needs_one_row() -> None:
    assert sweep(np.array([np.inf, np.inf])).tolist() == [[-1, -1], [1, -1]]
    assert seen(environments(1, **{"sensor.size": [28, 28]}), 3).all()


def test_sensors_that_cannot_be_sent_are_refused() -> None:
    envs = environments(1)
    envs.core.sensor = object()  # type: ignore[assignment]
    with pytest.raises(PolicyError) as caught:
        Scan(envs)
    assert str(caught.value) == (
        "policy 'scan' takes a sensor that can be sent to a position, got object: use policy 'random'"
    )


def test_predictions_that_have_no_middle_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    envs = environments(1)
    monkeypatch.setattr(envs.core.task, "prediction_space", Discrete(3))
    assert Scan.misfit(envs.core) == "predicts evenly in a Box space, got Discrete(3)"
