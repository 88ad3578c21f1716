"""One circle or one square, anywhere in the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import DTypeLike, NDArray

from imagespaces.arguments import check_flag, check_integer, check_size
from imagespaces.factors import Finite
from imagespaces.space import ImageSpace

__all__ = ["SHAPES", "CircleSquare", "Stencils", "check_extent"]

SHAPES = ("square", "circle")


class CircleSquare(ImageSpace):
    """Gray images of one white circle or square, whose brightness round about tells how far the shape is.

    Centres cover every pixel, so the frame may cut the shape.
    Index = label + 2 (x + W y); label 0 is the square, 1 the circle.

    Args:
        height: Rows.
        width: Columns.
        extent: Pixels from side to side: the square is where |dx|, |dy| ≤ extent / 2, the circle where the distance is.
        gradient: Whether the ground brightens toward the shape (1 − distance / diagonal of the image), or is black.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Without effect, since nothing is drawn.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If a size or the stream is no integer, the extent is one whose circle is a square (1 and 3), or the
            shape does not fit the image.

    >>> space = CircleSquare()
    >>> space.size, space.class_names
    (1568, ('square', 'circle'))
    >>> space.at(1 + 2 * (5 + 28 * 9)).factors
    {'shape': 1, 'x': 5, 'y': 9}
    """

    def __init__(
        self,
        *,
        height: int = 28,
        width: int = 28,
        extent: int = 8,
        gradient: bool = True,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        height, width = check_size("height", height), check_size("width", width)
        self.extent = check_extent(extent, height, width)
        self.gradient = check_flag("gradient", gradient)
        self._stencils = Stencils(height, width, self.extent, gradient=self.gradient)
        factors = (Finite("shape", SHAPES), Finite("x", range(width)), Finite("y", range(height)))
        super().__init__(height, width, 1, dtype=dtype, stream=stream, seed=seed, factors=factors, label="shape")

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return self._stencils.images(values["shape"], values["x"], values["y"])[..., None]

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        return self._stencils.masks(values["shape"], values["x"], values["y"])


class Stencils:
    """A square and a circle, each amid a sheet of nearly twice the image's sides: every image is a window of a sheet.

    Args:
        height: Rows of the images.
        width: Columns of the images.
        extent: Pixels from side to side of a shape.
        gradient: Whether the ground brightens toward the shape.
    """

    def __init__(self, height: int, width: int, extent: int, *, gradient: bool) -> None:
        dx = np.arange(1 - width, width, dtype=np.float64)
        dy = np.arange(1 - height, height, dtype=np.float64)[:, None]
        distance = np.sqrt(dx * dx + dy * dy)
        square = (np.abs(dx) <= extent / 2) & (np.abs(dy) <= extent / 2)
        shapes = np.stack((square, distance <= extent / 2))
        ground = 1 - distance / np.hypot(height, width) if gradient else np.zeros_like(distance)
        sheets = np.where(shapes, 1.0, ground).astype(np.float32)
        self._last = height - 1, width - 1
        self._images, self._masks = (sliding_window_view(sheet, (height, width), (1, 2)) for sheet in (sheets, shapes))

    def images(self, shapes: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float32]:
        """Give images, ``[B, H, W]``, of shapes ``[B]`` (0 square, 1 circle) with centres ``[B]`` in pixels."""
        return np.asarray(self._images[shapes, self._last[0] - y, self._last[1] - x])

    def masks(self, shapes: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.bool_]:
        """Tell which pixels the shapes cover, bool ``[B, H, W]``."""
        return np.asarray(self._masks[shapes, self._last[0] - y, self._last[1] - x])


def check_extent(extent: int, height: int, width: int) -> int:
    """Give the extent, if circles and squares of it differ and fit the image.

    Raises:
        ValueError: If it is no integer, gives a circle that is a square, or does not fit.
    """
    extent = check_integer("extent", extent, least=2)
    if extent == 3:
        raise ValueError(f"extent must be 2, or 4 and more, got {extent}, whose circle is a square")
    across = 2 * (extent // 2) + 1
    if across > min(height, width):
        raise ValueError(f"a shape of extent {extent} is {across} pixels across, and does not fit {height} × {width}")
    return extent
