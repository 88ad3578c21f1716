"""Two shapes, each a circle or a square, that do not overlap."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.arguments import check_flag, check_size
from imagespaces.factors import Finite, SparseDomain
from imagespaces.generated.circle_square import SHAPES, Stencils, check_extent
from imagespaces.space import ImageSpace

__all__ = ["DoubleCircleSquare"]


class DoubleCircleSquare(ImageSpace):
    """Gray images of two white shapes: two squares, two circles, or one of each.

    The centres are apart by more than the extent in x or in y. The first shape is the one whose centre comes first
    in reading order, so that each image has one index: shape of the first + 2 (shape of the second + 2 × pair). Pairs
    are in reading order of the first centre, then of the second.

    Two squares that abut, and that the frame cuts at both outer sides, look the same one pixel further along. That can
    be on black ground if the extent is even and a side of the image is from extent + 3 to 2 extent + 1; ``may_repeat``
    tells. Their class is the same.

    Args:
        height: Rows.
        width: Columns.
        extent: Pixels from side to side of a shape.
        gradient: Whether the ground brightens toward the nearer shape (1 − distance / diagonal of the image), or is
            black.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Without effect, since nothing is drawn.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If a size or the stream is no integer, the extent is one whose circle is a square (1 and 3), or two
            shapes do not fit the image.

    >>> space = DoubleCircleSquare(height=15, width=15)
    >>> space.size, space.class_names
    (34272, ('two squares', 'two circles', 'one of each'))
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
        self.may_repeat = _may_repeat(height, width, self.extent, gradient=self.gradient)
        self._stencils = Stencils(height, width, self.extent, gradient=self.gradient)
        factors = (
            Finite("first_shape", SHAPES),
            Finite("second_shape", SHAPES),
            Finite("first_x", range(width)),
            Finite("first_y", range(height)),
            Finite("second_x", range(width)),
            Finite("second_y", range(height)),
        )
        self._pairs = _Pairs(height, width, self.extent)
        if not self._pairs.count:
            raise ValueError(f"two shapes of extent {extent} do not fit {height} × {width} without overlapping")
        domain = SparseDomain(factors, 4 * self._pairs.count, self._codes)
        super().__init__(height, width, 1, dtype=dtype, stream=stream, seed=seed, factors=domain)
        self.class_names = ("two squares", "two circles", "one of each")

    def _codes(self, states: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        rest, first_shape = np.divmod(states, 2)
        pair, second_shape = np.divmod(rest, 2)
        centres = self._pairs.centres(pair)
        names = ("first_x", "first_y", "second_x", "second_y")
        return {"first_shape": first_shape, "second_shape": second_shape, **dict(zip(names, centres, strict=True))}

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        return np.where(codes["first_shape"] == codes["second_shape"], codes["first_shape"], 2)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        first, second = (self._stencils.images(*where) for where in _objects(values))
        return np.maximum(first, second, out=first)[..., None]

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        first, second = (self._stencils.masks(*where) for where in _objects(values))
        return first | second


def _may_repeat(height: int, width: int, extent: int, *, gradient: bool) -> bool:
    """Tell whether two pairs of squares that abut can look the same.

    Both must be cut at their outer sides, which takes a short axis, and leave no gap, which takes an even extent. A
    gradient shows where they are, unless nothing of the ground is left across the axis.
    """
    return extent % 2 == 0 and any(
        extent + 3 <= along <= 2 * extent + 1 and not (gradient and across > extent + 1)
        for along, across in ((width, height), (height, width))
    )


def _objects(values: Mapping[str, NDArray[Any]]) -> list[list[NDArray[Any]]]:
    """Give shape, x and y, ``[B]`` each, of both objects."""
    return [[values[f"{which}_{name}"] for name in ("shape", "x", "y")] for which in ("first", "second")]


class _Pairs:
    """The unordered pairs of centres that are more than ``extent`` apart in x or in y, by number, in constant time.

    With the first centre given, the second comes after it in reading order: right of the box of forbidden columns in
    the same row, then in the ``extent`` rows below outside the box, then anywhere in the rows below those.
    """

    def __init__(self, height: int, width: int, extent: int) -> None:
        x, y = np.tile(np.arange(width), height), np.repeat(np.arange(height), width)
        self._left = np.maximum(x - extent, 0)  # the first forbidden column
        self._right = np.minimum(x + extent, width - 1) + 1  # the first column right of the box
        self._free = width - (self._right - self._left)  # allowed columns in a row that the box crosses
        self._same_row = width - self._right
        self._box_rows = np.minimum(extent, height - 1 - y)
        below = height - 1 - y - self._box_rows
        counts = self._same_row + self._box_rows * self._free + below * width
        self._ends = np.cumsum(counts)
        self._starts = self._ends - counts
        self._x, self._y, self._width = x, y, width
        self.count = int(self._ends[-1])

    def centres(self, pair: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
        """Give x and y of the first, x and y of the second centre, ``[B]`` each, of pairs ``[B]``."""
        first = np.searchsorted(self._ends, pair, side="right")
        rest = pair - self._starts[first]
        same, free = self._same_row[first], self._free[first]
        crossed = self._box_rows[first] * free
        in_box_rows = rest - same
        row, place = np.divmod(in_box_rows, np.maximum(free, 1))
        beside = np.where(place < self._left[first], place, place + self._right[first] - self._left[first])
        lower_row, anywhere = np.divmod(in_box_rows - crossed, self._width)
        zones = [rest < same, in_box_rows < crossed]
        x = np.select(zones, [self._right[first] + rest, beside], anywhere)
        y = self._y[first] + np.select(zones, [0, 1 + row], 1 + self._box_rows[first] + lower_row)
        return self._x[first], self._y[first], x, y
