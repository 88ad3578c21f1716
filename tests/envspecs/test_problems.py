"""Lines of errors: values that were found, and near misses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.problems import LONGEST_SHOWN, Problem, either, near_miss, shown
from envspecs.tree import Place


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (7, "7"),
        (-0.5, "-0.5"),
        (float("inf"), "inf"),
        ("a'b\n", '"a\'b\\n"'),
        ([1, [True], {}], "[1, [true], a map]"),
        ((1, 2), "[1, 2]"),
        ({"a": 1}, "a map"),
        ("x" * 100, "'" + "x" * 59 + "…"),
    ],
)
def test_values_are_shown_as_yaml_writes_them(value: object, text: str) -> None:
    assert shown(value) == text


def test_numbers_that_python_refuses_to_write_are_told_by_their_length() -> None:
    assert shown(10**5000) == "a number of about 5000 digits"


@given(st.recursive(st.text() | st.integers() | st.floats(), st.lists))
def test_values_are_shown_on_one_short_line(value: object) -> None:
    assert "\n" not in shown(value)
    assert len(shown(value)) <= LONGEST_SHOWN + 1


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        ("hieght", " (did you mean 'height'?)"),
        ("HEIGHT", " (did you mean 'height'?)"),
        ("size", ""),
        (5, ""),
        (None, ""),
    ],
)
def test_near_misses(found: object, hint: str) -> None:
    assert near_miss(found, ["width", "height"]) == hint


def test_alternatives() -> None:
    assert either([1]) == "1"
    assert either("abc") == "'a', 'b' or 'c'"


def test_a_line_has_what_is_known() -> None:
    assert str(Problem("m")) == "m"
    assert str(Problem("m", "a.b")) == "a.b: m"
    assert str(Problem("m", "", Place("f", 1, 2))) == "f:1:2: m"


@given(st.text(), st.text(), st.text())
def test_a_line_is_a_line_whatever_keys_and_files_are_called(message: str, path: str, source: str) -> None:
    assert str(Problem(message, path, Place(source))).isprintable()
