"""Specs of tasks that ask for nothing."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.tasks.none import NoneSpec
from imagespaces import CircleSquare
from tests.envspecs.toys import staged


def test_the_task_is_built() -> None:
    task = build(NoneSpec(kind="none"), staged(CircleSquare(), 3))
    assert type(task).__name__ == "NoPrediction"
    assert task.prediction_space is None


def test_it_has_no_loss() -> None:
    with pytest.raises(ValidationError) as caught:
        NoneSpec.model_validate({"kind": "none", "loss": {"kind": "cross_entropy"}})
    assert [error["loc"] for error in caught.value.errors()] == [("loss",)]
