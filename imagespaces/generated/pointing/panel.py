"""One panel of a picture: where in it a state of one or two coordinates is, so that all of its marks are inside.

Points are (x, y) with y downward. Lengths are in pixels unless they are said to be the state's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.pointing.marks import LINE

__all__ = ["BORDER", "Panel", "Room"]

BORDER = 1.0
"""Pixels between the marks of a panel and its border, at which none of their soft edges is cut."""

_LEAST_SPAN = 2.0


@dataclass(frozen=True)
class Room:
    """What a panel must leave free around the places that states have.

    Attributes:
        disc: The radius of the largest disc.
        spread: Of the widest ellipse along each axis half the width, as a share of the range of the coordinate.
        padding: Pixels left free besides.
    """

    disc: float
    spread: tuple[float, float] = (0.0, 0.0)
    padding: float = 0.0

    def inset(self, axis: int, size: int) -> float:
        """Give how far from the border of a panel states begin, for the ellipse shrinks with what is left."""
        share, free = self.spread[axis], size - 2 * BORDER - 2 * self.padding
        ellipse = (share * free + LINE / 2) / (1 + 2 * share) if share else 0.0
        return BORDER + self.padding + max(self.disc, ellipse)


@dataclass(frozen=True, eq=False)
class Panel:
    """A part of the picture that shows one coordinate, from left to right, or two, the second from top to bottom.

    Args:
        names: What the coordinates are called.
        bounds: The least and the largest value of each.
        shape: Rows and columns.
        room: What is left free.

    Raises:
        ValueError: If nothing is left between what is left free.
    """

    names: tuple[str, ...]
    bounds: tuple[tuple[float, float], ...]
    shape: tuple[int, int]
    room: Room

    def __post_init__(self) -> None:
        for name, span, size in zip(self.names, self.span, self._size, strict=False):
            if span < _LEAST_SPAN:
                most = self.room.disc + (span - _LEAST_SPAN) / 2
                raise ValueError(
                    f"radius must leave coordinate {name!r} at least {_LEAST_SPAN:g} of {size} pixels to move in, with "
                    f"what else is drawn and left free it is at most {max(most, 0):g}, got {self.room.disc:g}"
                )

    @cached_property
    def start(self) -> NDArray[np.float64]:
        """Where the least values are: [x, y]."""
        return np.array([self.room.inset(axis, size) - 0.5 for axis, size in enumerate(self._size)])

    @cached_property
    def span(self) -> NDArray[np.float64]:
        """How many pixels there are from the least values to the largest: [x, y]."""
        return np.array(self._size) - 1 - 2 * self.start

    @property
    def _size(self) -> tuple[int, int]:
        return self.shape[1], self.shape[0]

    def place(self, states: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give where states ``[B, 1]`` or ``[B, 2]`` are: ``[B, 2]``; a single coordinate is in the middle row."""
        low, high = np.array(self.bounds).T
        shares = np.full((len(states), 2), 0.5)
        shares[:, : len(self.names)] = (states - low) / (high - low)
        return np.asarray(self.start + shares * self.span)

    def halves(self, lengths: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give pixels ``[B, 2]`` for lengths of the state, ``[B, 1]`` or ``[B, 2]``.

        Where there is no second coordinate, an outline is as high as the largest disc.
        """
        low, high = np.array(self.bounds).T
        found = np.full((len(lengths), 2), self.room.disc - LINE / 2)
        count = len(self.names)
        found[:, :count] = lengths * (self.span[:count] / (high - low))
        return found

    def box(self, ranges: Mapping[str, tuple[float, float]]) -> NDArray[np.float64]:
        """Give left, top, right and bottom ``[4]`` of a box; a coordinate without a range has its whole range."""
        ends = np.array([ranges.get(name, bounds) for name, bounds in zip(self.names, self.bounds, strict=True)])
        corners = self.place(ends.T)
        if len(self.names) == 1:
            corners[:, 1] = self.start[1], self.start[1] + self.span[1]
        return corners.reshape(4)

    def contains(self, centres: NDArray[np.float64], halves: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which outlines of ellipses are whole within the panel: bool ``[B]``."""
        reach = halves + LINE / 2
        inside = (centres - reach >= BORDER - 0.5) & (centres + reach <= np.array(self._size) - BORDER - 0.5)
        return np.asarray(inside.all(axis=1))
