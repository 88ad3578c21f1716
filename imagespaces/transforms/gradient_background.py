"""A ground that goes from one level to another."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.background import Background
from imagespaces.transforms.base import Canvas, Values
from imagespaces.transforms.channel_levels import level_parameters, levels_of
from imagespaces.transforms.levels import clipped
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, turning

__all__ = ["GradientBackground"]

_CIRCLE = 360.0
_ENDS = ("gradient_background_from", "gradient_background_to")


@dataclass(frozen=True)
class GradientBackground(Background):
    """Show behind the objects a level or colour that changes evenly from one corner or side to the opposite one.

    Factors ``gradient_background_from``, ``gradient_background_to`` (in colour each with ``_red``, ``_green`` and
    ``_blue``) and ``gradient_background_angle``.

    Args:
        level: What each channel is at either end: a number, or a range of which each draws its own; 0 to 1.
        angle: Where it goes, in degrees from right, anticlockwise as seen: a number, or a range; −360 to 360.

    Raises:
        ValueError: If a range does not fit.

    >>> GradientBackground(angle=90)
    GradientBackground(level=(0.0, 1.0), angle=90.0)
    """

    level: Range = (0.0, 1.0)
    angle: Range = (0.0, _CIRCLE)

    def __post_init__(self) -> None:
        keep(self, level=check_range("level", self.level, 0, 1))
        keep(self, angle=check_range("angle", self.angle, -_CIRCLE, _CIRCLE))

    def parameters(self, canvas: Canvas) -> tuple[Parameter, ...]:
        """Give the levels of both ends, and the angle, as :meth:`Transform.parameters` says."""
        levels = (level_parameters(name, self.level, canvas.channels) for name in _ENDS)
        return *itertools.chain(*levels), *super().parameters(canvas)

    def _parameters(self) -> tuple[Parameter, ...]:
        return (turning("gradient_background_angle", self.angle),)

    def _ground(self, shape: tuple[int, ...], values: Values) -> NDArray[np.float32]:
        first, last = (levels_of(name, values, shape[3]) for name in _ENDS)
        share = _shares(values["gradient_background_angle"], shape[1], shape[2])[..., None]
        return np.asarray(first + (last - first) * share)


def _shares(angles: NDArray[np.float64], height: int, width: int) -> NDArray[np.float32]:
    """Give how far along each pixel is, float32 ``[B, H, W]``: 0 where it begins, 1 at the far end."""
    radians = np.deg2rad(angles)
    right, down = np.cos(radians)[:, None, None], -np.sin(radians)[:, None, None]
    x = np.arange(width) - (width - 1) / 2
    y = (np.arange(height) - (height - 1) / 2)[:, None]
    most = (np.abs(right) * (width - 1) + np.abs(down) * (height - 1)) / 2
    share = 0.5 + (x * right + y * down) / (2 * np.maximum(most, np.finfo(np.float64).tiny))
    return clipped(share.astype(np.float32))
