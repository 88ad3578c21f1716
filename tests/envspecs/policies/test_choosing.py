"""Choosing a policy by name."""

from __future__ import annotations

import pytest

from envspecs.policies import POLICIES, PolicyError, best_policy, policy_factory
from envspecs.policies.scan import Scan
from envspecs.runs import run
from tests.envspecs.made import make_vec_env


@pytest.mark.parametrize("name", POLICIES)
def test_policies_of_the_library_act_in_a_task_of_the_catalog(name: str) -> None:
    assert run("CircleSquare-v0", name, episodes=3).episodes == 3


def test_names_with_a_colon_are_users_own() -> None:
    with pytest.raises(PolicyError, match="there is no module 'nowhere'"):
        policy_factory("nowhere:act")


@pytest.mark.parametrize(
    ("name", "hint"), [("scam", " (did you mean 'scan'?)"), ("qqq", ""), ("", ""), (":act", ""), ("module:", "")]
)
def test_unknown_names_are_refused(name: str, hint: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy_factory(name)
    allowed = "allowed is random, scan, ideal, oracle, or your own as module:function"
    assert str(caught.value) == f"no such policy: found {name!r}, {allowed}{hint}"


@pytest.mark.parametrize(("task", "name"), [("CircleSquare-v0", "ideal"), ("DoubleCircleSquare-v0", "scan")])
def test_the_best_policy_is_the_ideal_one_where_it_can_be(task: str, name: str) -> None:
    assert best_policy(make_vec_env(1, spec=task)) == name


def test_where_nothing_else_can_be_chance_remains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scan, "misfit", lambda core: "can't")
    assert best_policy(make_vec_env(1, spec="DoubleCircleSquare-v0")) == "random"
