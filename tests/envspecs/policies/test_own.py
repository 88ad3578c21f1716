"""Policies of users."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from envspecs.environment import ActiveVectorEnv
from envspecs.policies import PolicyError
from envspecs.policies.own import find
from tests.envspecs.made import make_vec_env

CODE = """\
import numpy as np

begun = []
number = 3

def still(observations, envs):
    return {"action": 0 * observations["glimpse_pos"], "prediction": np.ones(envs.prediction_space.shape, np.float32)}

class Agent:
    def __init__(self, envs):
        self.shape = envs.prediction_space.shape

    def begin(self, lanes, seeds):
        begun.append((lanes.tolist(), seeds.tolist()))

    def __call__(self, observations):
        return {"action": 0 * observations["glimpse_pos"], "prediction": np.zeros(self.shape, np.float32)}

class Plain:
    def __init__(self, envs):
        self.envs = envs

    def __call__(self, observations):
        return self.envs.action_space.sample()

    @staticmethod
    def act(observations, envs):
        return envs.action_space.sample()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's folder, with modules of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", [path for path in sys.path if path])
    (tmp_path / "my_policies.py").write_text(CODE)
    (tmp_path / "broken_policy.py").write_text("raise RuntimeError('no luck')")
    (tmp_path / "lost_policy.py").write_text("import no_such_thing")
    known = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - known:
        del sys.modules[name]


@pytest.fixture
def envs() -> ActiveVectorEnv:
    return make_vec_env(2, spec="CircleSquare-v0", autoreset_mode="Disabled")


@pytest.mark.parametrize("name", ["still", "Agent", "Plain", "Plain.act"])
def test_functions_and_classes_of_the_current_folder_act(name: str, envs: ActiveVectorEnv) -> None:
    policy = find(f"my_policies:{name}")(envs)
    observations, _ = envs.reset(seed=0)
    policy.begin(np.arange(2), np.array([5, 6]))
    assert policy(observations) in envs.action_space


def test_objects_are_told_of_beginnings_if_they_want_to_know(envs: ActiveVectorEnv) -> None:
    find("my_policies:Agent")(envs).begin(np.array([1]), np.array([6]))
    assert sys.modules["my_policies"].begun == [([1], [6])]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("my_policies:stil", "policy 'my_policies:stil': module 'my_policies' has no 'stil' (did you mean 'still'?)"),
        ("my_policies:number", "policy 'my_policies:number' must be a function or a class, got int 3"),
        ("broken_policy:act", "policy 'broken_policy:act' can't be imported: RuntimeError: no luck"),
        (
            "lost_policy:act",
            "policy 'lost_policy:act' can't be imported: ModuleNotFoundError: No module named 'no_such_thing'",
        ),
        ("nowhere:act", "policy 'nowhere:act': there is no module 'nowhere' in {folder} or among what is installed"),
        (
            "my_policies.inner:act",
            (
                "policy 'my_policies.inner:act': there is no module 'my_policies.inner' in {folder} or among what is "
                "installed"
            ),
        ),
    ],
)
def test_what_is_no_policy_is_refused(name: str, message: str, folder: Path) -> None:
    with pytest.raises(PolicyError) as caught:
        find(name)
    assert str(caught.value) == message.format(folder=folder)
