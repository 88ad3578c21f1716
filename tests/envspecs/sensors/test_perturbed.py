"""That disturbances are a pure function of episode and step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from envspecs.sensors.full import Full
from envspecs.sensors.perturbed import Perturbed
from imagespaces.draws import Draws
from tests.envspecs.sensors.lookers import Looker, Pictures


class Blink(Perturbed):
    """A subclass that forgets its hook."""

    stream = "blink"


def test_a_key_of_two_words_is_drawn_at_each_reset() -> None:
    pictures = Pictures()
    sensor = Blink(Full(pictures), pictures)
    assert sensor.words == {"blink": 2}
    draws = Draws([1, 2, 3], [4, 5, 6])
    sensor.reset(np.arange(3), draws, {})
    low, high = draws.words("blink", 2).T.astype(np.uint64)
    assert sensor.state()["blink_key"].tolist() == (low + high * np.uint64(2**32)).tolist()
    assert sensor.state()["blink_step"].tolist() == [0, 0, 0]


def test_a_subclass_must_say_how_it_disturbs() -> None:
    pictures = Pictures()
    sensor = Blink(Full(pictures), pictures)
    with pytest.raises(NotImplementedError, match=r"^Blink must define _disturb\(\)$"):
        sensor.observe(slice(None))


@pytest.mark.parametrize("options", [{"noise": 0.2}, {"dropout": 0.5}])
def test_each_step_and_each_episode_is_disturbed_otherwise(options: dict[str, Any]) -> None:
    looker = Looker("full", **options)
    looker.pictures.pixels[:] = looker.pictures.pixels[0]
    seen = [step["glimpse"] for step in looker.play(3)]
    seen += [looker.begin().see()["glimpse"] for _ in range(2)]
    assert len({glimpse[lane].tobytes() for glimpse in seen for lane in range(3)}) == 18


@pytest.mark.parametrize("options", [{"noise": 0.2}, {"dropout": 0.5}])
def test_an_episode_replayed_is_disturbed_alike(options: dict[str, Any]) -> None:
    one, other = (Looker("full", **options).play() for _ in range(2))
    assert [step["glimpse"].tobytes() for step in one] == [step["glimpse"].tobytes() for step in other]
