"""What a data set says of its pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from imagespaces.loaded.pictures import Form
from imagespaces.loaded.records import Decoded, Names, Records, Sources


@dataclass(frozen=True)
class Numbered:
    """A picture that is its number."""

    number: int

    @property
    def name(self) -> str:
        return f"picture {self.number}"

    def decode(self, form: Form) -> Decoded:
        return Decoded(np.full(form.shape, self.number, np.uint8))


SOURCES = Sources(5, Numbered)


def test_pictures_are_made_when_they_are_asked_for() -> None:
    made: list[int] = []

    def make(number: int) -> Numbered:
        made.append(number)
        return Numbered(number)

    sources = Sources(1_000_000_000, make)
    assert len(sources) == 1_000_000_000
    assert (sources[7], sources[-1]) == (Numbered(7), Numbered(999_999_999))
    assert sources[2:4] == [Numbered(2), Numbered(3)]
    assert made == [7, 999_999_999, 2, 3]


def test_they_are_gone_through_in_order() -> None:
    assert list(SOURCES) == [Numbered(number) for number in range(5)] == SOURCES[:]


@pytest.mark.parametrize("at", [5, -6])
def test_there_are_no_others(at: int) -> None:
    with pytest.raises(IndexError, match=f"^a picture must be from 0 to 4, got {at}$"):
        SOURCES[at]


def test_names_are_those_of_the_pictures() -> None:
    names = Names(SOURCES)
    assert len(names) == 5
    assert (names[3], names[1:3]) == ("picture 3", ["picture 1", "picture 2"])
    assert list(names) == [source.name for source in SOURCES]


@pytest.mark.parametrize(
    ("contradiction", "message"),
    [
        ({"parts": {"train": 3, "test": 1}}, "parts must make up all 5 pictures, got {'train': 3, 'test': 1}"),
        ({"class_names": ("a",)}, "labels and class_names come together, got None and ('a',)"),
        (
            {"labels": np.zeros(4, np.int64), "class_names": ("a",)},
            "5 pictures must have as many labels, got 4",
        ),
        (
            {"labels": np.array([0, 1, 2, 0, 0]), "class_names": ("a", "b")},
            "a label must be from 0 to 1, got 2 of picture 2",
        ),
        (
            {"labels": np.array([0, 1, 1, -1, 0]), "class_names": ("a", "b")},
            "a label must be from 0 to 1, got -1 of picture 3",
        ),
    ],
)
def test_what_contradicts_itself_is_refused(contradiction: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Records(SOURCES, **contradiction)


def test_what_fits_is_taken() -> None:
    labels = np.array([0, 1, 1, 0, 0])
    records = Records(SOURCES, parts={"train": 3, "test": 2}, labels=labels, class_names=("a", "b"))
    assert records.labels is labels
