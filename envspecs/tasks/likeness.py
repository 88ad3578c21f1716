"""How like two pictures are.

Pictures are ``[H, W, C]``, float32 or float64, values in [0, 1].
"""

from __future__ import annotations

import importlib
import math
from typing import Any

from numpy.typing import NDArray

__all__ = ["MOST_DECIBELS", "peak_signal_to_noise", "structural_similarity"]

MOST_DECIBELS = 100.0
"""The peak signal-to-noise ratio of pictures that are alike, which would be infinite."""

_WINDOW = 7


def peak_signal_to_noise(error: float) -> float:
    """Give the peak signal-to-noise ratio in decibels, at most :data:`MOST_DECIBELS`, for means over episodes.

    Args:
        error: The root of the mean squared error of values in [0, 1].

    >>> peak_signal_to_noise(0.1), peak_signal_to_noise(0.0)
    (20.0, 100.0)
    """
    return min(MOST_DECIBELS, -20.0 * math.log10(error)) if error > 0 else MOST_DECIBELS


def structural_similarity(picture: NDArray[Any], other: NDArray[Any]) -> float:
    """Give the mean structural similarity (Wang et al., 2004), as scikit-image computes it: 1 for pictures alike.

    Windows are even, of 7 × 7 pixels or as many as fit; of more than one pixel variances are those of samples. These
    are scikit-image's defaults. Channels are averaged.

    >>> import numpy as np
    >>> structural_similarity(np.zeros((9, 9, 1)), np.zeros((9, 9, 1)))
    1.0
    """
    metrics: Any = importlib.import_module("skimage.metrics")  # here, for it takes long
    shorter = min(picture.shape[:2])
    window = min(_WINDOW, shorter - 1 + shorter % 2)
    return float(
        metrics.structural_similarity(
            picture, other, win_size=window, data_range=1.0, channel_axis=-1, use_sample_covariance=window > 1
        )
    )
