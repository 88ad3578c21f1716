"""Things in front."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.parameters import Parameter, Range, check_range, ends, keep, ranging
from imagespaces.transforms.pixel_draws import key_of, uniforms

__all__ = ["Occlude"]

_MOST = 64


@dataclass(frozen=True)
class Occlude(Recolouring):
    """Cover parts of the image with boxes, which lie inside of it; masks still tell where the objects are.

    Factors ``occlude``, the number of boxes, and ``occlude_key``, of which their places, sizes and levels are drawn.

    Args:
        count: The number of boxes: an integer, or a range (low, high), low ≤ count < high; 0 to 64.
        size: The sides of a box as shares of the image's, each drawn: a number, or a range; 0 to 1, at least a pixel.
        level: What each channel of a box is filled with: a number, or a range; 0 to 1.

    Raises:
        ValueError: If a range does not fit.

    >>> Occlude(2, size=0.25)
    Occlude(count=2.0, size=0.25, level=0.0)
    """

    count: Range = (1, 4)
    size: Range = (0.1, 0.3)
    level: Range = 0.0

    def __post_init__(self) -> None:
        keep(self, count=check_range("count", self.count, 0, _MOST))
        keep(self, size=check_range("size", self.size, 0, 1), level=check_range("level", self.level, 0, 1))
        if any(end != int(end) for end in ends(self.count)):
            raise ValueError(f"count must be an integer or a pair of such, got {self.count}")

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("occlude", self.count, "integer"), key_of("occlude")

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        height, width, channels = images.shape[1:]
        drawn = uniforms("occlude", values["occlude_key"], (int(ends(self.count)[1]), 4 + channels))
        result = images.copy()
        for number, box in enumerate(np.moveaxis(drawn, 1, 0)):
            rows = _span(box[:, 0], _between(self.size, box[:, 1]), height)
            columns = _span(box[:, 2], _between(self.size, box[:, 3]), width)
            seen = rows[:, :, None] & columns[:, None] & (number < values["occlude"])[:, None, None]
            levels = _between(self.level, box[:, 4:])[:, None, None]
            np.copyto(result, levels, where=seen[..., None])
        return result


def _between(given: Range, units: NDArray[np.float32]) -> NDArray[np.float32]:
    low, high = map(np.float32, ends(given))
    return np.asarray(low + units * (high - low))


def _span(places: NDArray[np.float32], shares: NDArray[np.float32], length: int) -> NDArray[np.bool_]:
    """Tell which of ``length`` pixels boxes of some shares ``[B]`` of it cover, bool ``[B, length]``.

    Places ``[B]`` in [0, 1) are shares of the room there is.
    """
    extents = np.maximum(np.rint(shares * length), 1)
    first = np.floor(places * (length - extents + 1))
    pixels = np.arange(length)
    return np.asarray((pixels >= first[:, None]) & (pixels < (first + extents)[:, None]))
