"""From the bytes of one picture file to pixels of a given form: what is accepted, and what is refused and why.

Accepted are png, jpeg, webp, bmp and tiff, as told by the content, whatever the name says; of several frames the first.
The EXIF orientation is honoured. Sizes are read from the header, and refused before anything is decoded. Files that are
cut short are refused; damage is found as far as the format knows checksums (png does, the others hardly).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import ImageOps
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from imagespaces.loaded.colours import to_channels
from imagespaces.loaded.faults import PictureError, reason_of
from imagespaces.loaded.fitting import Resize, draft_size, fit

__all__ = ["MAX_PIXELS", "Form", "decode", "open_picture"]

MAX_PIXELS = 1 << 26
"""A picture may have so many pixels, 8192 × 8192; decoding one takes up to 16 bytes a pixel for a moment."""

# The decoders are called by name: Pillow's own search would try every format that any package has registered with it.
_DECODERS: tuple[tuple[re.Pattern[bytes], type[ImageFile]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PngImageFile),
    (re.compile(rb"\xff\xd8\xff"), JpegImageFile),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), WebPImageFile),
    (re.compile(rb"BM"), BmpImageFile),
    (re.compile(rb"II[*+]\0|MM\0[*+]"), TiffImageFile),
)


@dataclass(frozen=True)
class Form:
    """What pictures are brought to.

    Attributes:
        height: Rows.
        width: Columns.
        channels: 1 for gray, 3 for red, green and blue.
        resize: What becomes of a picture of other proportions.
    """

    height: int
    width: int
    channels: int
    resize: Resize

    @property
    def shape(self) -> tuple[int, int, int]:
        """``(H, W, C)``."""
        return self.height, self.width, self.channels

    @property
    def nbytes(self) -> int:
        """The bytes of one picture."""
        return self.height * self.width * self.channels


def decode(data: bytes, form: Form) -> NDArray[np.uint8]:
    """Decode a picture.

    It is a pure function of its arguments under :func:`imagespaces.loaded.reading.strict`.

    Args:
        data: The content of a picture file.
        form: What to bring it to.

    Returns:
        uint8 ``[H, W, C]``.

    Raises:
        PictureError: If the content is damaged, cut short, too large, or of a kind that is not accepted. Nothing else
            is raised.
    """
    try:
        return _decode(data, form)
    except PictureError:
        raise
    except Exception as error:  # a damaged file leads Pillow to raise whatever there is
        raise PictureError(f"cannot be decoded: {reason_of(error)}") from error


def _decode(data: bytes, form: Form) -> NDArray[np.uint8]:
    picture = open_picture(data)
    if isinstance(picture, JpegImageFile):
        picture.draft(None, draft_size(picture.height, picture.width, form.height, form.width))
    ImageOps.exif_transpose(picture, in_place=True)
    seen = fit(to_channels(picture, form.channels), form.height, form.width, form.resize)
    return np.asarray(seen).reshape(form.shape)


def open_picture(data: bytes) -> ImageFile:
    """Read the header alone, and check what it says.

    Args:
        data: The content of a picture file.

    Raises:
        PictureError: If the picture is too large, or of a kind that is not accepted; of a damaged file whatever Pillow
            raises.
    """
    decoder = _decoder(data)
    picture = decoder(BytesIO(data))
    if picture.height * picture.width > MAX_PIXELS:
        raise PictureError(f"has {picture.height} × {picture.width} pixels, allowed are up to {MAX_PIXELS}")
    if decoder is PngImageFile:
        PngImageFile(BytesIO(data)).verify()  # the checksums, which decoding does not look at
    return picture


def _decoder(data: bytes) -> type[ImageFile]:
    for signature, decoder in _DECODERS:
        if signature.match(data):
            return decoder
    if not data:
        raise PictureError("is empty, with 0 bytes")
    raise PictureError(f"begins with {data[:8]!r}, which no png, jpeg, webp, bmp or tiff does")
