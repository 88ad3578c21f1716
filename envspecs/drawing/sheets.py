"""Contact sheets: many images in rows, with words below each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from envspecs.drawing.colours import FAINT, GROUND, TEXT
from envspecs.drawing.lettering import Style, font_for, width_of, write
from envspecs.drawing.picture import displayed, shown_size

__all__ = ["draw_sheet"]

_WIDTH = 1240
"""How wide a sheet is at most, or nearly so."""

_MARGIN, _GAP = 24, 14
_LARGEST, _SMALLEST = 384, 64
"""How long the longer side of an image may be; many images need more rows rather than be smaller."""

_WIDER = 1.5
"""How many columns there are for each row."""

_HEADING = 82
"""Rows above the images."""

_LINE = 19
_TITLE, _SUBTITLE = Style(22, TEXT), Style(14, FAINT)
_CAPTION, _NUMBER = Style(14, TEXT, "mm"), Style(14, FAINT, "mm")


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
    width = max(2 * _MARGIN + columns * cell[1] - _GAP, _heading_width(title, subtitle))
    height = _HEADING + math.ceil(len(images) / columns) * cell[0] + _MARGIN - _GAP
    sheet = Image.new("RGB", (width, height), GROUND)
    draw = ImageDraw.Draw(sheet)
    write(draw, (_MARGIN, _MARGIN + 11), title, _TITLE, width - 2 * _MARGIN)
    write(draw, (_MARGIN, _MARGIN + 38), subtitle, _SUBTITLE, width - 2 * _MARGIN)
    for place, (image, caption) in enumerate(zip(images, captions, strict=True)):
        row, column = divmod(place, columns)
        middle = _MARGIN + column * cell[1] + (cell[1] - _GAP) // 2
        top = _HEADING + row * cell[0]
        sheet.paste(Image.fromarray(displayed(image, size)), (middle - size[1] // 2, top))
        for line, (words, style) in enumerate(zip(caption, (_CAPTION, _NUMBER), strict=True)):
            write(draw, (middle, top + size[0] + line * _LINE + 11), words, style, cell[1] - 8)
    return np.asarray(sheet)


def _heading_width(title: str, subtitle: str) -> int:
    """Give the width at which the words above all are whole, within reason."""
    widths = [width_of(words, font_for(words, style.size)) for words, style in ((title, _TITLE), (subtitle, _SUBTITLE))]
    return min(max(widths) + 2 * _MARGIN, _WIDTH)
