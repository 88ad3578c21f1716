"""How numbers come into the range that networks learn from."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space

__all__ = ["scale_of"]


def scale_of(space: Space[Any]) -> float:
    """Give what brings the elements of a space into [−1, 1] when they are divided by it: its largest bound.

    It is 1 where they are within, as pictures of floats and positions are, and where there are no bounds.

    >>> (
    ...     scale_of(Box(0, 255, (5, 5, 1), np.uint8)),
    ...     scale_of(Box(0, 1, (5, 5), np.uint8)),
    ...     scale_of(Box(-np.inf, np.inf)),
    ... )
    (255.0, 1.0, 1.0)
    """
    if not isinstance(space, Box):
        return 1.0
    largest = float(max(np.abs(space.low).max(initial=0), np.abs(space.high).max(initial=0)))
    return max(1.0, largest) if np.isfinite(largest) else 1.0
