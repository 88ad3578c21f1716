"""Pictures of a view at the size at which they are shown: in cells of a terminal, or in pixels of a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from envspecs.drawing.colours import GOOD, GROUND, Colour
from envspecs.drawing.glimpses import whole
from envspecs.playing.view import Picture

__all__ = ["LOOKED", "MARKED", "Grain", "draw_picture", "fitted"]

LOOKED: Colour = (255, 176, 0)
"""The frame of what is looked at, which shows on black, gray and white alike."""

MARKED: Colour = (86, 180, 233)
"""The place that is answered."""

_UNKNOWN: tuple[Colour, Colour] = ((40, 44, 53), (48, 53, 63))
"""What was not seen: squares, as editors of images draw what is not there."""


@dataclass(frozen=True)
class Grain:
    """How fine a picture is drawn.

    Attributes:
        line: How many pixels the frame of what is looked at is wide.
        square: How many pixels the squares are wide that stand for the unknown.
    """

    line: int = 1
    square: int = 1


def fitted(size: tuple[int, int], room: tuple[int, int]) -> tuple[int, int]:
    """Give the (height, width) at which a picture fits a room: a whole multiple of its size, or smaller than it.

    >>> fitted((28, 28), (40, 90)), fitted((5, 5), (16, 16)), fitted((200, 100), (40, 40)), fitted((28, 28), (0, 9))
    ((28, 28), (15, 15), (40, 20), (1, 1))
    """
    scale = min(room[0] / size[0], room[1] / size[1])
    if scale >= 1:
        return size[0] * int(scale), size[1] * int(scale)
    return max(1, int(size[0] * scale)), max(1, int(size[1] * scale))


def draw_picture(picture: Picture, room: tuple[int, int], grain: Grain = Grain()) -> NDArray[np.uint8]:
    """Draw a picture with what is looked at.

    Args:
        picture: What is drawn.
        room: (height, width) that there is, in pixels.
        grain: How fine it is drawn.

    Returns:
        uint8 ``[h, w, 3]``, no larger than the room where that has any, with an edge as wide as the frame of what is
        looked at where there is one.
    """
    edge = 0 if picture.box is None else grain.line
    source: tuple[int, int] = (picture.pixels.shape[0], picture.pixels.shape[1])
    size = fitted(source, (room[0] - 2 * edge, room[1] - 2 * edge))
    canvas = np.full((size[0] + 2 * edge, size[1] + 2 * edge, 3), GROUND, np.uint8)
    inside = slice(edge, edge + size[0]), slice(edge, edge + size[1])
    canvas[inside] = _resized(picture, size, grain.square)
    scale = np.array([size[1] / source[1], size[0] / source[0]])
    if picture.box is not None:
        _frame(canvas, picture.box * np.tile(scale, 2) + edge, grain.line, LOOKED)
    for box in () if picture.truth is None else picture.truth:
        _frame(canvas, box * np.tile(scale, 2) + edge, grain.line, GOOD)
    if picture.mark is not None:
        _cross(canvas, np.array(picture.mark) * scale + edge, grain.line)
    return canvas


def _resized(picture: Picture, size: tuple[int, int], square: int) -> NDArray[np.uint8]:
    """Give the picture in a size; of what shrinks the known pixels are averaged, without the unknown beside them."""
    if picture.known is None:
        return _scaled(picture.pixels, size)
    share = _scaled(picture.known.astype(np.float32), size)
    known = share > 0
    sums = _scaled(picture.pixels * picture.known[..., None].astype(np.float32), size)
    found = _unknown(size, square)
    found[known] = np.rint(sums[known] / share[known, None])
    return found


def _scaled(pixels: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    grows = size[0] >= pixels.shape[0] and size[1] >= pixels.shape[1]
    method = cv2.INTER_NEAREST if grows else cv2.INTER_AREA
    return np.asarray(cv2.resize(pixels, size[::-1], interpolation=method))


def _unknown(size: tuple[int, int], square: int) -> NDArray[np.uint8]:
    rows, columns = np.indices(size) // square
    squares: NDArray[np.uint8] = np.array(_UNKNOWN, np.uint8)[(rows + columns) % 2]
    return squares


def _frame(canvas: NDArray[np.uint8], box: NDArray[np.float64], line: int, colour: Colour) -> None:
    """Draw a frame about a box ``[4]`` in pixels of the canvas, around it only, as far as it lies in the canvas."""
    ((left, top, right, bottom),) = whole(box[None])
    outer = [max(0, each) for each in (left - line, top - line, right + line, bottom + line)]
    inside = canvas[max(0, top) : max(0, bottom), max(0, left) : max(0, right)].copy()
    canvas[outer[1] : outer[3], outer[0] : outer[2]] = colour
    canvas[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = inside


def _cross(canvas: NDArray[np.uint8], place: NDArray[np.float64], line: int) -> None:
    """Draw a cross at a place (x, y) in pixels of the canvas."""
    x, y = np.floor(place).astype(int).tolist()
    reach = 2 * line
    for half_height, half_width in ((reach, line - 1), (line - 1, reach)):
        rows = slice(max(0, y - half_height), max(0, y + half_height + 1))
        canvas[rows, max(0, x - half_width) : max(0, x + half_width + 1)] = MARKED
