"""Windows of several sizes about one place: sharp in the middle, coarse around."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Motion
from envspecs.sensors.centred import Centred, Start
from envspecs.sensors.pieces import Pieces
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.kernels.foveae import FoveaSampler

__all__ = ["Foveated", "extents_of"]


class Foveated(Centred):
    """Observes ``levels`` windows about one centre, each ``factor`` times as large as the one before.

    All are brought to the same ``h`` × ``w`` samples, as the retina of the Recurrent Attention Model does (Mnih et al.,
    2014): what shrinks is averaged. The centre lies where that of a glimpse of the smallest window would; windows are
    of whole pixels, with their middle as near to it as may be, and 0 outside of the image.

    The observation has the ``glimpse`` ``[h, w, levels × C]`` in the type of the images, the smallest window first;
    ``glimpse_pos`` (x, y) in [−1, 1]; and what the motion adds.

    Args:
        gallery: The pictures on show.
        size: (height, width) of each window in samples.
        levels: How many windows there are.
        factor: How much larger each is than the one before.
        scale: Image pixels per sample of the smallest.
        motion: How an action moves the centre.
        start: ``"random"``, uniform over all positions; ``"center"``; or a position (x, y) in [−1, 1].

    Raises:
        ValueError: If the smallest window is larger than the image, or the start is none of these.
    """

    def __init__(
        self,
        gallery: Gallery,
        *,
        size: tuple[int, int] = (8, 8),
        levels: int = 3,
        factor: float = 2.0,
        scale: float = 1.0,
        motion: Motion,
        start: Start = "random",
    ) -> None:
        space = gallery.space
        self._size, self._extents = size, extents_of(size, levels, factor, scale)
        smallest = self._extents[0]
        if smallest[0] > space.height or smallest[1] > space.width:
            found = f"{smallest[0]} × {smallest[1]}"
            raise ValueError(f"the smallest window must fit {space.height} × {space.width} pixels, got {found}")
        super().__init__(gallery, smallest, motion, start)
        self._sampler = self._make_sampler()
        self._spans = np.array(self._extents, np.float64)  # [K, 2], rows and columns
        self.observation_spaces: Mapping[str, Space[Any]] = {
            "glimpse": ImageSpace(*size, levels * space.channels, dtype=space.dtype),
            **self._where,
        }

    def _make_sampler(self) -> FoveaSampler:
        return FoveaSampler(self._gallery.pixels, self._size, self._extents, self._gallery.space.dtype)

    def _corners(self, positions: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give the top row and the left column of the windows at positions ``[b, 2]``, ``[b, K, 2]``."""
        middles = (self._image_size + positions * (self._image_size - self._extent)) / 2  # [b, 2], from the corner
        return np.floor(middles[:, None, ::-1] - self._spans / 2 + 0.5).astype(np.int64)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``glimpse`` ``[b, h, w, levels × C]``, ``glimpse_pos`` ``[b, 2]`` and what the motion adds."""
        positions = self._positions[lanes]
        return {
            "glimpse": self._sampler(self._gallery.rows[lanes], self._corners(positions)),
            "glimpse_pos": positions.astype(np.float32),
            **self._motion.observe(lanes),
        }

    def look(self, lanes: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Give what would be seen of the pictures of lanes ``[b]`` from positions ``[b, 2]``, as in ``glimpse``."""
        seen: NDArray[Any] = self._sampler(self._gallery.rows[lanes], self._corners(positions))
        return seen

    @property
    def finest(self) -> int:
        """How many different sizes the windows have."""
        return len(set(self._extents))

    def pieces(self, glimpse: NDArray[Any], lanes: Lanes) -> Pieces:
        """Take glimpses ``[b, h, w, levels × C]`` apart: a piece for each window, the largest first."""
        levels = len(self._extents)
        samples = np.moveaxis(glimpse.reshape(*glimpse.shape[:3], levels, -1), 3, 1)[:, ::-1]
        corners = self._corners(self._positions[lanes])[:, ::-1, ::-1].astype(np.float64)  # [b, K, 2], x first
        boxes = np.concatenate((corners, corners + self._spans[::-1, ::-1]), axis=2)
        sizes = sorted(set(self._extents), reverse=True)
        return Pieces(samples, boxes, tuple(1 + sizes.index(extent) for extent in reversed(self._extents)))


def extents_of(size: tuple[int, int], levels: int, factor: float, scale: float) -> tuple[tuple[int, int], ...]:
    """Give the rows and columns of each window, in whole pixels.

    >>> extents_of((8, 6), 3, 2.0, 1.0)
    ((8, 6), (16, 12), (32, 24))
    """
    height, width = size
    scales = [scale * factor**level for level in range(levels)]
    return tuple((max(1, round(height * each)), max(1, round(width * each))) for each in scales)
