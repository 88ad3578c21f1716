"""Which parts of the image a glimpse shows, so that it can be put in its place."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor

__all__ = ["Pieces", "Piecewise", "one_piece"]


class Pieces(NamedTuple):
    """Glimpses taken apart.

    Attributes:
        samples: ``[b, K, h, w, C]``.
        boxes: float64 ``[b, K, 4]``: what each piece covers, left, top, right, bottom in pixels of the image.
        fineness: Of each of the ``K``, from 1 on and rising: what is seen more finely counts more.
    """

    samples: NDArray[Any]
    boxes: NDArray[np.float64]
    fineness: tuple[int, ...]


@runtime_checkable
class Piecewise(Protocol):
    """A sensor whose glimpse is not simply what lies in its box, sample by sample."""

    @property
    def finest(self) -> int:
        """The fineness of its finest pieces."""

    def pieces(self, glimpse: NDArray[Any], lanes: Lanes) -> Pieces:
        """Take apart the glimpses ``[b, …]`` of some lanes, where these look now."""


def one_piece(sensor: Sensor, glimpse: NDArray[Any], lanes: Lanes) -> Pieces:
    """Give glimpses ``[b, h, w, C]`` that show what lies in the boxes of their lanes."""
    return Pieces(glimpse[:, None], sensor.boxes(lanes)[:, None], (1,))
