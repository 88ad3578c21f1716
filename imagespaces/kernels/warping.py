"""Pictures turned, stretched, mirrored and moved within their frame, each resampled once.

A pixel of the result takes the value of the picture where the inverse map leads; values are bilinear, and 0 outside of
the picture. Where a map makes things smaller, a pixel is the mean of k × k samples, with k the least integer at which
neighbouring samples are no more than a pixel of the picture apart. OpenCV rounds places to 1/32 pixel.

Axes: ``B`` pictures, ``H`` rows, ``W`` columns, ``C`` channels. Vectors are (x, y) with y downward, in pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["warp"]

_ROUNDING = 1e-9


def warp(
    images: NDArray[Any], linear: NDArray[np.float64], offsets: NDArray[np.float64], *, nearest: bool = False
) -> NDArray[Any]:
    """Warp pictures about the middle of their frame.

    Args:
        images: ``[B, H, W, C]``, float32, uint8 or bool.
        linear: ``[B, 2, 2]``, invertible: what a vector from the middle becomes.
        offsets: ``[B, 2]``, where the middle goes.
        nearest: Whether each pixel takes the nearest pixel's value rather than a mean.

    Returns:
        A fresh array like ``images``.

    >>> image = np.arange(4, dtype=np.float32).reshape(1, 2, 2, 1)
    >>> warp(image, np.array([[[-1.0, 0.0], [0.0, 1.0]]]), np.zeros((1, 2)))[0, :, :, 0].tolist()
    [[1.0, 0.0], [3.0, 2.0]]
    """
    source = images.view(np.uint8) if images.dtype == np.bool_ else images
    result = np.zeros_like(source)
    size = np.array([images.shape[2], images.shape[1]])  # width, height
    inverse = np.linalg.inv(linear).astype(np.float64, copy=False)
    samples = np.ones(len(images), np.int64) if nearest else _samples(inverse)
    first, last = _seen(linear, offsets, size)
    # Sample j of the part that is seen lies at first + (j + 1/2) / k - 1/2 of the result.
    begin = first - (size - 1) / 2 - offsets + (1 / samples[:, None] - 1) / 2
    origin = (size - 1) / 2 + (inverse * begin[:, None]).sum(axis=2)
    back = np.concatenate((inverse / samples[:, None, None], origin[:, :, None]), axis=2)
    for row in np.flatnonzero((first < last).all(axis=1)):
        (left, top), (right, bottom) = first[row], last[row]
        part = result[row, top:bottom, left:right]
        part[...] = _sampled(source[row], back[row], part.shape, int(samples[row]), nearest=nearest)
    return result.view(images.dtype)


def _samples(inverse: NDArray[np.float64]) -> NDArray[np.int64]:
    """Give how many samples a pixel takes along each axis, int64 ``[B]``: as many as its longest step has pixels."""
    a, b, c, d = (inverse[:, row, column] for row in range(2) for column in range(2))
    largest = (np.hypot(a + d, c - b) + np.hypot(a - d, c + b)) / 2  # the larger singular value
    return np.maximum(np.ceil(largest - _ROUNDING), 1).astype(np.int64)


def _seen(
    linear: NDArray[np.float64], offsets: NDArray[np.float64], size: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the first pixel (x, y) that a picture may reach, and the first one after it, int64 ``[B, 2]`` each."""
    reach = (np.abs(linear) * (size / 2 + 1)).sum(axis=2)  # bilinear values fade out over one more pixel
    middle = (size - 1) / 2 + offsets
    first, last = np.floor(middle - reach), np.ceil(middle + reach) + 1
    return np.clip(first, 0, size).astype(np.int64), np.clip(last, 0, size).astype(np.int64)


def _sampled(
    picture: NDArray[Any], back: NDArray[np.float64], shape: tuple[int, ...], samples: int, *, nearest: bool
) -> NDArray[Any]:
    """Give a part of the result, ``shape``."""
    import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who warps pictures pays for it

    height, width = shape[:2]
    flags = (cv2.INTER_NEAREST if nearest else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
    fine = cv2.warpAffine(picture, back, (width * samples, height * samples), flags=flags)
    coarse = fine if samples == 1 else cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
    return coarse.reshape(shape)
