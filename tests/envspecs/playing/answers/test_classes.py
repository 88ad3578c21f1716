"""Answers that are classes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.losses.cross_entropy import softmax
from envspecs.playing.answers.answer import Look
from envspecs.playing.answers.classes import SURENESS, Classes

HERE = Look((0.0, 0.0), (14.0, 14.0))
ANIMALS = ("ant", "bat", "cat", "cow", "dog", "elk", "fox", "gnu", "hen", "sea cow", "yak", "zebu")


def pressed(answer: Classes, *keys: str) -> Classes:
    for key in keys:
        answer.press(key, HERE)
    return answer


def probabilities(answer: Classes) -> np.ndarray:
    logits = np.asarray(answer.prediction()[None], np.float64)
    shares: np.ndarray = softmax(logits - logits.max())[0][0]
    return shares


def test_before_an_answer_all_are_equally_probable() -> None:
    answer = Classes(("a", "b", "c"))
    assert answer.prediction().tolist() == [0, 0, 0]
    assert answer.words == ""
    assert [option.share for option in answer.options] == [1 / 3] * 3
    assert not any(option.chosen for option in answer.options)


@given(st.integers(2, 10), st.data())
def test_the_prediction_is_as_sure_as_the_person(count: int, data: st.DataObject) -> None:
    answer = Classes([f"class {number}" for number in range(count)])
    place, times = data.draw(st.integers(0, count - 1)), data.draw(st.integers(1, 7))
    pressed(answer, *[answer.options[place].key] * times)
    expected = np.full(count, (1 - SURENESS[(times - 1) % 3]) / (count - 1))
    expected[place] = SURENESS[(times - 1) % 3]
    assert np.allclose(probabilities(answer), expected, atol=1e-6)
    assert np.allclose([option.share for option in answer.options], expected)
    assert [option.chosen for option in answer.options] == [number == place for number in range(count)]


def test_another_answer_begins_with_little_sureness() -> None:
    answer = pressed(Classes(("a", "b")), "1", "1", "2")
    assert answer.words == "b, 75% sure"


def test_a_new_episode_forgets() -> None:
    answer = pressed(Classes(ANIMALS), "3", "/", "x")
    answer.begin()
    assert (answer.words, answer.typed) == ("", None)


def test_digits_are_their_own_keys() -> None:
    answer = Classes(tuple("0123456789"))
    assert pressed(answer, "7").words == "7, 75% sure"
    assert [option.key for option in answer.options] == list("0123456789")
    assert answer.hints == (("0-9", "answer, again: surer"),)


def test_ten_classes_have_the_keys_from_1_to_0() -> None:
    answer = Classes(ANIMALS[:10])
    assert [option.key for option in answer.options] == list("1234567890")
    assert pressed(answer, "0").words == "sea cow, 75% sure"
    assert answer.hints == (("1-0", "answer, again: surer"),)


def test_of_more_the_first_ten_have_keys_and_the_rest_is_typed() -> None:
    answer = Classes(ANIMALS)
    assert [option.words for option in answer.options] == [*ANIMALS[:10]]
    assert answer.hints[1] == ("/", "type a name")
    pressed(answer, *"/YA")
    assert [(option.key, option.words) for option in answer.options] == [("1", "yak")]
    assert pressed(answer, "enter").words == "yak, 75% sure"
    assert (answer.options[0].key, answer.options[0].words, answer.options[0].chosen) == ("", "yak", True)


def test_names_that_begin_as_typed_come_first() -> None:
    answer = pressed(Classes(ANIMALS), *"/co")
    assert [option.words for option in answer.options] == ["cow", "sea cow"]
    assert pressed(answer, "enter").words == "cow, 75% sure"


def test_spaces_can_be_typed() -> None:
    assert pressed(Classes(ANIMALS), *"/sea", "space", *"c", "enter").words == "sea cow, 75% sure"


@pytest.mark.parametrize(("typed", "said"), [("xyz", "no class is called so"), ("", "no class is called so")])
def test_what_fits_nothing_is_told(typed: str, said: str) -> None:
    answer = pressed(Classes(ANIMALS), "2", "/", *typed)
    assert answer.press("enter", HERE) == said
    assert answer.words == "bat, 75% sure"


def test_escape_leaves_the_answer_as_it_was() -> None:
    answer = pressed(Classes(ANIMALS), "2", "/", "c", "escape")
    assert (answer.words, answer.typed) == ("bat, 75% sure", None)


@pytest.mark.parametrize("key", ["3", "x", "enter", "m", "0"])
def test_other_keys_mean_nothing(key: str) -> None:
    assert Classes(("a", "b")).press(key, HERE) is None
