"""A grid whose cells hold any of the objects, and objects drawn into distinct cells.

Each object draws which of the cells that are still free it takes (Fisher and Yates), and where in it. An object that is
added after others takes a cell that they left, and leaves their draws as they were.

Axes: ``B`` instances, ``n`` free cells. Points are (x, y) with y downward, in pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Factor, Interval
from imagespaces.generated.scenes.attributes import Values
from imagespaces.generated.scenes.placement import Frame, Reach
from imagespaces.kernels.polygons import MARGIN

__all__ = ["CellGrid", "Cells", "Ordered", "choose_grid"]

_FREEDOM = 2
"""So many cells for each object are aimed at: few leave little choice of cells, many little room in them."""

_MOST = 16
"""The most rows and columns of a grid that is chosen."""


@dataclass(frozen=True)
class CellGrid:
    """Cells of equal size that fill a frame, less those that something else can cover.

    Args:
        frame: The frame.
        rows: How many.
        columns: How many.
        taken: What else there is: boxes (left, top, right, bottom).
    """

    frame: Frame
    rows: int
    columns: int
    taken: tuple[tuple[float, ...], ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of a cell."""
        return self.frame.width / self.columns, self.frame.height / self.rows

    def free(self) -> NDArray[np.int64]:
        """Give row and column of the cells that nothing else covers, ``[n, 2]``, in reading order."""
        cells = np.indices((self.rows, self.columns)).reshape(2, -1).T
        low = cells[:, ::-1] * np.array(self.size) - 0.5
        high = low + np.array(self.size)
        covered = [(low < region[2:]) & (high > region[:2]) for region in self.taken]
        return cells[~np.any([each.all(axis=1) for each in covered], axis=0)] if covered else cells

    def room(self, reach: Reach) -> tuple[float, float]:
        """Give how far an object may be off the middle of its cell, in x and y; negative if it does not fit."""
        width, height = self.size
        return width / 2 - MARGIN - reach.x, height / 2 - MARGIN - reach.y


@dataclass(frozen=True)
class Ordered:
    """Two objects of which one comes first in x or in y, as a factor says.

    Attributes:
        first: The object that comes first where the factor is 0.
        second: The one that does where it is 1.
        axis: 1 for columns, from left to right; 0 for rows, from top to bottom.
        factor: The name of the factor.
    """

    first: str
    second: str
    axis: Literal[0, 1]
    factor: str


class Cells:
    """Objects in distinct cells.

    Args:
        reaches: For each object how far it reaches; each fits the cells.
        grid: The cells.
        ordered: Two of the objects that are in different rows or columns; None for none.

    Raises:
        ValueError: If there are fewer free cells than objects, an object does not fit its cell, or there are no two
            cells for those that are ordered.

    Attributes:
        factors: ``cell`` of each object, counted among the cells that the ones before it left; ``cell_x`` and
            ``cell_y``, from −1 to 1 of the room there is in it. For two that are ordered ``cells``, which pair.
        ordered: Two of the objects that are in different rows or columns.
    """

    def __init__(self, reaches: Mapping[str, Reach], grid: CellGrid, ordered: Ordered | None = None) -> None:
        self._grid, self._free, self.ordered = grid, grid.free(), ordered
        _check_fit(reaches, grid, len(self._free))
        self._rooms = {name: grid.room(reach) for name, reach in reaches.items()}
        self._pairs = _pairs(self._free[:, ordered.axis]) if ordered else np.zeros((0, 2), np.int64)
        if ordered and not len(self._pairs):
            line = "columns" if ordered.axis else "rows"
            raise ValueError(
                f"{ordered.first!r} and {ordered.second!r} must be in different {line} of cells, but there is one of "
                f"the free cells in {grid.rows} rows and {grid.columns} columns"
            )
        pair = [ordered.first, ordered.second] if ordered else []
        self._turns = pair + [name for name in reaches if name not in pair]
        self.factors = [factor for turn in range(len(self._turns)) for factor in self._factors_of(turn)]

    def centres(self, values: Values) -> dict[str, NDArray[np.float64]]:
        """Give the centres of the objects in pixels, ``[B, 2]``."""
        cells = self._deal(values)
        return {name: self._centre(name, cells[:, turn], values) for turn, name in enumerate(self._turns)}

    def _factors_of(self, turn: int) -> list[Factor]:
        """Give the factors of the object whose turn it is."""
        name, left = self._turns[turn], len(self._free) - turn
        if self.ordered and turn < 2:
            left = len(self._pairs) if turn == 0 else 1
        cell: list[Factor] = [Interval(self._cell(turn), 0, left, "integer")] if left > 1 else []
        axes = zip(("cell_x", "cell_y"), self._rooms[name], strict=True)
        return cell + [Interval(f"{name}.{axis}", -1.0, 1.0) for axis, room in axes if room > 0]

    def _cell(self, turn: int) -> str:
        return "cells" if self.ordered and turn < 2 else f"{self._turns[turn]}.cell"

    def _deal(self, values: Values) -> NDArray[np.int64]:
        """Give the free cell that each object takes, by turn: int64 ``[B, objects]``."""
        count = len(next(iter(values.values())))
        rest = np.tile(np.arange(len(self._free)), (count, 1))
        rows = np.arange(count)
        dealt = []
        for turn, place in enumerate(self._picks(values, count)):
            dealt.append(rest[rows, place])
            rest[rows, place] = rest[:, len(self._free) - turn - 1]
        return np.stack(dealt, axis=1)

    def _picks(self, values: Values, count: int) -> list[NDArray[np.int64]]:
        """Give by turn which of the cells that are left is taken, int64 ``[B]``."""
        none = np.zeros(count, np.int64)
        picks = [values.get(self._cell(turn), none) for turn in range(len(self._turns))]
        if self.ordered:
            pair = self._pairs[picks[0]]
            swapped = values[self.ordered.factor] == 1
            first, second = (np.where(swapped, pair[:, 1 - which], pair[:, which]) for which in (0, 1))
            picks[:2] = first, np.where(second == len(self._free) - 1, first, second)  # the last one moved up
        return picks

    def _centre(self, name: str, cells: NDArray[np.int64], values: Values) -> NDArray[np.float64]:
        """Give where an object is in cells ``[B]``: pixels ``[B, 2]``."""
        width, height = self._grid.size
        row, column = self._free[cells].T
        middle = np.stack(((column + 0.5) * width - 0.5, (row + 0.5) * height - 0.5), axis=1)
        none = np.zeros(len(cells))
        shares = [values.get(f"{name}.{axis}", none) for axis in ("cell_x", "cell_y")]
        return np.asarray(middle + np.stack(shares, axis=1) * np.maximum(self._rooms[name], 0.0))


