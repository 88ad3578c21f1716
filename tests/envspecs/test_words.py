"""Numbers in words."""

from __future__ import annotations

import pytest

from envspecs.words import counted


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [(0, "frame", "0 frames"), (1, "class", "1 class"), (2, "class", "2 classes"), (1000, "image", "1,000 images")],
)
def test_things_are_counted(count: int, noun: str, words: str) -> None:
    assert counted(count, noun) == words


@pytest.mark.parametrize(("count", "words"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries")])
def test_a_plural_can_be_given(count: int, words: str) -> None:
    assert counted(count, "entry", "entries") == words
