"""Spaces that are tried while they are checked: errors blame the part to mend."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.registry import kinds
from envspecs.specs.partitions.random import RandomSpec
from envspecs.specs.varied import parts_of

POLYGONS = kinds("imagespaces.spaces")["polygons"]
SPLIT = {"kind": "random", "fractions": {"a": 1}, "of": ["rotate"]}


def test_the_whole_is_a_part_and_the_first() -> None:
    assert parts_of(None) == ("all",)
    partition = RandomSpec.model_validate({"kind": "random", "fractions": {"b": 0.5, "a": 0.5}})
    assert parts_of(partition) == ("all", "b", "a")


@pytest.mark.parametrize(
    ("fields", "blamed"),
    [
        ({"radius": 60}, ("radius",)),
        ({"transforms": [{"kind": "hue"}]}, ("transforms",)),
        ({"transforms": [{"kind": "rotate"}], "partition": SPLIT}, ("partition",)),  # an interval: has no combinations
        ({"partition": SPLIT}, ("partition",)),
        ({"transforms": [{"kind": "saturation"}], "partition": SPLIT}, ("transforms",)),
        ({"states": [100] * 10, "width": 100, "radius": 4}, ()),
    ],
)
def test_errors_blame_the_field_that_they_name_or_that_brings_them(fields: dict[str, Any], blamed: tuple[str]) -> None:
    with pytest.raises(ValidationError) as caught:
        POLYGONS.model_validate({"kind": "polygons"} | fields)
    assert [error["loc"] for error in caught.value.errors()] == [blamed]


def test_without_an_obstacle_nothing_is_changed() -> None:
    given = {"kind": "polygons", "transforms": [{"kind": "rotate"}]}
    assert POLYGONS.model_validate(given).model_dump(exclude_unset=True) == given | {
        "transforms": ({"kind": "rotate"},)
    }
