"""Lengths of steps, as arguments of motions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["along_axes"]


def along_axes(name: str, steps: float | Sequence[float]) -> NDArray[np.float64]:
    """Give a length along each axis (x, y), of one number or of two.

    Raises:
        ValueError: If one is not positive and finite, or there are more.

    >>> along_axes("max_step", 0.5).tolist()
    [0.5, 0.5]
    """
    lengths = np.asarray(steps, np.float64)
    if lengths.shape not in {(), (2,)} or not (np.isfinite(lengths) & (lengths > 0)).all():
        raise ValueError(f"{name} must be positive and finite, one number or (x, y), got {steps!r}")
    return np.broadcast_to(lengths, (2,)).copy()
