"""Small pictures beside the image: what is seen, what is looked for, what was predicted and what is true."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from envspecs.drawing.colours import FAINT, GROUND, TROUGH
from envspecs.drawing.lettering import Style, write
from envspecs.drawing.picture import displayed, shown_size

__all__ = ["TILE", "draw_tiles", "tiles_size"]

TILE = 130
"""How wide and how high the place of a picture is."""

_TITLE = 18
_GAP = 12
_NAME = Style(14, FAINT)
_IDEAL = 128


def tiles_size(count: int, height: int) -> tuple[int, int]:
    """Give the (height, width) that so many pictures take, in columns about as high as what they stand beside.

    >>> tiles_size(0, 320), tiles_size(2, 320), tiles_size(3, 320)
    ((0, 0), (308, 142), (308, 284))
    """
    if not count:
        return 0, 0
    rows = _rows(count, height)
    columns = -(-count // rows)
    return rows * (TILE + _TITLE + _GAP) - _GAP, columns * (TILE + _GAP)


def _rows(count: int, height: int) -> int:
    return min(count, max(1, (height + _GAP) // (TILE + _TITLE + _GAP)))


def draw_tiles(pictures: Mapping[str, NDArray[Any]], height: int) -> NDArray[np.uint8]:
    """Draw pictures under their titles, column by column.

    Args:
        pictures: ``[h, w, C]`` by title, float32 in [0, 1] or uint8.
        height: About how high the columns should be.

    Returns:
        uint8 ``[*tiles_size, 3]``.
    """
    rows = _rows(len(pictures), height)
    canvas = Image.new("RGB", tiles_size(len(pictures), height)[::-1], GROUND)
    draw = ImageDraw.Draw(canvas)
    for number, (title, picture) in enumerate(pictures.items()):
        column, row = divmod(number, rows)
        left, top = _GAP + column * (TILE + _GAP), row * (TILE + _TITLE + _GAP)
        write(draw, (left, top + _TITLE // 2 - 2), title, _NAME, TILE)
        _draw_tile(canvas, picture, (left, top + _TITLE))
    return np.asarray(canvas)


def _draw_tile(canvas: Image.Image, picture: NDArray[Any], corner: tuple[int, int]) -> None:
    """Draw a picture in the middle of its place, with a line about it."""
    height, width = shown_size(picture.shape[:2], _IDEAL, _IDEAL)
    left, top = corner[0] + (TILE - width) // 2, corner[1] + (TILE - height) // 2
    ImageDraw.Draw(canvas).rectangle((left - 1, top - 1, left + width, top + height), outline=TROUGH)
    canvas.paste(Image.fromarray(displayed(picture, (height, width))), (left, top))
