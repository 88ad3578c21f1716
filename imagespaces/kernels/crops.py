"""Parts of a picture at any size and place, each resampled once.

A picture is kept at its own size, and at halves, quarters, … of it, each pixel the mean of 2 × 2 of the size before.
A part is taken from the smallest that has at least a pixel for each pixel wanted. What is then still too fine is
sampled twice along each axis and averaged, so that nothing aliases; what is too coarse is interpolated cubically. A
part of as many pixels as are wanted, cut between pixels, comes out as it is. OpenCV rounds places to 1/32 pixel.

Axes: ``H`` rows, ``W`` columns, ``C`` channels. Places are in pixels of the picture, pixel ``i`` reaching from i to
i + 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Pyramid"]


class Pyramid:
    """A picture at its own size, and at halves of it as long as there are two pixels along each side.

    Args:
        picture: uint8 ``[h, w, C]``.

    >>> picture = np.array([[0, 2, 10, 10], [4, 6, 10, 10]], np.uint8)[..., None]
    >>> half = np.empty((1, 2, 1), np.uint8)
    >>> Pyramid(picture).crop(0.0, 0.0, 2.0, half)
    >>> half[0, :, 0].tolist()
    [3, 10]
    """

    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self._levels = [picture]
        while min(self._levels[-1].shape[:2]) >= 2:
            self._levels.append(_halved(self._levels[-1]))

    @property
    def size(self) -> tuple[int, int]:
        """The height and width of the picture."""
        height, width = self._levels[0].shape[:2]
        return height, width

    def crop(self, left: float, top: float, zoom: float, out: NDArray[np.uint8]) -> None:
        """Write a part of the picture; what is outside of it continues its border.

        Args:
            left: Where the part begins, in pixels of the picture.
            top: The same, downward.
            zoom: Pixels of the picture for each pixel of ``out``, along each axis; above 0.
            out: uint8 ``[H, W, C]``.
        """
        import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who shows pictures pays for it

        level = min(max(int(zoom), 1).bit_length(), len(self._levels)) - 1
        step = zoom / 2**level  # below 2 where the levels suffice
        samples = 1 if step <= 1 else 2
        start = (step / samples - 1) / 2  # the middle of the first sample, where pixel 0 is at 0
        inverse = np.array(
            [[step / samples, 0, left / 2**level + start], [0, step / samples, top / 2**level + start]], np.float64
        )
        size = (out.shape[1] * samples, out.shape[0] * samples)
        flags = (cv2.INTER_CUBIC if step < 1 else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
        fine = cv2.warpAffine(self._levels[level], inverse, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        if samples > 1:
            fine = cv2.resize(fine, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_AREA)
        out[...] = fine.reshape(out.shape)


def _halved(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Average over 2 × 2 pixels; an odd last row or column is left out."""
    import cv2  # noqa: PLC0415 - see above

    height, width = picture.shape[0] // 2, picture.shape[1] // 2
    half = cv2.resize(picture[: 2 * height, : 2 * width], (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(half, np.uint8).reshape(height, width, picture.shape[2])
