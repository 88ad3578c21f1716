"""A cloudy ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.background import Background
from imagespaces.transforms.base import Values
from imagespaces.transforms.parameters import Parameter, Range, check_range, ends, is_number, keep
from imagespaces.transforms.pixel_draws import key_of, uniforms

__all__ = ["NoiseBackground"]


@dataclass(frozen=True)
class NoiseBackground(Background):
    """Show random levels behind the objects: one at each point of a grid, and linear in between.

    Factor ``noise_background_key``.

    Args:
        grain: Pixels from one point of the grid to the next, at least 1, which gives every pixel a level of its own.
        level: Between which levels they are drawn, for each channel; a pair from 0 to 1.

    Raises:
        ValueError: If the grain is below 1, or the range does not fit.

    >>> NoiseBackground(grain=1)
    NoiseBackground(grain=1.0, level=(0.0, 1.0))
    """

    grain: float = 8.0
    level: Range = (0.0, 1.0)

    def __post_init__(self) -> None:
        if not is_number(self.grain) or self.grain < 1:
            raise ValueError(f"grain must be a number of pixels of at least 1, got {self.grain!r}")
        keep(self, grain=float(self.grain), level=check_range("level", self.level, 0, 1))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (key_of("noise_background"),)

    def _ground(self, shape: tuple[int, ...], values: Values) -> NDArray[np.float32]:
        height, width, channels = shape[1:]
        points = [math.ceil((length - 1) / self.grain) + 1 for length in (height, width)]
        grid = uniforms("noise_background", values["noise_background_key"], (*points, channels))
        units = _spread(_spread(grid, 1, height, self.grain), 2, width, self.grain)
        low, high = map(np.float32, ends(self.level))
        return np.asarray(low + units * (high - low))


def _spread(grid: NDArray[np.float32], axis: int, length: int, grain: float) -> NDArray[np.float32]:
    """Bring an axis of a grid to ``length`` pixels, linear between its points, which are ``grain`` pixels apart."""
    places = np.arange(length) / grain
    before = places.astype(np.int64)
    after = np.minimum(before + 1, grid.shape[axis] - 1)
    weights = (places - before).astype(np.float32).reshape([-1 if each == axis else 1 for each in range(grid.ndim)])
    first = grid.take(before, axis)
    return np.asarray(first + weights * (grid.take(after, axis) - first))
