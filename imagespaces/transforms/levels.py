"""Arithmetic on the levels of pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["clipped", "per_image"]


def clipped(levels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut levels off at 0 and 1, in place.

    >>> clipped(np.array([-0.5, 0.5, 1.5], np.float32)).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.clip(levels, np.float32(0), np.float32(1), out=levels)


def per_image(values: NDArray[Any]) -> NDArray[np.float32]:
    """Bring values ``[B]`` to the shape in which they meet images: float32 ``[B, 1, 1, 1]``."""
    return values.astype(np.float32)[:, None, None, None]
