"""Specs of localization."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import re
from typing import Any

import pytest

import envspecs
from envspecs.specs.tasks import localization
from envspecs.tasks import distinctive
from envspecs.testing import check_spec

SPEC: dict[str, Any] = {
    "envspec": 1,
    "space": {"kind": "circle_square", "height": 8, "width": 9, "extent": 4},
    "sensor": {"kind": "glimpse", "size": [3, 4], "motion": {"kind": "relative"}},
    "task": {"kind": "localization"},
    "episode": {"max_steps": 5},
}


def test_all_but_the_kind_may_be_left_out() -> None:
    spec: Any = envspecs.load(SPEC)
    assert spec.task.targets == "distinctive"
    assert spec.task.loss.kind == "squared_error"
    assert spec.task.loss.normalized


SENSORS: list[dict[str, Any]] = [
    {},
    {"sensor.border": "pad", "sensor.noise": 0.1, "sensor.memory": "canvas", "space.dtype": "uint8"},
    {"sensor": {"kind": "foveated", "size": [4, 4], "levels": 2, "motion": {"kind": "discrete"}}},
    {"sensor": {"kind": "zoom", "patch": 2, "grid": 2, "motion": {"kind": "absolute_zoom"}}},
]


@pytest.mark.parametrize("changes", SENSORS)
@pytest.mark.parametrize("targets", ["distinctive", "uniform"])
def test_it_keeps_all_laws(targets: str, changes: dict[str, Any]) -> None:
    dtype = {"interface.dtype": changes["space.dtype"]} if "space.dtype" in changes else {}
    given = {name: value for name, value in changes.items() if name != "space.dtype"}
    check_spec(envspecs.load(SPEC).override({"task.targets": targets, **given, **dtype}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"sensor": {"kind": "full"}},
            "task: nothing to be seen elsewhere: found a sensor of kind 'full', allowed is one that looks at places of the image",
        ),
        (
            {"sensor.size": [8, 4]},
            "task: places look the same: found glimpses that fill the image's height, allowed are smaller ones",
        ),
        (
            {"sensor.size": [4, 9], "task.targets": "uniform"},
            "task: places look the same: found glimpses that fill the image's width, allowed are smaller ones",
        ),
        (
            {"space.height": 60, "space.width": 80, "sensor.size": [2, 1]},
            "task: too many places to compare: found 395 × 145 candidates, a fifth of a glimpse apart, allowed are 10000, or larger glimpses, or uniform targets",
        ),
        (
            {"space": {"kind": "photos", "height": 1000, "width": 1000}, "sensor.size": [100, 100]},
            "task: too much to compare: found 45 × 45 glimpses of 100 × 100 × 3, which take 463 MiB, allowed is up to 256 MiB, or uniform targets",
        ),
        (
            {"task.loss": {"kind": "cross_entropy"}},
            "task.loss: not a loss of numbers, which localization predicts: found 'cross_entropy', allowed is",
        ),
    ],
)
def test_what_does_not_fit_is_refused_while_loading(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(envspecs.SpecError, match=re.escape(message)):
        envspecs.load(SPEC).override(changes)


def test_uniform_targets_may_be_anywhere() -> None:
    spec = envspecs.load(SPEC).override(
        {"space.height": 60, "space.width": 80, "sensor.size": [2, 1], "task.targets": "uniform"}
    )
    spec.make().reset(seed=0)


def test_the_spec_counts_candidates_as_the_task_does() -> None:
    assert (localization._FINEST, localization._MOST) == (distinctive.CELL, distinctive.MOST)
