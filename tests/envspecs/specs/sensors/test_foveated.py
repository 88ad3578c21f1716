"""Specs of windows of several sizes."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import re
from typing import Any

import pytest

import envspecs

FOVEATED = {"kind": "foveated", "motion": {"kind": "relative"}}


def load(**sensor: Any) -> envspecs.TaskSpec:
    return envspecs.load("CircleSquare-v0").override({"sensor": FOVEATED | sensor})


def test_fields_reach_the_sensor() -> None:
    env: Any = load(size=[3, 4], levels=5, factor=1.5, scale=0.5, start="center").make()
    seen, _ = env.reset(seed=0)
    assert seen["glimpse"].shape == (3, 4, 5)
    assert seen["glimpse_pos"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("sensor", "message"),
    [
        (
            {"size": [5, 20], "scale": 1.5},
            "sensor: larger than the image: found 5 × 20 at scale 1.5, which covers 8 × 30 image pixels, allowed is up to 28 × 28",
        ),
        (
            {"levels": 16, "factor": 64.0},
            "sensor: too large: found 16 levels by 64, the largest 9.90352e+27 image pixels long, allowed is up to 16384",
        ),
        (
            {"motion": {"kind": "absolute_zoom"}},
            "sensor.motion: not a motion of this sensor: found 'absolute_zoom', allowed is 'absolute', 'discrete', 'relative' or 'velocity'",
        ),
    ],
)
def test_what_does_not_fit_is_refused(sensor: Any, message: str) -> None:
    with pytest.raises(envspecs.SpecError, match=f"{re.escape(message)}$"):
        load(**sensor)
