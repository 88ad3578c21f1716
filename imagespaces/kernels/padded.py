"""Windows whose centre ranges over the whole image, so that they may reach beyond it: there all is 0.

Axes: ``N`` images, ``B`` windows, ``H``, ``W``, ``C`` of an image, ``h``, ``w`` of a window.

Where a window's samples lie, in pixels, pixel ``i`` being at ``i``::

    centre   = (size - 1) / 2 + position × size / 2            position in [-1, 1]
    sample k = centre + (k - (n - 1) / 2) × scale              k = 0 … n - 1

so that positions −1 and 1 put the window's centre on the image's border. Values are bilinear between the pixels of the
image and those around it, which are 0: beyond the centres of the outermost pixels they fall off to 0 within one pixel.

No image is copied to have a margin: what lies outside is taken from the nearest pixel, and multiplied by 0.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import check_size
from imagespaces.kernels.blending import Finish, blend, check_pixels
from imagespaces.pixels import dtype_name

__all__ = ["PaddedWindows"]


class PaddedWindows:
    """Takes windows out of a fixed array of images: a :class:`~imagespaces.kernels.windows.WindowSampler`.

    Args:
        pixels: ``[N, H, W, C]``, contiguous, float32 in [0, 1] or uint8. Each call looks at it anew; it is not copied.
        size: (height, width) of the window in samples, which may be more than the image has.
        scale: Pixels from one sample to the next.
        dtype: ``"float32"``, values in [0, 1], or ``"uint8"`` (from uint8 pixels only), rounded to the nearest.

    Raises:
        ValueError: If the pixels are no contiguous images of these types, the window is empty, the scale is not
            positive, or bytes are asked of float pixels.

    >>> sampler = PaddedWindows(np.ones((1, 4, 4, 1), np.float32), (2, 2))
    >>> sampler(np.array([0]), np.array([[-1.0, 0.0]]))[0, ..., 0].tolist()
    [[0.0, 1.0], [0.0, 1.0]]
    """

    def __init__(
        self,
        pixels: NDArray[Any],
        size: tuple[int, int],
        scale: float = 1.0,
        dtype: np.dtype[Any] | str = "float32",
    ) -> None:
        check_pixels(pixels, dtype_name(dtype))
        if not 0 < scale < math.inf:
            raise ValueError(f"a window's scale must be a positive number of pixels from sample to sample, got {scale}")
        pixels = np.asarray(pixels)  # a mapped file is a kind of its own, which windows are not to be
        _, height, width, channels = pixels.shape
        lengths = (check_size(f"a window's {axis}", n) for axis, n in zip(("height", "width"), size, strict=True))
        self._y, self._x = (_Axis(room, n, scale) for room, n in zip((height, width), lengths, strict=True))
        self._pixels = pixels.reshape(-1, channels)
        self._width, self._image = width, height * width
        self._finish = Finish(pixels.dtype, np.dtype(dtype))

    def __call__(self, rows: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Sample one window per row.

        Args:
            rows: ``[B]``, which image.
            positions: float64 ``[B, 2]``, (x, y) in [−1, 1]; not checked.

        Returns:
            A fresh ``[B, h, w, C]``: float32 in [0, 1], or uint8.
        """
        columns, inside_x, weight_x = self._x(positions[:, 0])
        lines, inside_y, weight_y = self._y(positions[:, 1])
        lines *= self._width
        lines += (rows * self._image)[:, None]
        taps = self._finish.begin(self._pixels.take(lines[:, :, None] + columns[:, None], axis=0))
        taps *= (inside_y[:, :, None] * inside_x[:, None])[..., None]
        values = blend(taps[:, self._y.before], taps[:, self._y.after], weight_y[:, :, None, None])
        values = blend(values[:, :, self._x.before], values[:, :, self._x.after], weight_x[:, None, :, None])
        return self._finish.end(values)


class _Axis:
    """Where the samples of windows lie along one axis of the image.

    The *taps* are the pixels between which the samples lie. Of samples one pixel apart each tap serves two.
    """

    def __init__(self, room: int, count: int, scale: float) -> None:
        self._middle, self._half_range = (room - 1) / 2, room / 2
        self._last = room - 1
        self._offsets = (np.arange(count) - (count - 1) / 2) * scale
        self._is_unit = scale == 1
        self.before = slice(count)
        self.after = slice(1, count + 1) if self._is_unit else slice(count, 2 * count)
        self._steps = np.arange(count + 1)

    def __call__(
        self, position: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.float32]]:
        """Give the taps ``[B, taps]``, which of them lie inside, and the weights ``[B, n]`` of those after."""
        centre = (self._middle + position * self._half_range)[:, None]
        samples = centre + (self._offsets[:1] if self._is_unit else self._offsets)
        first = np.floor(samples)
        weights = (samples - first).astype(np.float32)
        before = first.astype(np.int64)
        taps = before + self._steps if self._is_unit else np.concatenate((before, before + 1), axis=1)
        inside = np.minimum(np.maximum(taps, 0), self._last)
        return inside, (inside == taps).astype(np.float32), weights
