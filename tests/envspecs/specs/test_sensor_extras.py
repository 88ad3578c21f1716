"""What the spec of any sensor can have besides its own fields."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

import envspecs
from envspecs.problems import SpecError
from envspecs.registry import kinds
from envspecs.specs.base import SensorKind

KINDS = ("foveated", "full", "glimpse", "zoom")


def fields(kind: str) -> dict[str, Any]:
    motions = {"zoom": "absolute_zoom", "glimpse": "relative", "foveated": "relative"}
    return {"kind": kind} | ({"motion": {"kind": motions[kind]}} if kind in motions else {})


def spec(kind: str = "glimpse", **extras: Any) -> SensorKind:
    found = kinds("envspecs.sensors")[kind].model_validate(fields(kind) | extras)
    assert isinstance(found, SensorKind)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_left_out_there_is_nothing(kind: str) -> None:
    assert spec(kind).extras == {"noise": 0.0, "dropout": 0.0, "periphery": None, "memory": None, "observe": ()}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_can_have_all(kind: str) -> None:
    extras = {"noise": 1, "dropout": 0.5, "periphery": [3, 5], "memory": "history", "observe": ["last_action"]}
    assert spec(kind, **extras).extras == {**extras, "periphery": (3, 5), "observe": ("last_action",)}


@pytest.mark.parametrize(
    ("extra", "value"),
    [
        ("noise", -0.1),
        ("noise", 1.1),
        ("noise", True),
        ("noise", float("nan")),
        ("dropout", 1.0),
        ("dropout", -0.1),
        ("periphery", [0, 1]),
        ("periphery", 5),
        ("periphery", [5]),
        ("memory", "all"),
        ("memory", True),
        ("observe", ["scale"]),
        ("observe", "last_action"),
        ("observe", ["last_action", "last_action"]),
    ],
)
def test_other_values_are_refused(extra: str, value: Any) -> None:
    with pytest.raises(ValidationError) as caught:
        spec(**{extra: value})
    assert {error["loc"][0] for error in caught.value.errors()} == {extra}


@pytest.mark.parametrize(
    ("kind", "shape"), [("glimpse", (5, 5, 3)), ("zoom", (32, 32, 3)), ("foveated", (8, 8, 9)), ("full", (40, 50, 3))]
)
def test_the_shape_of_glimpses_is_that_of_what_is_built(kind: str, shape: tuple[int, int, int]) -> None:
    assert spec(kind).glimpse_shape((40, 50, 3)) == shape
    task = envspecs.load("CircleSquare-v0").override({"space.height": 40, "space.width": 50, "sensor": fields(kind)})
    built = task.make().get_wrapper_attr("core").sensor.observation_spaces["glimpse"].shape
    assert task.sensor.glimpse_shape((40, 50, 1)) == built


PERIPHERY = "larger than the image: found 12 × 8, allowed is up to 10 × 20"
MEMORY = "too large: found 1000001 glimpses of 5 × 5 × 3, which take 286 MiB, allowed is up to 256 MiB"


@pytest.mark.parametrize(
    ("extras", "max_steps", "misfits"),
    [
        ({}, 1_000_000, {}),
        ({"periphery": [10, 20]}, 1, {}),
        ({"periphery": [12, 8]}, 1, {"periphery": PERIPHERY}),
        ({"memory": "history"}, 800_000, {}),
        ({"memory": "history"}, 1_000_000, {"memory": MEMORY}),
        ({"memory": "canvas"}, 1_000_000, {}),
        ({"memory": "history", "periphery": [12, 8]}, 1_000_000, {"periphery": PERIPHERY, "memory": MEMORY}),
    ],
)
def test_what_does_not_fit_the_image_or_memory_is_told(
    extras: dict[str, Any], max_steps: int, misfits: dict[str, str]
) -> None:
    assert spec(**extras).misfits((10, 20, 3), max_steps) == misfits


def test_a_kind_that_does_not_tell_its_shape_is_not_held_to_it() -> None:
    class Blind(SensorKind):
        kind: str = "blind"

        def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
            return None

    blind = Blind.model_validate({"memory": "history"})
    assert blind.glimpse_shape((10, 20, 3)) is None
    assert blind.misfits((10, 20, 3), 1_000_000) == {}


def test_a_mistake_is_pointed_at_where_it_was_written() -> None:
    with pytest.raises(SpecError) as caught:
        envspecs.load("CircleSquare-v0").override({"sensor.periphery": [29, 3], "sensor.dropout": 1})
    assert str(caught.value) == (
        "override['sensor.dropout']: sensor.dropout: out of range: "
        "found 1, allowed is a number from 0 to below 1 (share)"
    )
    with pytest.raises(SpecError) as caught:
        envspecs.load("CircleSquare-v0").override({"sensor.periphery": [29, 3]})
    assert str(caught.value) == (
        "override['sensor.periphery']: sensor.periphery: larger than the image: found 29 × 3, allowed is up to 28 × 28"
    )
