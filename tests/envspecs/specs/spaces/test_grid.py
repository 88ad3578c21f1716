"""Specs of images in rows and columns."""

from __future__ import annotations

from typing import Any

import pytest

from imagespaces import CircleSquare
from imagespaces.combined import Grid
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

SMALL = {"kind": "circle_square", "height": 5, "width": 6, "extent": 4}


def grid(count: int, columns: int, **fields: Any) -> dict[str, Any]:
    return {"kind": "grid", "spaces": {f"s{at}": SMALL for at in range(count)}, "columns": columns} | fields


def test_the_space_has_the_parameters_of_the_spec() -> None:
    small = CircleSquare(height=5, width=6, extent=4)
    assert built(grid(2, 2, label_from="s1")) == Grid(spaces={"s0": small, "s1": small}, columns=2, label_from="s1")


@pytest.mark.parametrize(
    ("count", "columns", "shape"), [(1, 1, (5, 6, 1)), (3, 2, (10, 12, 1)), (4, 2, (10, 12, 1)), (2, 3, (5, 18, 1))]
)
def test_there_are_as_many_rows_as_are_needed(count: int, columns: int, shape: tuple[int, int, int]) -> None:
    assert built(grid(count, columns)).shape == shape


def test_splits_are_those_of_the_partition_of_the_whole() -> None:
    held_out = {"kind": "random_composition", "of": ["s0.shape", "s0.x"], "fraction": 0.5}
    assert model_of(grid(1, 1, partition=held_out), "test").split_names == ("all", "test", "train")


@pytest.mark.parametrize(
    ("space", "message"),
    [
        (grid(2, 0), "space.columns: out of range: found 0, allowed is an integer from 1 to 64 (images)"),
        (
            grid(1, 1, spaces={"a": SMALL, "b": SMALL | {"width": 7}}),
            "space.spaces: spaces side by side must have one width, got {'a': 6, 'b': 7}",
        ),
        (
            grid(1, 1, label_from="b"),
            "space.label_from: label_from must be one of the spaces with labels ['s0'], or None, got 'b'",
        ),
    ],
)
def test_what_does_not_fit_has_its_line(space: dict[str, Any], message: str) -> None:
    assert errors_of(space) == message
