"""Lines that are typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from envspecs.playing.answers.typing import LONGEST, Line


def typed(*keys: str) -> Line:
    line = Line()
    for key in keys:
        line.press(key)
    return line


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=LONGEST))
def test_what_is_typed_is_taken(text: str) -> None:
    line = typed("/", *text, "enter")
    assert (line.taken, line.text) == (text, None)


def test_a_line_has_an_end() -> None:
    assert typed("/", *"x" * (LONGEST + 9)).text == "x" * LONGEST


def test_what_was_taken_is_told_once() -> None:
    line = typed("/", "a", "enter")
    line.press("x")
    assert line.taken is None


def test_names_of_keys_are_no_text() -> None:
    assert typed("/", "up", "tab", "shift+left", "a").text == "a"
