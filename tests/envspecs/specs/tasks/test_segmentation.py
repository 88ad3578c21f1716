"""Specs of segmentation."""

from __future__ import annotations

import pytest

import envspecs
from envspecs.build import build
from envspecs.specs.tasks.segmentation import SegmentationSpec
from envspecs.tasks import Segmentation
from imagespaces import CircleSquare
from tests.envspecs.toys import staged


def test_the_task_is_built() -> None:
    spec = SegmentationSpec.model_validate({"kind": "segmentation", "size": [7, 9]})
    task = build(spec, staged(CircleSquare(), 3))
    assert isinstance(task, Segmentation)
    assert task.prediction_space.shape == (7, 9, 2)
    assert task.blind_loss == 1


def test_losses_of_other_things_are_refused() -> None:
    message = (
        "not a loss of logits of pixels, which segmentation predicts: found 'cross_entropy', "
        "allowed is 'pixel_cross_entropy'"
    )
    with pytest.raises(envspecs.SpecError) as refused:
        envspecs.load("CircleSquare-v0").override({"task": {"kind": "segmentation", "loss": {"kind": "cross_entropy"}}})
    assert message in str(refused.value)


def test_it_is_never_sure() -> None:
    with pytest.raises(envspecs.SpecError, match="never sure: found 'confidence' with task 'segmentation'"):
        envspecs.load("SceneSegmentation-v0").override({"episode.stop": "confidence"})
