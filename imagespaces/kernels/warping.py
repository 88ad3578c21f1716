"""Pictures turned, stretched, mirrored and moved, each resampled once.

A pixel of the result takes the value of the picture where the inverse map leads; values are bilinear. Where a map makes
things smaller, a pixel is the mean of k × k samples, with k the least integer at which neighbouring samples are no more
than a pixel of the picture apart. OpenCV rounds places to 1/32 pixel.

Axes: ``B`` pictures, ``H`` rows, ``W`` columns, ``C`` channels. Vectors are (x, y) with y downward, in pixels, pixel
``i`` being at ``i``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["stamp", "warp"]

_ROUNDING = 1e-9


def warp(
    images: NDArray[Any],
    linear: NDArray[np.float64],
    offsets: NDArray[np.float64],
    *,
    nearest: bool = False,
    outside: int = 0,
) -> NDArray[Any]:
    """Warp pictures about the middle of their frame.

    Args:
        images: ``[B, H, W, C]``, float32, uint8, int16 or bool.
        linear: ``[B, 2, 2]``, invertible: what a vector from the middle becomes.
        offsets: ``[B, 2]``, where the middle goes.
        nearest: Whether each pixel takes the nearest pixel's value rather than a mean.
        outside: What is outside of the pictures.

    Returns:
        A fresh array like ``images``.

    >>> image = np.arange(4, dtype=np.float32).reshape(1, 2, 2, 1)
    >>> warp(image, np.array([[[-1.0, 0.0], [0.0, 1.0]]]), np.zeros((1, 2)))[0, :, :, 0].tolist()
    [[1.0, 0.0], [3.0, 2.0]]
    """
    source = images.view(np.uint8) if images.dtype == np.bool_ else images
    result = np.full_like(source, outside)
    size = np.array([images.shape[2], images.shape[1]])  # width, height
    middle = (size - 1) / 2
    first, last = _seen(linear, offsets, size)
    sampler = _Sampler(linear, middle + offsets - first, middle, nearest=nearest, outside=outside)
    for row in np.flatnonzero((first < last).all(axis=1)).tolist():
        (left, top), (right, bottom) = first[row], last[row]
        sampler.sample(row, source[row], result[row, top:bottom, left:right])
    return result.view(images.dtype)


def stamp(
    pictures: NDArray[np.uint8],
    linear: NDArray[np.float64],
    centres: NDArray[np.float64],
    shape: tuple[int, int],
) -> NDArray[np.uint8]:
    """Lay pictures into frames; around a picture its border goes on.

    Args:
        pictures: uint8 ``[B, h, w, C]``.
        linear: ``[B, 2, 2]``, invertible: what a vector from the picture's middle becomes, in units of half its sides.
        centres: ``[B, 2]``, where its middle goes.
        shape: (height, width) of the frames.

    Returns:
        uint8 ``[B, H, W, C]``.

    >>> picture = np.array([[10, 20], [30, 40]], np.uint8).reshape(1, 2, 2, 1)
    >>> stamp(picture, np.eye(2)[None], np.array([[1.5, 0.5]]), (2, 4))[0, :, :, 0].tolist()
    [[10, 10, 20, 20], [30, 30, 40, 40]]
    """
    size = np.array([pictures.shape[2], pictures.shape[1]])
    sampler = _Sampler(linear * (2 / size), centres, (size - 1) / 2, outside=None)
    result = np.empty((len(pictures), *shape, pictures.shape[3]), np.uint8)
    for row, (picture, out) in enumerate(zip(pictures, result, strict=True)):
        sampler.sample(row, picture, out)
    return result


class _Sampler:
    """The inverse of the maps that take ``origin`` of a picture to ``goals`` ``[B, 2]`` of a result.

    Args:
        linear: ``[B, 2, 2]``: what a vector from the origin becomes.
        goals: ``[B, 2]``: what the origin becomes.
        origin: ``[2]``.
        nearest: Whether each pixel takes the nearest pixel's value.
        outside: What is outside of the picture; None where its border goes on.
    """

    def __init__(
        self,
        linear: NDArray[np.float64],
        goals: NDArray[np.float64],
        origin: NDArray[np.float64],
        *,
        nearest: bool = False,
        outside: int | None,
    ) -> None:
        inverse = np.linalg.inv(linear).astype(np.float64, copy=False)
        samples = np.ones(len(linear), np.int64) if nearest else _samples(inverse)
        steps = inverse / samples[:, None, None]
        starts = (1 / samples[:, None] - 1) / 2 - goals  # sample 0 of k lies at (0 + 1/2) / k - 1/2 of the result
        starts = origin + (inverse * starts[:, None]).sum(axis=2)
        self._maps = np.concatenate((steps, starts[:, :, None]), axis=2)
        self._samples = samples.tolist()
        self._nearest, self._outside = nearest, outside

    def sample(self, row: int, picture: NDArray[Any], out: NDArray[Any]) -> None:
        """Write what picture ``row`` becomes to ``out``, ``[H, W, C]``."""
        import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who warps pictures pays for it

        height, width = out.shape[:2]
        samples = self._samples[row]
        flags = (cv2.INTER_NEAREST if self._nearest else cv2.INTER_LINEAR) | cv2.WARP_INVERSE_MAP
        border = cv2.BORDER_REPLICATE if self._outside is None else cv2.BORDER_CONSTANT
        size = (width * samples, height * samples)
        value = [self._outside or 0] * 4
        fine = cv2.warpAffine(picture, self._maps[row], size, flags=flags, borderMode=border, borderValue=value)
        if samples > 1:
            fine = cv2.resize(fine, (width, height), interpolation=cv2.INTER_AREA)
        out[...] = fine.reshape(out.shape)


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
