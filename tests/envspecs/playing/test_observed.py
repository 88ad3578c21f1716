"""Observations for people."""

from __future__ import annotations

from typing import Any

import numpy as np

from envspecs.playing.observed import add_look, facts_of, pictures_of
from envspecs.playing.seen import Seen
from tests.envspecs.playing.games import game_of, make_env, pressed

FOVEATED = {"kind": "foveated", "size": [4, 4], "levels": 3, "motion": {"kind": "relative"}, "start": "center"}


def test_windows_of_several_sizes_are_parted() -> None:
    env = make_env("Photos-v0", {"sensor": FOVEATED})
    observation, _ = env.reset(seed=0)
    pictures = pictures_of(env.core, observation)
    assert [picture.name for picture in pictures] == ["what you see now", "around, 1", "around, 2"]
    shown = np.concatenate([picture.pixels for picture in pictures], axis=2)
    assert np.abs(shown - 255.0 * observation["glimpse"]).max() <= 0.5 + 1e-4


def test_windows_of_several_sizes_lie_about_one_place_the_finest_on_top() -> None:
    env = make_env("Photos-v0", {"sensor": FOVEATED})
    observation, _ = env.reset(seed=0)
    seen = Seen((64, 64))
    add_look(seen, env.core, observation)
    rows, columns = np.nonzero(seen.known)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (24, 39, 24, 39)
    middle = env.core.space.at(env.core.index).image[30:34, 30:34]
    assert np.abs(seen.pixels[30:34, 30:34] - 255.0 * middle).max() < 1


def test_what_is_as_large_as_the_image_is_not_shown_twice() -> None:
    env = make_env(changes={"sensor": {"kind": "full"}})
    observation, _ = env.reset(seed=0)
    assert pictures_of(env.core, observation) == ()
    seen = Seen((28, 28))
    add_look(seen, env.core, observation)
    assert seen.known.all()


def test_few_numbers_are_told_in_words() -> None:
    observation: dict[str, Any] = {
        "glimpse": np.zeros((5, 5, 1)),
        "glimpse_scale": np.array(0.5, np.float32),
        "last_action": np.array([-0.25, 1.0]),
        "inverted_label": np.array(2),
        "time_step": np.array(0.0),
        "many": np.zeros(9),
    }
    assert facts_of(observation, observation) == (
        ("size", "+0.50"),
        ("last action", "-0.25 +1.00"),
        ("inverted label", "2"),
    )


def test_where_nothing_is_seen_nothing_is_added() -> None:
    env = make_env()
    env.reset(seed=0)
    seen = Seen((28, 28))
    add_look(seen, env.core, {})
    assert not seen.known.any()


def test_what_is_told_once_is_not_forgotten() -> None:
    game = game_of(changes={"task": {"kind": "inverted_classification"}})
    ((_, told),) = [fact for fact in game.view.facts if fact[0] == "inverted label"]
    assert told in {"0", "1"}
    assert ("inverted label", f"2 (at first {told})") in pressed(game, "right down").view.facts
