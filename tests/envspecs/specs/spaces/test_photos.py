"""Specs of photographs."""

from __future__ import annotations

from typing import Any

import pytest

import envspecs
from imagespaces import Photos
from imagespaces.factors import RandomSplit
from imagespaces.transforms import Flip
from tests.envspecs.specs.spaces.cases import built, errors_of

KIND = {"kind": "photos"}


def test_defaults_are_those_of_the_space() -> None:
    assert built(KIND) == Photos()


def test_the_space_has_the_parameters_of_the_spec() -> None:
    space = built(
        KIND
        | {
            "height": 20,
            "width": 30,
            "channels": 1,
            "photographs": ["moon", "coffee"],
            "scale": 0.5,
            "partition": {"kind": "random", "fractions": {"a": 0.5, "b": 0.5}, "of": ["photograph"]},
            "transforms": [{"kind": "flip"}],
        }
    )
    assert space == Photos(
        height=20,
        width=30,
        channels=1,
        photographs=("moon", "coffee"),
        scale=0.5,
        partition=RandomSplit({"a": 0.5, "b": 0.5}, of=("photograph",)),
        transforms=(Flip(),),
    )


@pytest.mark.parametrize("photographs", [["retina"], ["rocket"], ["cell", "coins"]])
def test_splits_are_those_whose_photographs_are_chosen(photographs: list[str]) -> None:
    built(KIND | {"photographs": photographs})  # which compares them


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"scale": [0.0, 1.0]},
            "space.scale: not allowed: found [0.0, 1.0], allowed is a number from 0.01 to 1 (share of",
        ),
        ({"photographs": ["dog"]}, "found 'dog', allowed is 'astronaut', 'chelsea'"),
        ({"photographs": ["cell", "cell"]}, "an item twice: found 'cell' twice, allowed is each once"),
    ],
)
def test_what_is_not_allowed_is_refused(fields: dict[str, Any], message: str) -> None:
    assert message in errors_of(KIND | fields)


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_catalog_s_parts_show_different_photographs(part: str) -> None:
    spec = envspecs.load(f"Photos-{part}-v0")
    space = built(spec.space.model_dump(mode="json"))
    assert list(space.splits) == ["all", part]
    assert space.num_classes == 4
