"""Every task of the catalog, of which a sample that has each kind of task is tried at every run."""

from __future__ import annotations

import math
from typing import Any

import pytest

import envspecs

__all__ = ["EVERY", "NUMBERS", "SAMPLE", "VAST", "of_trainable_size"]

SAMPLE = (
    "AngleRegression-v0",
    "CircleSquare-v0",
    "CircleSquareFind-v0",
    "CircleSquareHideAndSeek-v0",
    "CircleSquareHideAndSeekNoPrediction-v0",
    "CircleSquareInverted-v0",
    "DigitsLoc-v0",
    "DigitsReconstruction-v0",
    "SceneSegmentation-v0",
)
"""A task of each kind, with predictions and without; none reads files."""

EVERY = [pytest.param(name, marks=() if name in SAMPLE else pytest.mark.slow) for name in envspecs.catalog()]
"""Each id, as a parameter of a test: those outside the sample are slow by their number alone."""

VAST = ("ADE20KSegmentation-v0", "Sun360Reconstruction-v0")
"""Of the tasks with vast predictions the one of each kind that is trained in as it is."""

NUMBERS = 20_000
"""How many numbers are predicted in tasks that are trained in as they are."""


def of_trainable_size(name: str) -> Any:
    """Give a task of the catalog, such that a network can be trained in it in seconds.

    Tasks that predict more than 20,000 numbers, but for one of each kind, predict 8 × 8 pixels. All others are left as
    they are.
    """
    spec: Any = envspecs.load(name)
    predicted = spec.make().prediction_space
    if name in VAST or predicted is None or math.prod(predicted.shape) <= NUMBERS:
        return spec
    return spec.override({"task.size": [8, 8]})
