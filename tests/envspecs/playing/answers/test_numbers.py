"""Answers that are numbers."""

from __future__ import annotations

import numpy as np
import pytest
from gymnasium.spaces import Box

from envspecs.playing.answers.answer import Look
from envspecs.playing.answers.numbers import Numbers

HERE = Look((0.25, -0.5), (17.5, 7.0))
ANYTHING = Box(-np.inf, np.inf, (2,), np.float32)


def one() -> Numbers:
    return Numbers(Box(-np.inf, np.inf, (1,), np.float32), (np.zeros(1), np.full(1, 360.0)))


def place() -> Numbers:
    return Numbers(ANYTHING, (np.full(2, -1.0), np.ones(2)), places=True)


def pressed(answer: Numbers, *keys: str) -> str | None:
    said = None
    for key in keys:
        said = answer.press(key, HERE)
    return said


def test_numbers_are_typed() -> None:
    answer = one()
    assert pressed(answer, *"/12.5", "enter") == ""
    assert answer.words == "12.5"
    assert answer.prediction().tolist() == [12.5]
    assert answer.prediction().dtype == np.float32
    assert answer.typed is None


@pytest.mark.parametrize("text", [["0", ".", "5", "space", "-", "1"], [*"0.5,", "space", *"-1"]])
def test_several_have_spaces_or_commas_between_them(text: list[str]) -> None:
    answer = place()
    assert pressed(answer, "/", *text, "enter") == ""
    assert answer.prediction().tolist() == [0.5, -1]
    assert answer.words == "0.5  -1"
    assert answer.mark is None


def test_a_place_is_where_is_looked() -> None:
    answer = place()
    assert pressed(answer, "m") == ""
    assert answer.prediction().tolist() == [0.25, -0.5]
    assert answer.mark == (17.5, 7.0)
    assert answer.hints == (("m", "answer: it is here"), ("/", "type 2 numbers"))
    assert pressed(one(), "m") is None


def test_before_an_answer_it_is_what_is_nearest_to_nothing() -> None:
    answer = Numbers(Box(2.0, 5.0, (1,), np.float32), (np.full(1, 2.0), np.full(1, 5.0)))
    assert answer.prediction().tolist() == [2]
    assert answer.words == ""


def test_a_new_episode_forgets() -> None:
    answer = place()
    pressed(answer, "m", "/", "1")
    answer.begin()
    assert (answer.words, answer.typed, answer.mark) == ("", None, None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("blue", "found 'blue', which is no number"),
        ("1 2", "found 2, needed is 1 number"),
        ("", "found 0, needed is 1 number"),
        ("361", "found 361, allowed is 0 to 360"),
        ("nan", "found nan, allowed is 0 to 360"),
    ],
)
def test_what_is_no_such_number_is_told_and_not_taken(text: str, said: str) -> None:
    answer = one()
    assert pressed(answer, "/", *text, "enter") == said
    assert answer.words == ""


@pytest.mark.parametrize("text", ["inf", "-inf", "nan", "1e39"])
def test_numbers_are_finite_in_float32_even_where_there_are_no_bounds(text: str) -> None:
    answer = Numbers(Box(-np.inf, np.inf, (1,)), (np.full(1, -np.inf), np.full(1, np.inf)))
    assert pressed(answer, "/", *text, "enter") == f"found {text}, allowed is -3.403e+38 to 3.403e+38"


def test_bounds_that_differ_are_told_one_by_one() -> None:
    answer = Numbers(ANYTHING, (np.array([0.0, -1.0]), np.array([9.0, 1.0])))
    assert pressed(answer, *"/9 2", "enter") == "found 9 2, allowed is 0 to 9, -1 to 1"
    assert pressed(answer, *"/a b", "enter") == "found 'a b', not numbers"
    assert pressed(answer, *"/1", "enter") == "found 1, needed are 2"


@pytest.mark.parametrize("key", ["1", "x", "enter"])
def test_other_keys_mean_nothing(key: str) -> None:
    assert one().press(key, HERE) is None


def test_quantities_are_typed_in_their_own_units() -> None:
    bounds = np.array([0.0, 1.0]), np.array([360.0, 10.0])
    answer = Numbers(
        Box(-1, 1, (3,)), bounds, names=["angle", "count"], encode=lambda values: values[:, [0, 0, 1]] / 360
    )
    assert answer.hints == (("/", "type angle, count"),)
    assert answer.prediction().tolist() == [0, 0, 0]
    assert pressed(answer, *"/90 9", "enter") == ""
    assert answer.words == "angle 90  count 9"
    assert np.allclose(answer.prediction(), [0.25, 0.25, 0.025])
    assert pressed(answer, *"/90 0", "enter") == "found 90 0, allowed is 0 to 360, 1 to 10"
