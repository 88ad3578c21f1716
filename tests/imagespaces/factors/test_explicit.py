from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest

from imagespaces.factors import Between, Domain, ExplicitSplit, Finite, Interval, Only

DOMAIN = Domain([Finite("shape", ("square", "circle")), Finite("x", range(8)), Interval("angle", 0, 360, "circular")])


@pytest.mark.parametrize(
    ("split", "measures"),
    [
        (ExplicitSplit({"train": {"shape": "circle"}}, rest="test"), {"train": "1/2", "test": "1/2"}),
        (
            ExplicitSplit({"test": {"shape": "circle", "angle": (315, 45)}}, rest="train"),
            {"test": "1/8", "train": "7/8"},
        ),
        (
            ExplicitSplit(
                {
                    "a": Between("x", 0, 2),
                    "b": Between("x", 2, 8) - Only("shape", "circle"),
                    "c": {"x": range(2, 8), "shape": "circle"},
                }
            ),
            {"a": "1/4", "b": "3/8", "c": "3/8"},
        ),
        (
            ExplicitSplit(
                {"test": [{"shape": "circle", "x": 0}, Only("shape", "square") & Only("x", [1, 2])]}, "train"
            ),
            {"test": "3/16", "train": "13/16"},
        ),
        (ExplicitSplit({"test": [{"shape": "circle"}, {"x": 0}]}, "train"), {"test": "9/16", "train": "7/16"}),
        (ExplicitSplit({}, rest="train"), {"train": "1"}),
    ],
)
def test_splits_as_written(split: ExplicitSplit, measures: dict[str, str]) -> None:
    splits = dict(split.divide(DOMAIN).splits)
    assert splits.pop("all").measure == 1
    assert {name: part.measure for name, part in splits.items()} == {name: Fraction(m) for name, m in measures.items()}


@pytest.mark.parametrize(
    ("split", "message"),
    [
        (
            ExplicitSplit({"a": {"x": [0, 1]}, "b": {"x": [1, 2], "shape": "circle"}}, rest="c"),
            "splits must be disjoint, but ['a', 'b'] share shape 'circle', x 1 (in all 0.0625 of the domain)",
        ),
        (
            ExplicitSplit({"a": {"x": range(7)}}),
            "splits must hold everything, but none holds x 7 (in all 0.125 of the domain): name one for the rest",
        ),
        (ExplicitSplit({"a": {}}, rest="b"), "a split must hold a part of its domain, got 'b' with nothing in it"),
    ],
)
def test_splits_that_contradict_themselves(split: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        split.divide(DOMAIN)


def test_regions_are_those_that_are_written() -> None:
    split = ExplicitSplit({"a": {"x": [0, 1]}, "b": [Only("x", 2), {"x": 3}]}, rest="c")
    assert split.regions(DOMAIN) == {"a": Only("x", [0, 1]), "b": Only("x", 2) | Only("x", 3)}