def choose_grid(
    reaches: Mapping[str, Reach], frame: Frame, taken: tuple[tuple[float, ...], ...], *, at_least: tuple[int, int]
) -> CellGrid:
    """Choose a grid whose cells hold any of some objects.

    Of all grids with a free cell for each object it is the one that comes nearest to two for each, with cells as square
    as they can be.

    Args:
        reaches: For each object how far it reaches.
        frame: The frame.
        taken: What else there is: boxes (left, top, right, bottom).
        at_least: The fewest rows and columns.

    Raises:
        ValueError: If there is none, saying how many cells there could be.
    """
    largest = Reach(max(reach.x for reach in reaches.values()), max(reach.y for reach in reaches.values()))
    most_rows = min(_MOST, int(frame.height / (2 * (largest.y + MARGIN))))
    most_columns = min(_MOST, int(frame.width / (2 * (largest.x + MARGIN))))
    grids = [
        CellGrid(frame, rows, columns, taken)
        for rows in range(at_least[0], most_rows + 1)
        for columns in range(at_least[1], most_columns + 1)
    ]
    free = {grid: len(grid.free()) for grid in grids}
    enough = [grid for grid in grids if free[grid] >= len(reaches)]
    if not enough:
        needed = f"{len(reaches)} objects of up to {largest.describe()} must have a cell each"
        around = " beside the objects that have a place" if taken else ""
        raise ValueError(
            f"{needed}, but a frame of {frame.width} × {frame.height} pixels has room for "
            f"{max(free.values(), default=0)}{around}: a grid of {most_rows} × {most_columns} cells"
        )
    wanted = _FREEDOM * len(reaches)
    return min(enough, key=lambda grid: (max(0, wanted - free[grid]), free[grid], _slant(grid)))


def _slant(grid: CellGrid) -> float:
    """Give how far cells are from being square."""
    width, height = grid.size
    return abs(math.log(width / height))


def _check_fit(reaches: Mapping[str, Reach], grid: CellGrid, free: int) -> None:
    shape = f"{grid.rows} rows and {grid.columns} columns"
    if free < len(reaches):
        raise ValueError(f"{len(reaches)} objects must have a cell each, but {free} are free of {shape}")
    for name, reach in reaches.items():
        if min(grid.room(reach)) < 0:
            width, height = (size - 2 * MARGIN for size in grid.size)
            raise ValueError(
                f"object {name!r} must fit {width:.1f} × {height:.1f} pixels, a cell of {shape} less a margin, "
                f"got up to {reach.describe()}"
            )


def _pairs(lines: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Give all pairs of cells of which the first is in an earlier row or column ``[n]``: ``[pairs, 2]``."""
    lines = np.asarray(lines)
    return np.argwhere(lines[:, None] < lines)
