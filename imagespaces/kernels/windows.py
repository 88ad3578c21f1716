"""Windows of images at fractional positions: what a small movable sensor sees, for many images at once.

Axes: ``N`` images, ``B`` windows, ``H``, ``W``, ``C`` of an image, ``h``, ``w`` of a window.

Where a window's samples lie, in pixels, pixel ``i`` being at ``i``::

    centre   = (size - 1) / 2 + position × (size - n × scale) / 2         position in [-1, 1]
    sample k = centre + (k - (n - 1) / 2) × scale                         k = 0 … n - 1

so that positions −1 and 1 put the window's border on the image's. Values are bilinear. Samples within half a pixel of
the border, which a scale below 1 gives, take the border's value.

Positions and coordinates are float64, since float32 would cost 1e-5 at 224 pixels; weights and values are float32.
"""

from __future__ import annotations

import math
from typing import Any, Protocol

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from imagespaces.arguments import check_size
from imagespaces.kernels.blending import Finish, blend, check_pixels
from imagespaces.pixels import dtype_name

__all__ = ["ScaledWindows", "UnitWindows", "WindowSampler", "window_fits", "window_sampler"]


ROUNDING = 1e-12
"""The share of an image by which a window may overhang for nothing but rounding."""

_SMALL = 49  # taps of a window, and from how many windows on, it is quicker to gather with the windows innermost
_MANY = 32
_CHUNK = 512  # windows at a time, whose taps stay in the processor's cache
_CHUNK_TAPS = 1 << 16  # of larger windows so many taps at a time, for the same reason


