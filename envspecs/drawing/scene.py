"""What a picture of an episode shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Scene"]


@dataclass(frozen=True, eq=False)
class Scene:
    """An episode after some of its steps; ``k`` glimpses were taken before the present one.

    Boxes are left, top, right, bottom in image pixels, pixel ``i`` reaching from i to i + 1.

    Attributes:
        image: ``[H, W, C]``, float32 in [0, 1] or uint8.
        visited: ``[k, 4]``, where was looked, the first look first.
        qualities: ``[k]``, how good the prediction made there was, from 0 to 1.
        present: ``[4]``, where is looked now.
        prediction: The latest prediction in words; empty before the first.
        truth: The truth in words.
        right: Whether the latest prediction is right; None where a prediction is neither right nor wrong.
        quality: How good the latest prediction is, from 0 to 1.
        step: How many steps were taken.
        steps: How many steps the episode has at most.
        is_predicted: Whether something is to be predicted at all.
        pictures: What is shown beside the image, ``[h, w, C]`` by title; titles and sizes never change.
        marks: Places that the task is about, boxes ``[k, 4]`` as above: of the ``"prediction"``, of the ``"truth"``.
    """

    image: NDArray[Any]
    visited: NDArray[np.float64]
    qualities: NDArray[np.float64]
    present: NDArray[np.float64]
    prediction: str
    truth: str
    right: bool | None
    quality: float
    step: int
    steps: int
    is_predicted: bool = True
    pictures: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    marks: Mapping[str, NDArray[np.float64]] = field(default_factory=dict)
