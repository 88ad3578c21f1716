"""The task spec as a whole: its parts fit each other, and it makes environments."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

import envspecs
from envspecs import SpecError, TaskSpec

DATA: dict[str, Any] = {
    "envspec": 1,
    "space": {"kind": "circle_square"},
    "sensor": {"kind": "glimpse", "motion": {"kind": "relative"}},
    "task": {"kind": "classification", "loss": {"kind": "cross_entropy"}},
}
sides = st.integers(1, 40)


@given(sides, sides, sides, sides, st.floats(0.05, 8))
def test_a_sensor_must_fit_the_image(height: int, width: int, rows: int, columns: int, scale: float) -> None:
    data = DATA | {
        "space": {"kind": "circle_square", "height": height, "width": width, "extent": 2},
        "sensor": DATA["sensor"] | {"size": [rows, columns], "scale": scale},
    }
    fits = rows * scale <= height + 1e-6 and columns * scale <= width + 1e-6
    if min(height, width) < 3:
        with pytest.raises(SpecError, match="larger than the image: found 2, a shape 3 pixels across"):
            envspecs.load(data)
    elif fits:
        assert envspecs.load(data).sensor.model_dump()["size"] == (rows, columns)
    else:
        with pytest.raises(SpecError, match="sensor: larger than the image"):
            envspecs.load(data)


@pytest.mark.parametrize(("size", "scale", "image"), [(3, 0.1, 3), (10, 2.8, 28), (7, 4.0, 28), (28, 1.0, 28)])
def test_a_sensor_may_be_as_large_as_the_image(size: int, scale: float, image: int) -> None:
    data = DATA | {
        "space": {"kind": "circle_square", "height": image, "width": image, "extent": 2},
        "sensor": DATA["sensor"] | {"size": [size, size], "scale": scale},
    }
    assert envspecs.load(data).make().reset(seed=0)[0]["glimpse"].shape == (size, size, 1)


def test_pydantic_places_a_misfit_at_the_sensor() -> None:
    with pytest.raises(ValidationError) as caught:
        TaskSpec.model_validate(DATA | {"sensor": DATA["sensor"] | {"size": [5, 99]}})
    assert [error["loc"] for error in caught.value.errors()] == [("sensor",)]


def test_a_map_that_says_extends_is_not_taken_for_a_whole() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        TaskSpec.model_validate(DATA | {"extends": "CircleSquare-v0"})


def test_a_spec_is_made_by_keywords_too() -> None:
    spec = envspecs.load(DATA)
    assert TaskSpec(envspec=1, space=spec.space, sensor=spec.sensor, task=spec.task) == spec


def test_a_spec_that_was_written_nowhere_has_no_places() -> None:
    spec = TaskSpec.model_validate(DATA)
    assert {str(place) for place in spec.tree.places()} == {""}
    with pytest.raises(SpecError) as caught:
        spec.override({"space.height": 4, "space.width": 4})
    assert str(caught.value).startswith("space.extent: larger than the image: found 8, a shape 9 pixels across")


def test_variants_have_ids() -> None:
    variants = [{"a": {"space.height": 20}, "b": {}}, {"c": {"reward.timing": "final_step"}}]
    spec = envspecs.load(DATA | {"id": "T-v3", "variants": variants})
    assert spec.variant_ids == ("T-v3", "T-c-v3", "T-a-v3", "T-a-c-v3", "T-b-v3", "T-b-c-v3")
    assert [spec.variant(*names).id for names in ((), ("c",), ("a",), ("c", "a"), ("b",), ("b", "c"))] == list(
        spec.variant_ids
    )
    assert spec.variant("a").variant_ids == ("T-a-v3",)
