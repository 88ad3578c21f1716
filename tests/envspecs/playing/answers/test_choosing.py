"""Which answer suits a task."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete, Space

from envspecs.playing import UnplayableError
from envspecs.playing.answers import Answer, answer_for
from envspecs.playing.answers.answer import Look
from envspecs.playing.answers.classes import Classes
from envspecs.playing.answers.nothing import Nothing
from envspecs.playing.answers.numbers import Numbers
from imagespaces import ImageSpace
from tests.envspecs.playing.games import game_of

LOGITS = Box(-np.inf, np.inf, (3,), np.float32)
ANY_TWO = Box(-np.inf, np.inf, (2,), np.float32)


def core(prediction: Space[Any] | None, truth: Space[Any] | None, names: tuple[str, ...] | None = None) -> Any:
    task = SimpleNamespace(prediction_space=prediction, target_space=truth)
    return SimpleNamespace(task=task, space=SimpleNamespace(class_names=names))


@pytest.mark.parametrize(
    ("prediction", "truth", "kind"),
    [
        (None, None, Nothing),
        (LOGITS, Discrete(3), Classes),
        (Box(-1, 1, (1,)), Box(0, 1, (1,)), Numbers),
        (ANY_TWO, Box(-1, 1, (2,)), Numbers),
        (Box(-1, 1, (8,)), Box(-1, 1, (8,)), Numbers),
    ],
)
def test_spaces_tell_which(prediction: Any, truth: Any, kind: type) -> None:
    assert isinstance(answer_for(core(prediction, truth)), kind)


def test_classes_have_the_names_of_the_space_where_it_has_as_many() -> None:
    named = answer_for(core(LOGITS, Discrete(3), ("a", "b", "c")))
    assert [option.words for option in named.options] == ["a", "b", "c"]
    for names in (None, ("a", "b")):
        numbered = answer_for(core(LOGITS, Discrete(3), names))
        assert [option.words for option in numbered.options] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("truth", "is_place"),
    [(Box(-1, 1, (2,)), True), (Box(0, 1, (2,)), False), (Box(-1, np.array([1, 2], np.float32)), False)],
)
def test_only_positions_are_answered_by_looking_there(truth: Box, is_place: bool) -> None:
    said = answer_for(core(ANY_TWO, truth)).press("m", Look((0.5, 0.5), (1.0, 1.0)))
    assert (said == "") is is_place


@pytest.mark.parametrize(
    ("prediction", "truth", "found"),
    [
        (Box(0, 1, (28, 28, 1)), ImageSpace(28, 28, 1), "28 × 28 × 1 values"),
        (Box(0, 1, (9,)), Box(0, 1, (9,)), "9 values"),
        (LOGITS, Discrete(4), "3 values"),
        (Discrete(4), Discrete(4), "one of Discrete(4)"),
    ],
)
def test_what_keys_can_not_give_is_refused(prediction: Any, truth: Any, found: str) -> None:
    with pytest.raises(UnplayableError) as caught:
        answer_for(core(prediction, truth))
    assert str(caught.value) == f"it asks for {found}, allowed are a class and up to 8 numbers"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("AngleRegression-v0", "rotate"),
        ("HueRegression-v0", "hue"),
        ("PlaceRegression-v0", "disc.x, disc.y, disc.size"),
    ],
)
def test_factors_are_answered_in_their_own_units(name: str, asked: str) -> None:
    game = game_of(name)
    assert ("/", f"type {asked}") in game.view.keys
    assert "m" not in dict(game.view.keys)
    space = game._env.core.space
    one = space.factor_values(np.array([game._env.core.index]))
    values = [float(one[factor][0]) for factor in game._env.core.task.quantities]  # type: ignore[attr-defined]
    for key in ["/", *(" ".join(f"{value:.12f}" for value in values)).replace(" ", ","), "enter", "enter"]:
        game.press(key)
    measures = {measure: found.mean for measure, found in game.record.statistics().items()}
    assert measures["loss"] == pytest.approx(0, abs=1e-9)
    assert [key for key in measures if key.startswith("absolute_error")]


def test_nothing_is_answered_where_nothing_is_asked() -> None:
    answer: Answer = Nothing()
    answer.begin()
    assert answer.press("1", Look((0.0, 0.0), (0.0, 0.0))) is None
    assert answer.prediction() is None
