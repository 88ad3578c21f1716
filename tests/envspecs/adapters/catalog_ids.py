"""Every task of the catalog, of which a sample that has each kind of task is tried at every run."""

from __future__ import annotations

from typing import Any

import pytest

import envspecs
from envspecs.specs.resolution import PixelTask

__all__ = ["EVERY", "SAMPLE", "VAST", "of_trainable_size"]

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

VAST = {"ADE20KSegmentation-v0", "Sun360Reconstruction-v0"}
"""Of the tasks with predictions of each pixel of 224 × 224 the one that is trained at that size, of each kind."""

SIDE = 64
"""Rows and columns up to which others are trained at the size that they have."""


def of_trainable_size(name: str) -> Any:
    """Give a task of the catalog, such that a network can be trained in it in seconds.

    Tasks with predictions of more than 64 × 64 pixels, but for one of each kind, predict 32 × 32. All others are left
    as they are.
    """
    spec: Any = envspecs.load(name)
    if name in VAST or not isinstance(spec.task, PixelTask):
        return spec
    height, width = spec.task.size or spec.space.image_shape[:2]
    return spec.override({"task.size": [32, 32]}) if max(height, width) > SIDE else spec