class WindowSampler(Protocol):
    """Takes windows out of a fixed array of images."""

    def __call__(self, rows: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Sample one window per row.

        Args:
            rows: ``[B]``, which image.
            positions: float64 ``[B, 2]``, (x, y) in [−1, 1]; not checked.

        Returns:
            A fresh ``[B, h, w, C]``: float32 in [0, 1], or uint8.
        """


def window_sampler(
    pixels: NDArray[Any], size: tuple[int, int], scale: float, dtype: np.dtype[Any] | str = "float32"
) -> WindowSampler:
    """Make the sampler that is right for a scale.

    Args:
        pixels: ``[N, H, W, C]``, contiguous, float32 in [0, 1] or uint8. Each call looks at it anew; it is not copied.
        size: (height, width) of the window in samples.
        scale: Pixels from one sample to the next.
        dtype: ``"float32"``, values in [0, 1], or ``"uint8"`` (from uint8 pixels only), rounded to the nearest.

    Raises:
        ValueError: If the pixels are no contiguous images of these types, the window is empty or larger than the image,
            the scale is not positive, or bytes are asked of float pixels.

    >>> image = np.linspace(0, 1, 25, dtype=np.float32).reshape(1, 5, 5, 1)
    >>> window_sampler(image, (1, 1), 1.0)(np.array([0]), np.zeros((1, 2))).item()
    0.5
    """
    check_pixels(pixels, dtype_name(dtype))
    _check_window(size, scale, pixels.shape[1:3])
    return (UnitWindows if scale == 1 else ScaledWindows)(pixels, size, scale, np.dtype(dtype))


def window_fits(samples: int, scale: float, room: int) -> bool:
    """Tell whether a window is no longer than an image along one axis, rounding aside: 3 × 0.1 is more than 0.3.

    Args:
        samples: How many the window has.
        scale: Pixels from one to the next.
        room: The image's pixels.

    >>> window_fits(30, 0.1, 3), window_fits(31, 0.1, 3)
    (True, False)
    """
    return samples * scale <= room * (1 + ROUNDING)


def _check_window(size: tuple[int, int], scale: float, image_size: tuple[int, ...]) -> None:
    if not 0 < scale < math.inf:
        raise ValueError(f"a window's scale must be a positive number of pixels from sample to sample, got {scale}")
    for axis, extent, room in zip(("height", "width"), size, image_size, strict=True):
        if not window_fits(check_size(f"a window's {axis}", extent), scale, room):
            raise ValueError(f"a window's {axis} must be at most the image's {room} pixels, got {extent} × {scale}")


class UnitWindows:
    """Windows whose samples are one pixel apart: one take, and a blend along each axis.

    All samples of a window lie equally far between their pixels, so that two weights serve the whole window. A take
    gives the window with one row and one column more, where the image has them: the taps.

    The arithmetic is the same whichever way the taps are gathered, and so is the result, bit for bit. A single window
    is a slice. Small windows, if many, are gathered with the windows innermost, since a loop over a row of five values
    costs more than its work; of larger ones whole rows are copied.
    """

    def __init__(
        self,
        pixels: NDArray[Any],
        size: tuple[int, int],
        scale: float,  # noqa: ARG002 - one signature for all samplers
        dtype: np.dtype[Any],
    ) -> None:
        pixels = np.asarray(pixels)  # a mapped file is a kind of its own, which windows are not to be
        count, height, width, channels = pixels.shape
        self._taps = (min(size[0] + 1, height), min(size[1] + 1, width) * channels)
        item = pixels.itemsize
        row = width * channels
        self._lines = pixels.reshape(count, height, row)
        self._values = pixels.reshape(-1)
        self._windows = as_strided(  # every window that begins at any pixel: [places, taps y, taps x × C]
            self._values,
            ((self._values.size - (self._taps[0] - 1) * row - self._taps[1]) // channels + 1, *self._taps),
            (channels * item, row * item, item),
            writeable=False,
        )
        self._offsets = (np.arange(self._taps[0])[:, None, None] * row) + np.arange(self._taps[1])[:, None]
        self._half_range = np.array([width - size[1], height - size[0]], np.float64) / 2
        self._last = np.array([width - self._taps[1] // channels, height - self._taps[0]], np.int64)
        self._ranges, self._lasts = self._half_range.tolist(), self._last.tolist()
        self._steps = np.array([1, width], np.int64)
        self._image = height * width
        self._channels = channels
        self._blend_y, self._blend_x = height > size[0], width > size[1]
        self._shape = (*size, channels)
        taps = self._taps[0] * self._taps[1]
        self._many = _MANY if taps <= _SMALL else math.inf
        self._chunk = max(1, _CHUNK_TAPS // taps)
        self._finish = Finish(pixels.dtype, dtype)

    def __call__(self, rows: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Sample one window per row: see :class:`WindowSampler`."""
        if len(rows) == 1:
            return self._slice(rows.item(), *positions[0].tolist())
        corners = (positions + 1.0) * self._half_range  # never negative, so that truncation is the floor
        first = np.minimum(corners.astype(np.int64), self._last)
        weights = (corners - first).astype(np.float32)
        places = rows * self._image + first @ self._steps
        if len(rows) >= self._many:
            return self._interleave(places * self._channels, weights.T)
        windows = np.empty((len(rows), *self._shape), self._finish.target)
        lines = windows.reshape(len(rows), self._shape[0], self._shape[1] * self._channels)
        for begin in range(0, len(rows), self._chunk):
            part = slice(begin, begin + self._chunk)
            self._copy_rows(places[part], weights[part], lines[part])
        return windows

    def _copy_rows(self, places: NDArray[np.int64], weights: NDArray[np.float32], out: NDArray[Any]) -> None:
        """Put windows that begin at places ``[B]``, counted in pixels, blended by weights (x, y) ``[B, 2]``.

        All taps are blended as one long row, over the ends of lines and windows too, which takes half the time of many
        short ones; what that gives is left out in the end.
        """
        taps = self._finish.begin(self._windows[places])
        values, (_, line, item) = taps.reshape(-1), taps.strides
        for axis, step, blends in ((1, taps.shape[2], self._blend_y), (0, self._channels, self._blend_x)):
            if blends:
                weight = weights[:, axis].repeat(taps[0].size)[: values.size - step]
                values = blend(values[:-step], values[step:], weight)
        self._finish.put(np.ndarray(out.shape, np.float32, values, strides=(taps.strides[0], line, item)), out)

    def _slice(self, row: int, x: float, y: float) -> NDArray[Any]:
        """Give the only window, ``[1, h, w, C]``, at a position (x, y)."""
        x, y = (x + 1.0) * self._ranges[0], (y + 1.0) * self._ranges[1]
        left, top = min(int(x), self._lasts[0]), min(int(y), self._lasts[1])
        start, (height, width) = left * self._channels, self._taps
        values = self._finish.begin(self._lines[row, top : top + height, start : start + width].flatten())
        if self._blend_y:
            values = blend(values[:-width], values[width:], y - top)
        if self._blend_x:  # over the ends of the rows too, since one long row is quicker; what that gives is left out
            values = blend(values[: -self._channels], values[self._channels :], x - left)
            values.resize(self._shape[0] * width, refcheck=False)
            values = values.reshape(-1, width)[:, : -self._channels].copy()
        return self._finish.end(values).reshape(1, *self._shape)

    def _interleave(self, places: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[Any]:
        """Give windows that begin at places ``[B]`` of the values, blended by weights (x, y) ``[2, B]``."""
        windows = np.empty((len(places), *self._shape), self._finish.target)
        flat = windows.reshape(len(places), self._shape[0], -1)
        weight_x, weight_y = np.ascontiguousarray(weights)
        for begin in range(0, len(places), _CHUNK):
            part = slice(begin, begin + _CHUNK)
            values = self._finish.begin(self._values.take(self._offsets + places[part]))
            if self._blend_y:
                values = blend(values[:-1], values[1:], weight_y[part])
            if self._blend_x:
                values = blend(values[:, : -self._channels], values[:, self._channels :], weight_x[part])
            flat[part] = self._finish.end(values).transpose(2, 0, 1)
        return windows


class ScaledWindows:
    """Windows whose samples are any distance apart: four takes, and three blends."""

    def __init__(self, pixels: NDArray[Any], size: tuple[int, int], scale: float, dtype: np.dtype[Any]) -> None:
        _, height, width, channels = pixels.shape
        self._pixels = pixels.reshape(-1, channels)
        self._axes = [_Axis(width, size[1], scale), _Axis(height, size[0], scale)]
        self._width, self._image = width, height * width
        self._finish = Finish(pixels.dtype, dtype)

    def __call__(self, rows: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Sample one window per row: see :class:`WindowSampler`."""
        left, right, weight_x = self._axes[0](positions[:, 0])
        top, bottom, weight_y = self._axes[1](positions[:, 1])
        origin = (rows * self._image)[:, None]
        upper, lower = ((origin + line * self._width)[:, :, None] for line in (top, bottom))
        weight_x = weight_x[:, None, :, None]
        above, below = (
            blend(self._take(line + left[:, None]), self._take(line + right[:, None]), weight_x)
            for line in (upper, lower)
        )
        return self._finish.end(blend(above, below, weight_y[:, :, None, None]))

    def _take(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        return self._finish.begin(self._pixels.take(places, axis=0))


class _Axis:
    """Where the samples of a window lie along one axis of the image."""

    def __init__(self, room: int, count: int, scale: float) -> None:
        self._middle, self._half_range = (room - 1) / 2, (room - count * scale) / 2
        self._offsets = (np.arange(count) - (count - 1) / 2) * scale
        self._last = room - 1

    def __call__(
        self, position: NDArray[np.float64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Give the pixels before and after each sample and the weight of these, ``[B, n]``, for positions ``[B]``."""
        samples = (self._middle + position * self._half_range)[:, None] + self._offsets
        samples = np.maximum(samples, 0.0)
        before = samples.astype(np.int64)  # beyond the last pixel, by less than one, it is the last, and so is the next
        return before, np.minimum(before + 1, self._last), (samples - before).astype(np.float32)
