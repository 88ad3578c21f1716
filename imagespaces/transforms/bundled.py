"""The pictures that scikit-image's package holds, so that they are there without a network."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.names import BACKDROPS, SURFACES
from imagespaces.pixels import from_bytes, to_bytes
from imagespaces.transforms.colours import luma

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["PHOTOGRAPHS", "TEXTURES", "bundled"]

PHOTOGRAPHS, TEXTURES = BACKDROPS, SURFACES


@lru_cache(maxsize=32)
def bundled(name: str, channels: int) -> NDArray[np.uint8]:
    """Give a picture, read-only.

    Args:
        name: What :mod:`skimage.data` calls it, such as those of :data:`TEXTURES` and :data:`PHOTOGRAPHS`; or
            ``"motorcycle"``, the left one of a pair.
        channels: 1 for gray (luma), 3 for red, green and blue.

    Returns:
        uint8 ``[h, w, channels]``.
    """
    from skimage import data  # noqa: PLC0415 - it takes long to import, and only who shows its pictures pays for it

    found = getattr(data, "stereo_motorcycle" if name == "motorcycle" else name)()
    picture: NDArray[np.uint8] = found[0] if isinstance(found, tuple) else found
    if picture.ndim == 2:
        picture = picture[..., None]
    if picture.shape[2] != channels:
        picture = np.repeat(picture, channels, axis=2) if channels == 3 else to_bytes(luma(from_bytes(picture)))
    picture = np.ascontiguousarray(picture)
    picture.flags.writeable = False
    return picture
