"""Specs of classification."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.tasks.classification import ClassificationSpec
from imagespaces import CircleSquare
from tests.envspecs.toys import staged


def test_the_task_is_built_with_its_loss() -> None:
    spec = ClassificationSpec.model_validate({"kind": "classification", "loss": {"kind": "cross_entropy"}})
    task = build(spec, staged(CircleSquare(), 3))
    assert type(task).__name__ == "Classification"
    assert type(task.loss).__name__ == "CrossEntropy"
    assert task.prediction_space.shape == (2,)


@pytest.mark.parametrize("loss", [None, {}, {"kind": "relative"}, "cross_entropy"])
def test_a_loss_is_needed(loss: object) -> None:
    with pytest.raises(ValidationError) as caught:
        ClassificationSpec.model_validate({"kind": "classification", "loss": loss})
    assert [error["loc"] for error in caught.value.errors()] == [("loss",)]
