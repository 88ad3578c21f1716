"""What is known of the objects of a scene beside its label.

Axes: ``B`` instances, ``K`` objects, ``H`` rows, ``W`` columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.scenes.painting import cover
from imagespaces.generated.scenes.stage import Cast
from imagespaces.kernels.outlines import LoopSet

__all__ = ["Annotations", "annotate", "union"]

_HALF = 128  # of 255


@dataclass(frozen=True, eq=False)
class Annotations:
    """Where the objects of ``B`` scenes are.

    Of an object that is not there, the mask is empty and the numbers are 0.

    Attributes:
        names: The ``K`` objects.
        present: bool ``[B, K]``, whether each is there.
        counts: int64 ``[B]``, how many are.
        centres: float64 ``[B, K, 2]``, the point that each turns about, x and y in [−1, 1] of the frame.
        boxes: float64 ``[B, K, 4]``, what bounds each, also where others hide it: left, top, right and bottom, in
            pixels, of which the first is at 0 and reaches from −1/2 to 1/2.
        masks: bool ``[B, K, H, W]``, the pixels where each is seen: of which it covers half or more, and no other
            object over it does.
        visibility: float64 ``[B, K]``, how many pixels that is, of those that it covers.
    """

    names: tuple[str, ...]
    present: NDArray[np.bool_]
    counts: NDArray[np.int64]
    centres: NDArray[np.float64]
    boxes: NDArray[np.float64]
    masks: NDArray[np.bool_]
    visibility: NDArray[np.float64]


def annotate(
    names: tuple[str, ...], cast: Cast, order: NDArray[np.int64], outlines: LoopSet, shape: tuple[int, int]
) -> Annotations:
    """Tell where objects are.

    Args:
        names: What they are called.
        cast: The objects, the deepest first.
        order: int64 ``[K, B]``, which object each of those is.
        outlines: Their outlines.
        shape: Height and width of the frame.
    """
    whole = cover(cast, outlines, shape) >= _HALF  # [K, B, H, W], the deepest first
    seen = whole.copy()
    for depth in range(len(seen) - 1):
        seen[depth] &= ~whole[depth + 1 :].any(axis=0)
    areas, shown = (each.sum(axis=(2, 3)) for each in (whole, seen))
    count = cast.present.shape
    boxes = outlines.boxes(cast.outlines.reshape(-1), cast.linear.reshape(-1, 2, 2), cast.centres.reshape(-1, 2))
    sizes = np.array(shape[::-1])
    by_name = np.argsort(order, axis=0), np.arange(count[1])
    present = cast.present[by_name].T

    def named(each: NDArray[np.float64]) -> NDArray[np.float64]:
        values = np.swapaxes(each[by_name], 0, 1)
        return np.where(present.reshape(*present.shape, *(1,) * (values.ndim - 2)), values, 0.0)

    return Annotations(
        names=names,
        present=present,
        counts=present.sum(axis=1),
        centres=named((2 * cast.centres + 1) / sizes - 1),
        boxes=named(boxes.reshape(*count, 4)),
        masks=np.swapaxes(seen[by_name], 0, 1),
        visibility=named(shown / np.maximum(areas, 1)),
    )


def union(cast: Cast, outlines: LoopSet, shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Give how much of each pixel objects cover together: uint8 ``[B, H, W]``, of 255."""
    empty = np.full((*cast.present.shape[1:], *shape), 255, np.uint16)
    for covered in cover(cast, outlines, shape):
        empty = (empty * (255 - covered.astype(np.uint16)) + 127) // 255
    return (255 - empty).astype(np.uint8)
