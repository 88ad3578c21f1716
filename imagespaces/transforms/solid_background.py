"""An even ground."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.background import Background
from imagespaces.transforms.base import Canvas, Values
from imagespaces.transforms.channel_levels import level_parameters, levels_of
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep

__all__ = ["SolidBackground"]


@dataclass(frozen=True)
class SolidBackground(Background):
    """Show one level or colour behind the objects.

    Factor ``solid_background``; in colour ``solid_background_red``, ``…_green`` and ``…_blue``.

    Args:
        level: What each channel is: a number, or a range of which each draws its own; 0 to 1.

    Raises:
        ValueError: If the range does not fit.

    >>> SolidBackground(0.5)
    SolidBackground(level=0.5)
    """

    level: Range = (0.0, 1.0)

    def __post_init__(self) -> None:
        keep(self, level=check_range("level", self.level, 0, 1))

    def parameters(self, canvas: Canvas) -> tuple[Parameter, ...]:
        """Give the level of each channel, as :meth:`Transform.parameters` says."""
        levels = level_parameters("solid_background", self.level, canvas.channels)
        return *super().parameters(canvas), *levels

    def _ground(self, shape: tuple[int, ...], values: Values) -> NDArray[np.float32]:
        return levels_of("solid_background", values, shape[3])
