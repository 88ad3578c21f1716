"""Positions that users give."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["checked_positions"]


def checked_positions(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give positions ``[…, 2]``, or refuse the first that is none.

    Raises:
        ValueError: If one is not in [−1, 1]².
    """
    known = (np.abs(positions) <= 1).all(axis=-1) & (positions.shape[-1] == 2)
    if not known.all():
        raise ValueError(f"a position must be (x, y), both in [-1, 1], got {positions[~known][0].tolist()}")
    return positions
