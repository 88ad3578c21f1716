"""Specs of reconstruction."""

from __future__ import annotations

import pytest

import envspecs
from envspecs.build import build
from envspecs.specs.tasks.reconstruction import ReconstructionSpec
from envspecs.tasks import Reconstruction
from imagespaces import CircleSquare
from tests.envspecs.toys import staged


def test_the_task_is_built() -> None:
    spec = ReconstructionSpec.model_validate(
        {"kind": "reconstruction", "size": [7, 9], "unseen_only": True, "loss": {"kind": "root_mean_squared_error"}}
    )
    task = build(spec, staged(CircleSquare(), 3))
    assert isinstance(task, Reconstruction)
    assert task.prediction_space.shape == (7, 9, 1)
    assert task.target_space.low.min() == -1


def test_what_is_left_out_is_as_in_adaglimpse() -> None:
    spec = envspecs.load("CircleSquare-v0").override({"task": {"kind": "reconstruction"}})
    assert spec.task.model_dump() == {
        "kind": "reconstruction",
        "size": None,
        "unseen_only": False,
        "loss": {"kind": "root_mean_squared_error", "scale": 255, "normalized": False},
    }


@pytest.mark.parametrize(
    ("loss", "line"),
    [
        (
            {"kind": "cross_entropy"},
            "not a loss of pixels, which reconstruction predicts: found 'cross_entropy'",
        ),
        ({"kind": "root_mean_squared_error", "scale": 2}, "task.loss.scale: "),
    ],
)
def test_losses_of_other_things_are_refused(loss: dict[str, object], line: str) -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        envspecs.load("CircleSquare-v0").override({"task": {"kind": "reconstruction", "loss": loss}})
    assert line in str(refused.value)
