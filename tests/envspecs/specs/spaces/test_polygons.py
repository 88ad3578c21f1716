"""Specs of polygons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imagespaces import Polygons
from imagespaces.factors import ExplicitSplit
from imagespaces.transforms import Rotate, Scale
from tests.envspecs.specs.spaces.cases import built, errors_of, model_of

KIND = {"kind": "polygons"}


def test_defaults_are_those_of_the_space() -> None:
    assert built(KIND) == Polygons()


def test_the_space_has_the_parameters_of_the_spec() -> None:
    space = built(
        KIND
        | {
            "states": [3, 4],
            "height": 50,
            "width": 80,
            "radius": 9,
            "antialias": False,
            "channels": 3,
            "color": [1, 0.5, 0],
            "transforms": [{"kind": "rotate", "quantum": 30}, {"kind": "scale", "factor": [0.5, 1]}],
            "partition": {"kind": "explicit", "splits": {"a": {"dim0.sides": 3, "dim1.rotate": [0, 90]}}, "rest": "b"},
            "label": "dim1.sides",
        }
    )
    assert space == Polygons(
        states=(3, 4),
        height=50,
        width=80,
        radius=9.0,
        antialias=False,
        channels=3,
        color=(1.0, 0.5, 0.0),
        transforms=(Rotate(quantum=30), Scale((0.5, 1))),
        partition=ExplicitSplit({"a": {"dim0.sides": 3, "dim1.rotate": (0, 90)}}, "b"),
        label="dim1.sides",
    )


@pytest.mark.parametrize("field", ["textures", "pictures"])
def test_pictures_are_read_when_the_space_is_built(tmp_path: Path, field: str) -> None:
    Image.new("L", (9, 9), 200).save(tmp_path / "a.png")
    Image.new("L", (9, 9), 100).save(tmp_path / "b.png")
    space = built(KIND | {"states": 2, field: str(tmp_path)})
    assert getattr(space, field) == str(tmp_path)
    assert not model_of(KIND | {"states": 3, field: str(tmp_path)}).quick  # one too few: known when it is built


def test_spaces_of_which_too_much_would_be_drawn_are_not_tried() -> None:
    assert model_of(KIND | {"states": 64, "height": 256, "width": 256}).quick
    assert not model_of(KIND | {"states": 64, "height": 512, "width": 512}).quick
    assert not model_of(KIND | {"states": [2, 64], "height": 512, "width": 512}).quick


@pytest.mark.parametrize("split", ["all", "far", "near"])
def test_splits_are_those_of_the_partition(split: str) -> None:
    partition = {"kind": "extrapolation", "held_out": {"sides": 10}, "train": "near", "test": "far"}
    assert model_of(KIND | {"partition": partition}, split).split_names == ("all", "far", "near")
    assert errors_of(KIND | {"partition": partition}, f"{split}x") == (
        f"split: unknown split: found '{split}x', allowed is 'all', 'far' or 'near' (did you mean '{split}'?)"
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"width": 101, "states": [3, 4]}, "space.width: width must be a multiple of the 2 dimensions, got 101"),
        (
            {"radius": 80},
            "space.radius: radius must be at most 49 in a panel of 100 × 100 pixels, got 80 (with transforms 80 to 80)",
        ),
        (
            {"radius": 40, "transforms": [{"kind": "scale"}]},
            "space.radius: radius must be at most 49 in a panel of 100 × 100 pixels, got 40 (with transforms 20 to 60)",
        ),
        (
            {"color": [1, 0.5]},
            "space.color: color must be a number from 0 to 1, or 1 of such, one above 0, got (1.0, 0.5)",
        ),
        ({"label": "side"}, "space.label: label must be one of the finite factors ['sides'], got 'side'"),
        (
            {"transforms": [{"kind": "hue"}]},
            "space.transforms: Hue needs 3 channels, red, green and blue, got 1",
        ),
        (
            {"transforms": [{"kind": "flip"}, {"kind": "scale"}, {"kind": "flip"}]},
            "space.transforms: a kind twice: found flip twice, allowed is each once, for its factors have its name",
        ),
        (
            {"partition": {"kind": "random", "fractions": {"a": 1}, "of": ["side"]}},
            "space.partition: there is no factor 'side' (did you mean 'sides'?); the factors are 'sides'",
        ),
        (
            {"partition": {"kind": "explicit", "splits": {"a": {"sides": [3, 77]}}, "rest": "b"}},
            "space.partition: factor 'sides' has no value 77; its values are 3, 4, 5, 6, 7, 8, 9, 10",
        ),
        (
            {"transforms": [{"kind": "hue"}], "partition": {"kind": "random", "fractions": {"a": 1}, "of": ["hue"]}},
            "space.transforms: Hue needs 3 channels, red, green and blue, got 1",
        ),
        (
            {"states": [8] * 3, "width": 300, "partition": {"kind": "random", "fractions": {"all": 1}}},
            "space.partition: names of splits: found all, allowed are different ones, none of them 'all'",
        ),
        ({"states": 0}, None),
        ({"states": []}, None),
        ({"states": 1025}, None),
        ({"states": 2.0}, None),
        ({"radius": 0}, None),
        ({"color": 2}, None),
        ({"channels": 4}, None),
        ({"textures": "nowhere"}, None),
        ({"transforms": {"kind": "hue"}}, None),
        ({"partition": "random"}, None),
    ],
)
def test_what_does_not_fit_has_its_line(fields: dict[str, Any], message: str | None) -> None:
    found = errors_of(KIND | fields)
    assert found == message or (message is None and found.startswith(f"space.{next(iter(fields))}: "))


def test_states_that_look_the_same_are_told() -> None:
    found = errors_of(KIND | {"states": 64, "radius": 5, "antialias": False})
    assert found.startswith("space.states: states must have different images, but ")
