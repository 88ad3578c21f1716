"""Specs of windows of any size."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import re
from typing import Any

import pytest

import envspecs

ZOOM = {"kind": "zoom", "patch": 4, "grid": 2, "motion": {"kind": "absolute_zoom"}}


def load(**sensor: Any) -> envspecs.TaskSpec:
    return envspecs.load("CircleSquare-v0").override({"sensor": ZOOM | sensor})


def test_fields_reach_the_sensor() -> None:
    env: Any = load(patch=3, grid=4, filter="area", start=[0.5, -1], start_scale=0.25).make()
    seen, _ = env.reset(seed=0)
    assert seen["glimpse"].shape == (12, 12, 1)
    assert seen["glimpse_pos"].tolist() == [0.5, -1.0]
    assert seen["glimpse_scale"].item() == 0.25
    assert seen["glimpse_boxes"].shape == (16, 4)


@pytest.mark.parametrize(
    ("sensor", "message"),
    [
        (
            {"patch": 15},
            "sensor: larger than the image: found 2 × 2 patches of 15 × 15, a window of 30 × 30, allowed is up to 28 × 28",
        ),
        (
            {"motion": {"kind": "relative"}},
            "sensor.motion: not a motion of this sensor: found 'relative', allowed is 'absolute_zoom' or 'relative_zoom'",
        ),
        (
            {"filter": "lanczos"},
            "sensor.filter: unknown value: found 'lanczos', allowed is 'bilinear' or 'area'",
        ),
        ({"grid": 0}, "sensor.grid: out of range: found 0, allowed is an integer from 1 to 64 (patches)"),
        (
            {"start_scale": 2},
            "sensor.start_scale: not allowed: found 2, allowed is 'random', or a number from 0 to 1 (share)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(sensor: Any, message: str) -> None:
    with pytest.raises(envspecs.SpecError, match=re.escape(message)):
        load(**sensor)


def test_a_glimpse_does_not_zoom() -> None:
    message = "allowed is 'absolute', 'discrete', 'relative' or 'velocity'"
    with pytest.raises(envspecs.SpecError, match=message):
        envspecs.load("CircleSquare-v0").override({"sensor.motion": {"kind": "absolute_zoom"}})
