"""Games."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envspecs.playing import Game, UnplayableError
from envspecs.runs import run
from tests.envspecs.playing.games import game_of, make_env, pressed

GLIMPSE = {"kind": "glimpse", "size": [5, 5], "start": "center"}
SENSORS: dict[str, dict[str, Any]] = {
    "relative": {**GLIMPSE, "motion": {"kind": "relative"}},
    "absolute": {**GLIMPSE, "motion": {"kind": "absolute"}},
    "discrete": {**GLIMPSE, "motion": {"kind": "discrete"}},
    "velocity": {**GLIMPSE, "motion": {"kind": "velocity"}},
    "foveated": {"kind": "foveated", "size": [4, 4], "levels": 3, "motion": {"kind": "relative"}},
    "full": {"kind": "full"},
    "zoom": {"kind": "zoom", "patch": 4, "grid": 2, "motion": {"kind": "absolute_zoom"}},
    "relative zoom": {"kind": "zoom", "patch": 4, "grid": 2, "motion": {"kind": "relative_zoom"}},
}
KEYS = ["up", "shift+down", "a", "D", "y", "space", "+", "-", "1", "2", "enter", "/", "escape", "x", "tab", "c"]


@pytest.mark.parametrize("sensor", SENSORS)
def test_keys_earn_what_the_actions_earn_that_they_mean(sensor: str) -> None:
    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.sampled_from(KEYS), max_size=30), st.integers(0, 99))
    def law(keys: list[str], seed: int) -> None:
        env = make_env("CircleSquare-v0", {"sensor": SENSORS[sensor], "episode.max_steps": 5})
        game = Game(env, title="", question="", seed=seed)
        pressed(game, " ".join([*keys, "escape", "enter"]))
        assert len(game.record) == 1
        twin = make_env("CircleSquare-v0", {"sensor": SENSORS[sensor], "episode.max_steps": 5})
        twin.reset(seed=seed)
        rewards, metrics = [], {}
        for action in env.actions:
            assert action in twin.action_space
            _, reward, _, _, info = twin.step(action)
            rewards.append(reward)
            metrics = info.get("metrics", {})
        found = {name: statistic.mean for name, statistic in game.record.statistics().items()}
        assert len(rewards) == 5
        assert found["return"] == sum(rewards) == pytest.approx(metrics["return"])
        assert found["accuracy"] == metrics["accuracy"]

    law()


def test_episodes_are_those_of_a_run() -> None:
    env = make_env()
    game = Game(env, title="", question="", episodes=3, seed=7)
    indices = []
    for _ in range(3):
        indices.append(env.core.index)
        pressed(game, "enter enter")
    assert game.is_over
    twin = make_env()
    assert indices == [twin.reset(seed=seed)[1]["index"] for seed in (7, 8, 9)]


def test_measures_are_those_of_a_run() -> None:
    game = pressed(game_of(episodes=2), "enter enter enter")
    expected = run("CircleSquare-v0", "random", episodes=2).statistics
    assert [*game.record.statistics()] == [*expected]
    assert game.record.statistics()["length"] == expected["length"]


def test_a_person_who_answers_right_at_once_is_scored_as_sure_as_they_are() -> None:
    game = game_of()
    truth = game._env.core.task.oracle()[0].argmax()
    pressed(game, f"{truth + 1} " * 3 + "enter")
    found = game.record.statistics()
    assert found["accuracy"].mean == 1.0
    assert found["loss"].mean == pytest.approx(-np.log(0.999) / np.log(2), rel=1e-4)
    assert found["return"].mean == pytest.approx(16 * np.log(0.999) / np.log(2), rel=1e-4)


def test_nothing_of_the_truth_is_told_before_the_end() -> None:
    game = pressed(game_of(seed=3), "right down 1")
    view = game.view
    (seen, now) = view.pictures
    assert seen.known is not None
    assert not seen.pixels[~seen.known].any()
    assert seen.known.sum() <= 3 * 36
    assert (seen.name, now.name) == ("seen so far", "what you see now")
    assert now.pixels.shape == (5, 5, 3)
    assert view.ending is None
    assert view.score == ()
    assert [name for name, _ in view.facts] == ["position"]


def test_in_the_end_the_whole_image_the_truth_and_the_score_are_told() -> None:
    game = pressed(game_of(seed=3, episodes=2), "right 1 enter")
    view = game.view
    space, index = game._env.core.space, game._env.core.index
    assert view.pictures[0].known is None
    assert np.array_equal(view.pictures[0].pixels[..., 0], np.rint(255 * space.at(index).image[..., 0]))
    assert view.pictures[1].name == "what you saw"
    assert view.ending is not None
    truth = ("square", "circle")[space.labels([index])[0]]
    assert view.ending.truth == truth
    assert view.ending.right is (truth == "square")
    assert dict(view.ending.measures)["length"] == "16"
    assert view.score[0][0] == "mean of 1 episode"
    assert view.step == view.steps == 16


LOCALIZATION = {"task": {"kind": "localization", "loss": {"kind": "squared_error"}}}


def test_a_place_is_answered_by_looking_there_and_shown_in_the_end() -> None:
    env = make_env("Photos-v0", LOCALIZATION)
    game = pressed(Game(env, title="", question=""), "right m down enter")
    before = make_env("Photos-v0", LOCALIZATION)
    before.reset(seed=0)
    before.step(env.actions[0])
    marked = before.core.sensor.state()["positions"][0]
    assert np.allclose([action["prediction"] for action in env.actions], [[0, 0]] + [marked] * 15)
    picture = game.view.pictures[0]
    assert picture.truth is not None
    target = env.core.task.targets()[0]
    assert np.allclose((picture.truth[0, :2] + picture.truth[0, 2:]) / 2, 32 + target * (64 - 10) / 2, atol=0.5)
    assert picture.mark is not None
    assert np.allclose(picture.mark, 32 + marked * (64 - 10) / 2, atol=0.5)


def test_no_truth_is_shown_before_the_end() -> None:
    game = pressed(game_of("Photos-v0", LOCALIZATION), "right m")
    assert [picture.name for picture in game.view.pictures] == ["seen so far", "what you see now", "target glimpse"]
    assert all(picture.truth is None for picture in game.view.pictures)


def test_one_who_said_nothing_was_neither_right_nor_wrong() -> None:
    ending = pressed(game_of(), "enter").view.ending
    assert ending is not None
    assert ending.right is None


def test_quitting_keeps_what_was_played_to_its_end() -> None:
    game = pressed(game_of(episodes=5), "right enter enter left q")
    assert game.is_over
    assert len(game.record) == 1


def test_once_over_it_stays_over() -> None:
    game = pressed(game_of(), "enter enter enter right space enter")
    assert game.is_over
    assert len(game.record) == 1


def test_an_episode_that_is_over_waits_for_a_key_that_moves_nothing() -> None:
    game = pressed(game_of(episodes=2), "enter right 1 x")
    assert game.view.episode == 1
    assert game.view.keys == (("enter", "next episode"), ("q", "quit"))
    assert pressed(game, "space").view.episode == 2
    assert game.view.step == 0
    assert game.view.answer == ""


def test_what_is_typed_moves_nothing_and_does_not_quit() -> None:
    game = pressed(game_of(), "/ q s d")
    assert game.view.step == 0
    assert game.view.typed == "qsd"
    assert game.view.keys == (("enter", "takes the first"), ("esc", "leaves it"))
    assert pressed(game, "backspace backspace backspace c i r enter").view.answer == "circle, 75% sure"
    view = game.view
    assert (view.typed, view.step) == (None, 0)


def test_a_key_that_means_nothing_is_told() -> None:
    game = pressed(game_of(), "x")
    assert game.view.message == "x means nothing here"
    assert pressed(game, "right").view.message == ""


def test_one_who_cannot_stay_is_told_so() -> None:
    changes = {"sensor": {**GLIMPSE, "motion": {"kind": "discrete", "stay": False}}}
    assert pressed(game_of(changes=changes), "space").view.message == "nothing lets it stay where it is"
    assert pressed(game_of(), "space").view.message == ""


def test_keys_are_told_as_the_sensor_and_the_task_have_them() -> None:
    told = dict(game_of(changes={"sensor": SENSORS["zoom"]}).view.keys)
    assert [*told] == ["arrows", "shift", "+ -", "space", "1-2", "enter", "q"]
    assert "+ -" not in dict(game_of().view.keys)


def test_one_who_may_stop_does_so_when_done() -> None:
    env = make_env(changes={"episode.stop": "action"})
    game = pressed(Game(env, title="", question=""), "right 1 right")
    assert dict(game.view.keys)["enter"] == "done"
    pressed(game, "enter")
    assert [action["stop"] for action in env.actions] == [0, 0, 1]
    assert game.record.statistics()["length"].mean == 3


def test_where_nothing_is_asked_one_looks_around() -> None:
    env = make_env(changes={"task": {"kind": "none"}})
    game = pressed(Game(env, title="", question=""), "right 1")
    assert game.view.message == "1 means nothing here"
    assert (game.view.answerable, game.view.options) == (False, ())
    ending = pressed(game, "enter").view.ending
    assert ending is not None
    assert (ending.truth, ending.right) == ("", None)
    assert [*game.record.statistics()] == ["return", "length"]
    assert all("prediction" not in action for action in env.actions)


OPTIONS: list[tuple[dict[str, object], list[str]]] = [
    ({"sensor.noise": 0.5}, ["seen so far", "what you see now"]),
    ({"sensor.periphery": [7, 7]}, ["seen so far", "what you see now", "periphery"]),
    ({"sensor.memory": "canvas"}, ["seen so far", "what you see now"]),
    ({"sensor.memory": "history"}, ["seen so far", "what you see now"]),
    ({"sensor.border": "pad"}, ["seen so far", "what you see now"]),
    ({"sensor.observe": ["last_action"]}, ["seen so far", "what you see now"]),
]


@pytest.mark.parametrize(("changes", "names"), OPTIONS)
def test_what_sensors_have_besides_is_seen(changes: dict[str, object], names: list[str]) -> None:
    game = pressed(game_of(changes=changes), "L d D J s S")
    assert [picture.name for picture in game.view.pictures] == names
    found = game.view.pictures[0]
    assert found.known is not None
    assert found.known.any()
    known = dict(game.view.facts)
    assert ("last action" in known) is ("sensor.observe" in changes)


def test_noise_is_seen_as_it_was_observed() -> None:
    env = make_env(changes={"sensor.noise": 0.5})
    game = Game(env, title="", question="")
    seen, now = game.view.pictures
    left, top, right, bottom = np.rint(env.core.sensor.boxes(np.arange(1))[0]).astype(int)
    assert np.array_equal(seen.pixels[top:bottom, left:right], now.pixels)


def test_what_can_not_be_steered_is_refused() -> None:
    env = make_env()
    vars(env.core)["sensor"] = object()
    with pytest.raises(UnplayableError) as caught:
        Game(env, title="", question="")
    assert str(caught.value) == "its sensor can't be sent to a position: object has no toward()"
