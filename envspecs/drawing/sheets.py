"""Contact sheets: many images in rows, with words below each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from envspecs.drawing.colours import FAINT, GROUND, TEXT, Colour
from envspecs.drawing.lettering import fitted, font_for, width_of
from envspecs.drawing.picture import displayed, shown_size

__all__ = ["draw_sheet"]

_WIDTH = 1240
"""How wide a sheet is at most, or nearly so."""

_MARGIN, _GAP = 24, 14
_LARGEST, _SMALLEST = 384, 64
"""How long the longer side of an image may be; many images need more rows rather than be smaller."""

_WIDER = 1.5
"""How many columns there are for each row."""

_TITLE, _WORDS = 22, 14
_LINE = 19


def draw_sheet(
    images: Sequence[NDArray[Any]], captions: Sequence[tuple[str, str]], *, title: str, subtitle: str = ""
) -> NDArray[np.uint8]:
    """Draw a sheet of images.

    Args:
        images: At least one ``[H, W, C]``, all of one size, as :func:`~envspecs.drawing.picture.to_rgb` takes them.
        captions: For each the words below it: a line that tells, and a fainter one.
        title: The words above all.
        subtitle: Fainter words below the title.

    Returns:
        uint8 ``[height, width, 3]``.
    """
    columns = min(len(images), max(1, round(math.sqrt(len(images) * _WIDER))))
    room = (_WIDTH - 2 * _MARGIN + _GAP) // columns - _GAP
    size = shown_size(images[0].shape[:2], *[min(max(room, _SMALLEST), _LARGEST)] * 2)
    cell = (size[0] + 2 * _LINE + _GAP, max(size[1], _SMALLEST) + _GAP)
    heading = _MARGIN + 2 * _TITLE + _GAP
    width = max(2 * _MARGIN + columns * cell[1] - _GAP, _heading_width(title, subtitle))
    height = heading + math.ceil(len(images) / columns) * cell[0] + _MARGIN - _GAP
    sheet = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(sheet)
    _write(draw, (_MARGIN, _MARGIN + _TITLE // 2), title, _TITLE, TEXT, width - 2 * _MARGIN, "lm")
    _write(draw, (_MARGIN, _MARGIN + 2 * _TITLE - 6), subtitle, _WORDS, FAINT, width - 2 * _MARGIN, "lm")
    for place, (image, caption) in enumerate(zip(images, captions, strict=True)):
        row, column = divmod(place, columns)
        middle = _MARGIN + column * cell[1] + (cell[1] - _GAP) // 2
        top = heading + row * cell[0]
        sheet.paste(Image.fromarray(displayed(image, size)), (middle - size[1] // 2, top))
        for line, (words, colour) in enumerate(zip(caption, (TEXT, FAINT), strict=True)):
            place_of_line = (middle, top + size[0] + line * _LINE + _LINE // 2 + 2)
            _write(draw, place_of_line, words, _WORDS, colour, cell[1] - 4, "mm")
    return np.asarray(sheet)


def _heading_width(title: str, subtitle: str) -> int:
    """Give the width at which the words above all are whole, within reason."""
    widths = [width_of(text, font_for(text, size)) for text, size in ((title, _TITLE), (subtitle, _WORDS))]
    return min(max(widths) + 2 * _MARGIN, _WIDTH)


def _write(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, colour: Colour, room: int, anchor: str
) -> None:
    font = font_for(text, size)
    draw.text(place, fitted(text, font, room), colour, font, anchor=anchor)
