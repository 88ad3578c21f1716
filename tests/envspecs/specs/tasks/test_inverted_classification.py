"""Specs of classification with inverted truths."""

from __future__ import annotations

import pytest

import envspecs
from envspecs.build import build
from envspecs.specs.tasks.inverted_classification import InvertedClassificationSpec
from imagespaces import CircleSquare
from tests.envspecs.toys import staged


def test_the_task_is_built_with_cross_entropy_unless_told_otherwise() -> None:
    spec = InvertedClassificationSpec.model_validate({"kind": "inverted_classification"})
    task = build(spec, staged(CircleSquare(), 3))
    assert (type(task).__name__, type(task.loss).__name__) == ("InvertedClassification", "CrossEntropy")


def test_another_loss_is_refused() -> None:
    with pytest.raises(envspecs.SpecError, match=r"not a loss of logits, which inverted_classification predicts"):
        envspecs.load("CircleSquareInverted-v0").override({"task.loss": {"kind": "squared_error"}})


def test_two_classes_are_needed() -> None:
    spec = envspecs.load("AngleRegression-v0").override({"task": {"kind": "inverted_classification"}})
    with pytest.raises(
        envspecs.SpecError, match=r"too few classes for inverted_classification: found '3', allowed are 2"
    ):
        spec.make()
