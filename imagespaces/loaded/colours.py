"""How pixels of any kind become 8-bit gray or colour.

- Colour to gray: luma of ITU-R BT.601, (19595 R + 38470 G + 7471 B) / 65536, rounded.
- 16 bits: the high byte.
- Alpha, and the transparent colour of an 8-bit picture: over white, since most drawings without a ground are dark.
- Palettes are looked up; one bit is black and white; CMYK and YCbCr are converted by formula, without colour profiles.
- 32-bit numbers, which do not say what is white, and CIELAB are refused.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from imagespaces.loaded.faults import PictureError

__all__ = ["to_channels"]

_SIXTEEN_BITS = ("I;16", "I;16L", "I;16B", "I;16N")
_MODES = ("1", "L", "LA", "P", "PA", "RGB", "RGBX", "RGBA", "RGBa", "CMYK", "YCbCr", *_SIXTEEN_BITS)


def to_channels(picture: Image.Image, channels: int) -> Image.Image:
    """Give a picture in gray (mode ``L``) or in colour (mode ``RGB``).

    Raises:
        PictureError: If its pixels are of a kind that is refused.

    >>> to_channels(Image.new("RGBA", (1, 1), (255, 0, 0, 0)), 1).getpixel((0, 0))
    255
    """
    if picture.mode not in _MODES:
        raise PictureError(f"has pixels of the kind {picture.mode!r}, allowed are {', '.join(map(repr, _MODES))}")
    if picture.mode in _SIXTEEN_BITS:
        picture = Image.fromarray((np.asarray(picture) >> 8).astype(np.uint8))
    elif picture.has_transparency_data:
        picture = _over_white(picture)
    if picture.mode not in {"L", "RGB"}:
        picture = picture.convert("RGB")  # so that gray is always the luma of the colour that is seen
    return picture.convert("L" if channels == 1 else "RGB")


def _over_white(picture: Image.Image) -> Image.Image:
    ground = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(ground, picture.convert("RGBA"))
