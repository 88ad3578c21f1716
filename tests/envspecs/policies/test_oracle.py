"""The policy that is told the truth."""

from __future__ import annotations

import numpy as np
import pytest

import envspecs
from envspecs.policies import Oracle, Policy, Scan
from envspecs.runs import run
from tests.envspecs.made import make_vec_env


@pytest.mark.parametrize("task", ["CircleSquare-v0", "DoubleCircleSquare-s15-nograd-v0"])
def test_it_is_always_right(task: str) -> None:
    found = run(task, "oracle", episodes=20, num_envs=8).statistics
    assert found["accuracy"].mean == found["mean_accuracy"].mean == found["first_correct_step"].mean == 1.0
    assert found["loss"].mean == pytest.approx(0, abs=1e-7)


def test_it_moves_as_a_sweep_does() -> None:
    envs = make_vec_env(3, spec="CircleSquare-v0", autoreset_mode="Disabled")
    observations, _ = envs.reset(seed=0)
    policies: list[Policy] = [Oracle(envs), Scan(envs)]
    for policy in policies:
        policy.begin(np.arange(3), np.arange(3))
    oracle, scan = (policy(observations) for policy in policies)
    assert np.array_equal(oracle["action"], scan["action"])


def test_it_moves_at_random_where_the_sensor_cannot_be_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scan, "misfit", lambda core: "can't")
    found = run(envspecs.load("CircleSquare-v0"), "oracle", episodes=5).statistics
    assert found["accuracy"].mean == 1.0
