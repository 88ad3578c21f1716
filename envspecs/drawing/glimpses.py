"""Where was looked, drawn over the image: visited places, the way between them, and the present one.

Axes: ``h`` rows and ``w`` columns of the canvas, which the image covers in part. ``k`` boxes ``[k, 4]`` are left, top,
right, bottom in pixels of the canvas.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from envspecs.drawing.colours import EDGE, WHITE, Colour, ramp

__all__ = ["FRAME", "draw_frame", "draw_path", "mark", "tint", "whole"]

FRAME = 4
"""How many pixels the frame of the present glimpse reaches beyond what it frames."""

_FILL, _OUTLINE = 0.36, 0.75
_PATH = 0.5
_DASH = 6
_SHIFT = 4  # OpenCV takes fractions of a pixel as integers: sixteenths


def tint(canvas: NDArray[np.uint8], boxes: NDArray[np.float64], qualities: NDArray[np.float64]) -> None:
    """Colour visited places by how good the predictions made there were.

    Where they overlap the latest counts, and all are equally translucent, so that the image stays visible however often
    a place was looked at.

    Args:
        canvas: uint8 ``[h, w, 3]``, drawn on.
        boxes: ``[k, 4]``, in order.
        qualities: ``[k]``, from 0 to 1.
    """
    opacity = np.zeros(canvas.shape[:2])
    colours = np.zeros(canvas.shape)
    for (left, top, right, bottom), colour in zip(whole(boxes), ramp(qualities), strict=True):
        opacity[top:bottom, left:right] = _OUTLINE
        opacity[top + 1 : bottom - 1, left + 1 : right - 1] = _FILL
        colours[top:bottom, left:right] = colour
    seen = opacity > 0
    share = opacity[seen, None]
    canvas[seen] = np.rint(canvas[seen] * (1 - share) + colours[seen] * share)


def whole(boxes: NDArray[np.float64]) -> list[list[int]]:
    """Give boxes on whole pixels, each at least one pixel wide and high.

    >>> whole(np.array([[1.6, 0.2, 4.4, 0.4]]))
    [[2, 0, 4, 1]]
    """
    corners = np.rint(boxes).astype(int)
    corners[:, 2:] = np.maximum(corners[:, 2:], corners[:, :2] + 1)
    return [[int(edge) for edge in box] for box in corners]


def draw_path(canvas: NDArray[np.uint8], centres: NDArray[np.float64]) -> None:
    """Draw the way from each centre ``[k, 2]`` to the next as a faint line, light within dark, with a dot at each."""
    lines = canvas.copy()
    points = np.rint((centres - 0.5) * 2**_SHIFT).astype(np.int32)
    for colour, thickness, radius in ((EDGE, 3, 3.0), (WHITE, 1, 2.0)):
        cv2.polylines(lines, [points], False, colour, thickness, cv2.LINE_AA, _SHIFT)  # noqa: FBT003 - not closed
        for point in points.tolist():
            cv2.circle(lines, point, int(radius * 2**_SHIFT), colour, cv2.FILLED, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(lines, _PATH, canvas, 1 - _PATH, 0, dst=canvas)


def draw_frame(canvas: NDArray[np.uint8], box: NDArray[np.float64]) -> None:
    """Draw a frame about a box ``[4]``: white within black, so that it shows on any ground, and around it only."""
    ((left, top, right, bottom),) = whole(box[None])
    for distance, colour in ((FRAME, EDGE), (FRAME - 1, WHITE), (FRAME - 2, WHITE), (1, EDGE)):
        _ring(canvas, (left - distance, top - distance), (right + distance - 1, bottom + distance - 1), colour)


def _ring(canvas: NDArray[np.uint8], first: tuple[int, int], last: tuple[int, int], colour: Colour) -> None:
    cv2.rectangle(canvas, first, last, colour, 1)


def mark(canvas: NDArray[np.uint8], box: NDArray[np.float64], colour: Colour, *, dashed: bool) -> None:
    """Draw a line about a box ``[4]``, coloured within black, so that it shows on any ground."""
    ((left, top, right, bottom),) = whole(box[None])
    for distance, tone in ((2, EDGE), (1, colour), (0, colour), (-1, EDGE)):
        ring = np.zeros(canvas.shape[:2], np.uint8)
        cv2.rectangle(ring, (left - distance, top - distance), (right + distance - 1, bottom + distance - 1), 1, 1)
        canvas[(ring > 0) & _dashes(canvas.shape[:2]) if dashed else ring > 0] = tone


def _dashes(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Give where the dashes of any dashed line lie, ``[h, w]``."""
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.asarray((rows + columns) % (2 * _DASH) < _DASH)
