"""Specs of hide and seek."""

from __future__ import annotations

from typing import Any

import pytest

import envspecs
from envspecs.build import build
from envspecs.specs.tasks.hide_and_seek import HideAndSeekSpec
from imagespaces import CircleSquare
from tests.envspecs.toys import staged

SPEC = envspecs.load("CircleSquareHideAndSeek-v0")


def test_the_task_is_built() -> None:
    spec = HideAndSeekSpec.model_validate({"kind": "hide_and_seek", "hide_from": ["circle", 0]})
    assert (spec.place, spec.prediction, spec.loss.kind) == ("mask", True, "cross_entropy")
    task = build(spec, staged(CircleSquare(), 3))
    assert type(task).__name__ == "HideAndSeek"
    assert task.prediction_space.shape == (2,)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"task.hide_from": "circle"}, "task.hide_from: wrong type: found 'circle', allowed is a list"),
        ({"task.hide_from": [-1]}, "task.hide_from[0]: not allowed: found -1, allowed is "),
        ({"task.hide_from": [1, 1]}, "task.hide_from: an item twice: found 1 twice, allowed is each once"),
        ({"task.place": ["x"]}, "task.place: not allowed: found ['x'], allowed is 'mask', or a list of 2"),
        ({"task.prediction": 1}, "task.prediction: wrong type: found 1, allowed is true or false"),
        ({"episode.stop": "confidence"}, "episode.stop: never sure: found 'confidence' with task 'hide_and_seek'"),
        ({"task.loss": {"kind": "squared_error"}}, "not a loss of logits, which hide_and_seek predicts"),
    ],
    ids=str,
)
def test_what_is_refused(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        SPEC.override(changes)
    assert line in str(refused.value)


def test_classes_to_hide_from_must_be_named() -> None:
    with pytest.raises(envspecs.SpecError, match=r"task.hide_from: missing"):
        SPEC.override({"task": {"kind": "hide_and_seek"}})


def test_two_classes_are_needed() -> None:
    spec = envspecs.load("AngleRegression-v0").override({"task": {"kind": "hide_and_seek", "hide_from": []}})
    with pytest.raises(envspecs.SpecError, match=r"too few classes for hide_and_seek: found '3', allowed are 2"):
        spec.make()
