"""The outlines of digits and letters, traced from the font that Pillow brings along."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.kernels.outlines import signed_area

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["trace"]

_SIZE = 256
"""Pixels at which characters are drawn to be traced."""

_TOLERANCE = 0.6
"""Of those pixels: how far the outline may be from what was drawn."""


@lru_cache(maxsize=128)
def trace(character: str) -> tuple[NDArray[np.float64], ...]:
    """Give the outline of a character: loops ``[n, 2]`` in pixels, y downward, those round holes the other way round.

    Args:
        character: One that the font has.
    """
    from skimage.measure import approximate_polygon, find_contours  # noqa: PLC0415 - takes long, and few draw letters

    contours = find_contours(_draw(character), 127.5)  # type: ignore[no-untyped-call]
    loops = [approximate_polygon(contour, _TOLERANCE)[:-1, ::-1] for contour in contours]  # type: ignore[no-untyped-call]
    direction = np.sign(sum(map(signed_area, loops)))
    return tuple(np.ascontiguousarray(loop[:: int(direction)]) for loop in loops)


def _draw(character: str) -> NDArray[np.float64]:
    """Draw a character, light on dark with room around it."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415 - see above

    font = ImageFont.load_default(_SIZE)
    left, top, right, bottom = (round(side) for side in font.getbbox(character))
    picture = Image.new("L", (right - left + 8, bottom - top + 8))
    ImageDraw.Draw(picture).text((4 - left, 4 - top), character, fill=255, font=font)
    return np.asarray(picture, np.float64)
