"""TOML texts: what they stand for, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.problems import SpecError
from envspecs.toml_reader import read_toml
from envspecs.tree import Node, Place, plain

FILE = Place("f.toml")


def test_values_are_those_of_toml() -> None:
    tree = read_toml('a = 1\n[b]\nc = [1.5, "x"]\nd = 2020-01-02\n[b.e]\nf = true\n', FILE)
    assert plain(tree) == {"a": 1, "b": {"c": [1.5, "x"], "d": dt.date(2020, 1, 2), "e": {"f": True}}}
    assert tree["b"]["c"][1].place == FILE


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = @", "f.toml:1:5: not TOML: Invalid value"),
        ("[a]\nb = 1\nb = 2\n", "f.toml:3:6: not TOML: Cannot overwrite a value"),
        ("a = 'x", 'f.toml: not TOML: Expected "\'" (at end of document)'),
    ],
)
def test_what_is_no_toml_is_refused(text: str, line: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_toml(text, FILE)
    assert str(caught.value) == line


@given(st.text(max_size=60) | st.text("ab=.[]{}\"'\n# 01-:TZe_", max_size=60))
def test_any_text_gives_a_tree_or_a_spec_error(text: str) -> None:
    try:
        found: object = read_toml(text, FILE)
    except SpecError as error:
        found = error
    assert isinstance(found, Node) or str(found).startswith("f.toml:")
