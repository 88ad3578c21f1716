"""Specs of some of the images of a space."""

from __future__ import annotations

from typing import Any

import pytest

from imagespaces import CircleSquare
from imagespaces.combined import Subset
from imagespaces.factors import ExtrapolationSplit
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

WHOLE = {"kind": "circle_square", "height": 9, "width": 8, "extent": 4}
CIRCLES = CircleSquare(height=9, width=8, extent=4)


def subset(**fields: Any) -> dict[str, Any]:
    return {"kind": "subset", "space": WHOLE} | fields


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"only_labels": ["circle"]}, Subset(space=CIRCLES, only_labels=("circle",))),
        ({"only_labels": [1, 0]}, Subset(space=CIRCLES, only_labels=(1, 0))),
        (
            {"only_values": {"shape": "circle", "x": [1, 2]}},
            Subset(space=CIRCLES, only_values={"shape": "circle", "x": (1, 2)}),
        ),
        ({"only_states": [7, 3]}, Subset(space=CIRCLES, only_states=(7, 3))),
        (
            {"only_labels": ["square"], "partition": {"kind": "extrapolation", "held_out": {"x": [6, 7]}}},
            Subset(space=CIRCLES, only_labels=("square",), partition=ExtrapolationSplit({"x": (6, 7)})),
        ),
    ],
)
def test_the_space_has_the_parameters_of_the_spec(fields: dict[str, Any], expected: Subset) -> None:
    assert built(subset(**fields)) == expected


def test_splits_are_those_of_its_own_partition() -> None:
    held_out = {"kind": "extrapolation", "held_out": {"x": 7}}
    divided = subset(only_labels=[0], partition=held_out)
    assert model_of(divided, "test").split_names == ("all", "test", "train")
    assert model_of({"kind": "subset", "space": divided, "only_labels": [0]}).split_names == ("all",)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {},
            (
                "space: exactly one of only_labels, only_values, only_states must be given, "
                "got {'only_labels': None, 'only_values': None, 'only_states': None}"
            ),
        ),
        (
            {"only_labels": ["disc"]},
            "space.only_labels: only_labels must be among square, circle, or 0 to 1, got 'disc'",
        ),
        ({"only_labels": [True]}, None),
        ({"only_labels": []}, None),
        ({"only_values": {}}, None),
        ({"only_states": [144]}, "space.only_states: only_states must be from 0 to 143, got 144"),
        ({"only_states": [-1]}, None),
        ({"only_values": {"sides": 3}}, "space: there is no factor 'sides'; the factors are 'shape', 'x', 'y'"),
        ({"only_values": {"x": [[0, 3]]}}, None),
    ],
)
def test_what_does_not_fit_has_its_line(fields: dict[str, Any], message: str | None) -> None:
    found = errors_of(subset(**fields))
    assert found == message or (message is None and found.startswith(f"space.{next(iter(fields), '')}"))
