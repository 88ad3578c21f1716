"""What samplers of windows share: the types that pixels come in and go out, and interpolation between two.

Bytes are blended as bytes, and divided once, in the end.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.pixels import dtype_name

__all__ = ["Finish", "blend", "check_pixels"]


def check_pixels(pixels: NDArray[Any], target: str) -> None:
    """Refuse what windows can't be taken of.

    Args:
        pixels: What should be ``[N, H, W, C]``, float32 or uint8.
        target: The type that windows are wanted in, ``"float32"`` or ``"uint8"``.

    Raises:
        ValueError: If the pixels are no contiguous images of these types, or bytes are asked of floats.
    """
    if pixels.ndim != 4 or not pixels.flags.c_contiguous:
        layout = "contiguous" if pixels.flags.c_contiguous else f"with strides {pixels.strides}"
        raise ValueError(f"images must be a contiguous [N, H, W, C], got shape {list(pixels.shape)}, {layout}")
    if dtype_name(pixels.dtype) == "float32" and target == "uint8":
        raise ValueError(f"windows of bytes are taken from uint8 pixels, got {pixels.dtype}")


class Finish:
    """How values go from the pixels' type to the windows'.

    Args:
        source: The pixels' type, float32 or uint8.
        target: The windows'.
    """

    def __init__(self, source: np.dtype[Any], target: np.dtype[Any]) -> None:
        self._widen = source != np.float32
        self.target = target
        self._divide = source == np.uint8 and target == np.float32
        self._round = target == np.uint8

    def begin(self, values: NDArray[Any]) -> NDArray[np.float32]:
        """Give values to reckon with, in the range of the pixels."""
        return values.astype(np.float32) if self._widen else values

    def end(self, values: NDArray[np.float32]) -> NDArray[Any]:
        """Give what was reckoned in the windows' type and range; the values may be overwritten."""
        if self._divide:
            return np.divide(values, np.float32(255), out=values)
        return np.rint(values, out=values).astype(np.uint8) if self._round else values

    def put(self, values: NDArray[np.float32], out: NDArray[Any]) -> None:
        """Put what was reckoned where it is wanted in the windows' type and range; the values may be overwritten."""
        if self._divide:
            np.divide(values, np.float32(255), out=out)
        else:
            out[...] = np.rint(values, out=values) if self._round else values


def blend(
    before: NDArray[np.float32], after: NDArray[np.float32], weight: NDArray[np.float32] | float
) -> NDArray[np.float32]:
    """Interpolate linearly; where both are equal the result is exactly they.

    >>> blend(np.float32([0, 1]), np.float32([1, 1]), 0.25).tolist()
    [0.25, 1.0]
    """
    result = after - before
    result *= weight
    result += before
    return result
