from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.environment import ActiveEnv
from envspecs.testing.episode import Episode, plain
from envspecs.testing.strategies import episodes, task_specs
from tests.envspecs.testing.faults import SPEC

SHRUNK = settings(max_examples=1000, phases=[Phase.generate, Phase.shrink])
"""Without a search for what of it matters, which takes the longest."""


def test_the_environment_whose_actions_are_built_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = []
    monkeypatch.setattr(ActiveEnv, "close", lambda env: closed.append(env.spec))
    episodes(SPEC)
    assert len(closed) == 1


@settings(max_examples=20)
@given(episodes(SPEC))
def test_an_episode_shows_how_to_make_it_again(episode: Episode) -> None:
    again = eval(repr(episode), {"Episode": Episode})  # noqa: S307 - our own
    assert again == episode
    first, second = (each.play(SPEC.make()) for each in (episode, again))
    assert [result["observation"]["glimpse"].tobytes() for result in first] == [
        result["observation"]["glimpse"].tobytes() for result in second
    ]


@settings(max_examples=20)
@given(episodes(SPEC))
def test_an_episode_is_what_its_parts_give(episode: Episode) -> None:
    env: Any = SPEC.make()
    results = episode.play(env)
    assert len(results) == 1 + len(episode.actions) <= 1 + SPEC.episode.max_steps + 1
    assert all(action in env.action_space for action in episode.actions_for(env))
    other: Any = SPEC.make()
    observation, info = other.reset(seed=episode.seed, options=dict(episode.options))
    assert info["index"] == results[0]["info"]["index"]
    _, reward, *_ = other.step(episode.actions_for(other)[0])
    assert reward == results[1]["reward"]
    assert observation["glimpse"].tobytes() == results[0]["observation"]["glimpse"].tobytes()


def test_the_simplest_episode() -> None:
    rest = {"action": [0.0, 0.0], "prediction": [0.0, 0.0]}
    assert find(SPEC.strategy(), lambda _: True, settings=SHRUNK) == Episode(0, {}, [rest])
    both = {"action": [[0.0, 0.0]] * 2, "prediction": [[0.0, 0.0]] * 2}
    assert find(SPEC.strategy(num_envs=2, max_steps=1), lambda _: True, settings=SHRUNK) == Episode(0, {}, [both])


def test_what_happens_late_shrinks_to_just_so_many_actions_at_rest() -> None:
    found = find(episodes(SPEC), lambda episode: len(episode.actions) >= SPEC.episode.max_steps, settings=SHRUNK)
    assert found == Episode(0, {}, [{"action": [0.0, 0.0], "prediction": [0.0, 0.0]}] * SPEC.episode.max_steps)
    assert found.play(SPEC.make())[-1]["terminated"]


@settings(max_examples=25)
@given(st.data(), st.sampled_from([None, 1, 3]))
def test_episodes_of_any_task_are_played(data: st.DataObject, num_envs: int | None) -> None:
    spec = data.draw(task_specs(max_pixels=100, max_steps=3, interfaces=True))
    env: Any = spec.make() if num_envs is None else spec.make_vec(num_envs)
    episode = data.draw(episodes(spec, max_steps=2, num_envs=num_envs))
    assert 2 <= len(episode.play(env)) <= 3


@pytest.mark.parametrize("mode", ["NextStep", "SameStep", "Disabled"])
def test_episodes_are_played_in_each_mode(mode: str) -> None:
    rest = {"action": [[0.0, 0.0]] * 2, "prediction": [[0.0, 0.0]] * 2}
    results = Episode(seed=1, options={"index": [0, 3]}, actions=[rest] * 5).play(SPEC.make_vec(2, autoreset_mode=mode))
    assert results[0]["info"]["index"].tolist() == [0, 3]
    assert len(results) == 6


def test_plain_data_are_those_of_python() -> None:
    value = plain({"a": np.array([[0.5]], np.float32), "b": (np.int64(1), [np.bool_(True)]), "c": "text"})
    assert value == {"a": [[0.5]], "b": (1, [True]), "c": "text"}
    assert [type(part) for part in value["b"]] == [int, list]


def test_the_strategy_of_a_spec_takes_options_by_name_alone() -> None:
    with pytest.raises(TypeError, match="positional"):
        envspecs.load("CircleSquare-v0").strategy(3)  # type: ignore[call-arg]
