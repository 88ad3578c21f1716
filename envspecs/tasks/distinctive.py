"""Places of an image that look like no other: what can be found again.

Axes: ``N`` candidates, ``D`` values of a glimpse, ``k`` best candidates, ``b`` lanes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Looking
from envspecs.stage import Stage
from imagespaces.draws import Draws
from imagespaces.pixels import convert

__all__ = ["BEST", "CELL", "MOST", "Distinctive", "distinctness", "places_per_axis"]

CELL = 0.2
"""How far apart candidates are at most, in units of what a glimpse covers."""

BEST = 10
"""How many of the most distinctive candidates a target may be drawn from."""

MOST = 10_000
"""The most candidates that are compared: all pairs are."""

_BLOCK = 1024  # candidates that are compared with as many others at a time, so that the pairs take 8 MB
_ONE_THREAD = 1 << 18  # products of numbers up to which BLAS does with one thread, on a busy machine ten times as quick
_WORTH_IT = 48  # candidates; of smaller blocks the calls would take longer than the work
_DIGITS = 9  # of distinctness: what differs by less is a tie, so that rounding in a library decides nothing
_TABLED = 1 << 21  # instances whose best candidates are kept, in some 40 MB, of which only what is written to is taken


class Distinctive:
    """Draws positions whose glimpse is unlike those of the other places in its image.

    Candidates lie on a grid from −1 to 1 along each axis, at most a cell apart, which is a fifth of what a glimpse
    covers. How distinctive one is, is the mean squared difference of its glimpse to that of whichever candidate looks
    most like it. One of the ten most distinctive is drawn, any as likely, and then moved by up to a cell along each
    axis, uniformly, and clipped to [−1, 1]. Of candidates that are as distinctive the first counts, from the left, and
    of those the upper one.

    The best candidates of an image follow from the image alone. They are worked out when it is first on show and, in
    spaces of up to two million instances, kept.

    Args:
        stage: The pictures on show.
        sensor: The sensor that looks at them.

    Raises:
        ValueError: If there are more than :data:`MOST` candidates, or glimpses that fill an axis of the image, along
            which all places look the same.
    """

    words: Mapping[str, int] = {"target": 2, "target_jitter": 4}

    def __init__(self, stage: Stage, sensor: Looking) -> None:
        self._sensor, self._size = sensor, stage.space.size
        columns, rows = (places_per_axis(each) for each in sensor.coverage)
        if columns * rows > MOST:
            raise ValueError(f"distinctive targets are among up to {MOST} candidates, got {columns} × {rows}")
        x, y = np.meshgrid(np.linspace(-1, 1, columns), np.linspace(-1, 1, rows), indexing="ij")
        self._candidates = np.stack((x, y), axis=-1).reshape(-1, 2)  # [N, 2]
        self._cell = CELL * np.array(sensor.coverage)
        self._best = min(BEST, len(self._candidates))
        self._table = self._make_table()

    def _make_table(self) -> NDArray[np.uint16] | None:
        """Give room for the best candidates of each instance, ``[size, k]``: their numbers from 1 on, 0 unknown."""
        if self._size is None or self._size > _TABLED:
            return None
        return np.zeros((self._size, self._best), np.uint16)

    def __call__(self, lanes: NDArray[np.intp], draws: Draws, indices: NDArray[np.int64]) -> NDArray[np.float64]:
        """Draw positions (x, y) ``[b, 2]`` in the pictures that lanes ``[b]`` show, of instances ``[b]``."""
        chosen = self._ranked(lanes, indices)[np.arange(len(lanes)), draws.integers("target", self._best)]
        jitter = (2.0 * draws.uniform("target_jitter", 2) - 1.0) * self._cell
        return np.asarray(np.clip(self._candidates[chosen] + jitter, -1.0, 1.0))

    def _ranked(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> NDArray[Any]:
        """Give the numbers of the best candidates of each lane's picture, the best first, ``[b, k]``."""
        if self._table is None:
            return np.stack([self._rank(lane) for lane in lanes])
        fresh = np.flatnonzero(self._table[indices, 0] == 0)
        for index, first in zip(*np.unique(indices[fresh], return_index=True), strict=True):
            self._table[index] = self._rank(lanes[fresh[first]]) + 1
        return self._table[indices] - np.uint16(1)

    def _rank(self, lane: np.intp) -> NDArray[np.intp]:
        """Give the numbers of the best candidates of the picture that a lane shows, ``[k]``.

        Always of one picture: what a matrix product gives may depend on the shape, and must not on who else begins.
        """
        count = len(self._candidates)
        glimpses = convert(self._sensor.look(np.full(count, lane), self._candidates), np.float32)
        rounded = np.round(distinctness(glimpses.reshape(count, -1).astype(np.float64)), _DIGITS)
        return np.argsort(-rounded, kind="stable")[: self._best]

    def __getstate__(self) -> dict[str, Any]:
        """Leave the table out: it is worked out anew as it is needed."""
        return {name: value for name, value in self.__dict__.items() if name != "_table"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make an empty table."""
        self.__dict__.update(state)
        self._table = self._make_table()


def places_per_axis(coverage: float) -> int:
    """Give how many candidates lie along an axis: ceil(2 / cell), where the cell is a fifth of what a glimpse covers.

    Args:
        coverage: What a glimpse covers, in units of positions.

    Raises:
        ValueError: If that is not finite: all places along the axis then look the same.

    >>> places_per_axis(2 * 5 / (28 - 5))  # a glimpse of 5 pixels in an image of 28
    23
    """
    if not math.isfinite(coverage):
        raise ValueError(f"what a glimpse covers along an axis must be finite, so that places differ, got {coverage}")
    return math.ceil(2.0 / (CELL * coverage))


def distinctness(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the mean squared difference of each row to whichever other row is most like it.

    Args:
        values: ``[N, D]``.

    Returns:
        ``[N]``, not negative but for rounding; infinite where there is no other row.

    >>> distinctness(np.array([[0.0, 0.0], [0.0, 1.0], [3.0, 1.0]])).tolist()
    [0.5, 0.5, 4.5]
    """
    centred = values - values.mean(axis=0)  # differences stay, and lose fewer digits
    halves = np.einsum("nd,nd->n", centred, centred) / 2
    nearest = np.full(len(values), np.inf)
    size = _block(values.shape[1])
    for first in range(0, len(values), size):
        one = slice(first, first + size)
        for second in range(first, len(values), size):
            other = slice(second, second + size)
            squares = centred[one] @ centred[other].T
            np.subtract(halves[other], squares, out=squares)  # half of the squared distances, less a part of the row
            if first == second:
                np.fill_diagonal(squares, np.inf)
            else:
                nearest[other] = np.minimum(nearest[other], (squares + halves[one, None]).min(axis=0))
            nearest[one] = np.minimum(nearest[one], squares.min(axis=1) + halves[one])
    nearest *= 2.0 / values.shape[1]
    return nearest


def _block(depth: int) -> int:
    """Give how many candidates of so many values are compared with as many others at a time."""
    size = math.isqrt(_ONE_THREAD // max(1, depth))
    return size if size >= _WORTH_IT else _BLOCK
