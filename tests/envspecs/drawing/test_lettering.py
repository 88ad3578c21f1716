"""Words in pictures."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from envspecs.drawing import lettering
from envspecs.drawing.lettering import Style, fitted, font_for, legible, width_of, write

SIZE = 14


@given(st.text(max_size=60), st.integers(30, 400))
def test_what_is_fitted_fits(text: str, width: int) -> None:
    font = font_for(text, SIZE)
    assert width_of(fitted(text, font, width), font) <= width


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_what_has_room_stays_whole(text: str) -> None:
    assert fitted(text, font_for(text, SIZE), 10_000) == text


def test_what_is_too_long_begins_as_it_did_and_says_that_it_goes_on() -> None:
    found = fitted("a long name of a class", font_for("", SIZE), 80)
    assert found.endswith("…")
    assert "a long name of a class".startswith(found[:-1])


@given(st.integers(20, 400))
def test_a_cut_text_is_the_longest_that_fits(width: int) -> None:
    font = font_for("", SIZE)
    kept = len(fitted("x" * 200, font, width)) - 1
    assert width_of("x" * (kept + 1) + "…", font) > width


def test_a_percentage_is_never_cut_off() -> None:
    assert fitted("a long name of a class 51%", font_for("", SIZE), 100).endswith("… 51%")


def test_endless_texts_are_cut_at_once() -> None:
    assert len(fitted("y" * 10**6 + " 9%", font_for("", SIZE), 100)) < 30


@given(st.text(max_size=30))
def test_legible_text_has_a_character_for_each_and_no_control_characters(text: str) -> None:
    found = legible(text, font_for(text, SIZE))
    assert len(found) == len(text)
    assert found.isprintable()


def test_without_fonts_of_the_system_accents_go_and_question_marks_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "_system_fonts", lambda size: ())
    assert legible("Łódź 犬", font_for("Łódź 犬", SIZE)) == "?odz ?"


def test_another_font_is_taken_only_where_it_has_more(monkeypatch: pytest.MonkeyPatch) -> None:
    own, other = font_for("", SIZE), font_for("", SIZE + 1)
    monkeypatch.setattr(lettering, "_system_fonts", lambda size: (other,))
    monkeypatch.setattr(lettering, "_has", lambda font, character: character.isascii() or font is other)
    assert font_for("plain", SIZE) is own
    assert font_for("é", SIZE) is other


def test_writing_stays_within_its_room() -> None:
    image = Image.new("RGB", (200, 30))
    taken = write(ImageDraw.Draw(image), (10, 15), "a text that is too long", Style(SIZE, (255, 255, 255)), 60)
    columns = np.flatnonzero(np.asarray(image).any(axis=(0, 2)))
    assert 0 < taken <= 60
    assert columns.min() >= 9
    assert columns.max() <= 70
