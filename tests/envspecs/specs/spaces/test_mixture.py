"""Specs of images of one of several spaces."""

from __future__ import annotations

from typing import Any

import pytest

from imagespaces import CircleSquare
from imagespaces.combined import Mixture
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

SMALL = {"kind": "circle_square", "height": 5, "width": 6, "extent": 4}
POLYGONS = {"kind": "polygons", "states": 4, "height": 20, "width": 20, "radius": 8}


def divided(**names: float) -> dict[str, Any]:
    return POLYGONS | {"states": 9, "partition": {"kind": "random", "fractions": names}}


def mixture(a: Any = SMALL, b: Any = SMALL, **fields: Any) -> dict[str, Any]:
    return {"kind": "mixture", "spaces": {"a": a, "b": b}} | fields


def test_the_space_has_the_parameters_of_the_spec() -> None:
    small = CircleSquare(height=5, width=6, extent=4)
    space = built(mixture(weights={"a": 1, "b": 3}, label_from="component"))
    assert space == Mixture(spaces={"a": small, "b": small}, weights={"a": 1.0, "b": 3.0}, label_from="component")


def test_its_splits_are_those_that_all_spaces_have() -> None:
    left, right = divided(x=0.5, y=0.5), divided(y=0.5, z=0.5)
    assert built(mixture(left, right)).splits["y"].num_states
    assert model_of(mixture(left, right), "y").split_names == ("all", "y")
    assert model_of(mixture(left, POLYGONS)).split_names == ("all",)


@pytest.mark.parametrize(
    ("space", "message"),
    [
        (
            mixture(weights={"a": 1}),
            "space.weights: weights must be a mapping of the names ['a', 'b'] to numbers, got {'a': 1.0}",
        ),
        (
            mixture(weights={"a": 0, "b": 0}),
            "space.weights: weights must be finite and not negative, with one above 0, got {'a': 0.0, 'b': 0.0}",
        ),
        (
            mixture(weights={"a": -1, "b": 0}),
            "space.weights.a: out of range: found -1, allowed is a number from 0 to 1000000000 (weight)",
        ),
        (
            mixture(b=POLYGONS),
            "space.spaces: spaces side by side must have one height, got {'a': 5, 'b': 20}",
        ),
        (
            mixture(label_from="a"),
            "space.label_from: unknown value: found 'a', allowed is 'component' or 'spaces'",
        ),
        (
            mixture(POLYGONS, POLYGONS | {"states": 5}, label_from="spaces"),
            (
                "space.label_from: label_from 'spaces' takes spaces with the same classes, "
                "got {'a': ('3', '4', '5', '6'), 'b': ('3', '4', '5', '6', '7')}"
            ),
        ),
    ],
)
def test_what_does_not_fit_has_its_line(space: dict[str, Any], message: str) -> None:
    assert errors_of(space) == message
