"""How a picture of any size is brought to another: cut or squeezed, and always antialiased.

Resampling is Lanczos' filter over three lobes, widened where the picture shrinks, so that nothing aliases. A picture
that shrinks a lot is first averaged over whole blocks, which changes the result by a few levels of 255 and takes a
tenth of the time. Values are resampled as they are stored, not as amounts of light. Versions of Pillow differ by a few
levels in what is resampled, and in photographs; what is neither is the same everywhere.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from PIL import Image

__all__ = ["Box", "Resize", "centre_box", "draft_size", "fit"]

Resize: TypeAlias = Literal["crop", "squash"]
"""What becomes of a picture of other proportions: its centre is cut out, or it is squeezed."""

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the picture, pixel ``i`` reaching from i to i + 1."""

_GAP = 3
"""Blocks are averaged first only where so many pixels are left along each side for one that is wanted."""


def fit(picture: Image.Image, height: int, width: int, resize: Resize) -> Image.Image:
    """Bring a picture to ``height`` × ``width``; one that has this size comes back as it is, pixel for pixel.

    Args:
        picture: Of mode ``L`` or ``RGB``.
        height: Rows wanted.
        width: Columns wanted.
        resize: ``"crop"`` cuts out the centre, ``"squash"`` squeezes.

    >>> fit(Image.new("L", (40, 20)), 8, 8, "crop").size
    (8, 8)
    """
    box = (0, 0, *picture.size) if resize == "squash" else centre_box(picture.height, picture.width, height, width)
    return picture.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=_GAP)


def centre_box(height: int, width: int, to_height: int, to_width: int) -> Box:
    """Give the part of a picture that is seen when it just covers the size wanted, and what stands out is cut off.

    Cuts are between pixels of the result: where an odd number stands out, one more is cut off at the right or the
    bottom. So a picture that only needs cutting is not resampled.

    >>> centre_box(20, 40, 10, 10)
    (10.0, 0.0, 30.0, 20.0)
    >>> centre_box(10, 13, 10, 10)
    (1.0, 0.0, 11.0, 10.0)
    """
    if width * to_height < height * to_width:  # it stands out above and below, not at the sides
        top, left, bottom, right = centre_box(width, height, to_width, to_height)
        return left, top, right, bottom
    outside = (width * to_height - height * to_width) // (2 * height)  # in pixels of the result, rounded down
    left = outside * height / to_height
    return left, 0.0, min(left + to_width * height / to_height, float(width)), float(height)


def draft_size(height: int, width: int, to_height: int, to_width: int) -> tuple[int, int] | None:
    """Give the size (width, height) at which a photograph may be read to save time, None for its own.

    A JPEG decoder can average blocks of 2, 4 or 8 pixels for next to nothing. That is asked for only where blocks fill
    the picture, so that the geometry stays exact, whichever way up the picture is.

    >>> draft_size(3024, 4032, 64, 64), draft_size(3023, 4032, 64, 64), draft_size(480, 640, 224, 224)
    ((504, 378), None, None)
    """
    least = _GAP * max(to_height, to_width)
    for block in (8, 4, 2):
        if not (height % block or width % block) and min(height, width) >= block * least:
            return width // block, height // block
    return None
