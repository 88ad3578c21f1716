from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import envspecs
from envspecs.core import Core
from envspecs.losses import CrossEntropy
from envspecs.testing.reference.plain_losses import measures_of

GENERATED: dict[str, dict[str, Any]] = {
    "CircleSquare-v0": {},
    "CircleSquareHideAndSeek-v0": {},
    "AngleRegression-v0": {},
    "PlaceRegression-v0": {},
    "DigitsLoc-v0": {},
    "SceneReconstruction-v0": {},
    "SceneSegmentation-v0": {},
}
"""Tasks of all kinds of losses, that need no files."""


def core_of(name: str, **loss: Any) -> Core:
    spec = envspecs.load(name)
    made: Any = spec.override({f"task.loss.{key}": value for key, value in loss.items()}).make()
    core: Core = made.unwrapped.core
    return core


@pytest.mark.parametrize("normalized", [False, True])
@pytest.mark.parametrize("name", GENERATED)
def test_losses_are_what_they_should_be(name: str, *, normalized: bool) -> None:
    core = core_of(name, normalized=normalized)
    task: Any = core.task
    (measure,) = [each for blind, each in measures_of(core).items() if math.isclose(blind, task.blind_loss)]
    task.prediction_space.seed(0)
    task.target_space.seed(0)
    for _ in range(3):
        prediction, target = task.prediction_space.sample(), np.asarray(task.target_space.sample())
        assert measure(prediction, target) == pytest.approx(float(task.loss(prediction, target)), rel=1e-9)


def test_probabilities_missed() -> None:
    core = core_of("CircleSquare-v0", kind="error_probability")
    half, whole = measures_of(core).values()
    assert half(np.zeros(2), np.array(0)) == 0.5
    assert whole(np.zeros(2), np.array(0)) == 1.0


class Smooth(CrossEntropy):
    """Means something else."""


def test_losses_of_others_are_not_known() -> None:
    core = core_of("CircleSquare-v0")
    task: Any = core.task
    assert measures_of(core)
    task.loss = Smooth()
    assert measures_of(core) == {}
