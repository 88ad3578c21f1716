"""Specs of regression."""

from __future__ import annotations

from typing import Any

import pytest

import envspecs
from envspecs.build import build
from envspecs.specs.tasks.regression import RegressionSpec
from imagespaces import CircleSquare
from tests.envspecs.toys import staged

SPEC = envspecs.load("PlaceRegression-v0")


def test_the_task_is_built() -> None:
    spec = RegressionSpec.model_validate({"kind": "regression", "factors": ["y", "x"]})
    task = build(spec, staged(CircleSquare(), 3))
    assert (type(task).__name__, type(task.loss).__name__) == ("Regression", "SquaredError")
    assert task.prediction_space.shape == (2,)


@pytest.mark.parametrize("normalized", [True, False])
def test_the_loss_is_normalised_by_the_factors_variances_or_not_at_all(normalized: bool) -> None:
    task = SPEC.override({"task.loss.normalized": normalized}).make().unwrapped.core.task  # type: ignore[attr-defined]
    assert task.blind_loss == pytest.approx(1 if normalized else 1 / 3)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"task.factors": []}, "task.factors: "),
        ({"task.factors": "rotate"}, "task.factors: wrong type: found 'rotate', allowed is a list"),
        ({"task.factors": ["x", "x"]}, "task.factors: an item twice: found 'x' twice, allowed is each once"),
        ({"task.factors": ["a b"]}, "task.factors[0]: not"),
        ({"task.loss": {"kind": "cross_entropy"}}, "not a loss of numbers, which regression predicts"),
        ({"episode.stop": "confidence"}, "episode.stop: never sure: found 'confidence' with task 'regression'"),
    ],
    ids=str,
)
def test_what_is_refused(changes: dict[str, Any], line: str) -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        SPEC.override(changes)
    assert line in str(refused.value)
