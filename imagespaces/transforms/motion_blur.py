"""Moved while it was taken."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging, turning

__all__ = ["MotionBlur"]

_MOST = 100.0
_HALF_TURN = 180.0
_PER_PIXEL = 4


@dataclass(frozen=True)
class MotionBlur(Recolouring):
    """Take the mean along a straight path about every pixel; at the border the image is mirrored.

    Factors ``motion_blur``, the length, and ``motion_blur_angle``.

    Args:
        length: Pixels from end to end of the path: a number, or a range of which each instance draws its own; 0 to 100.
        angle: Degrees from level, anticlockwise as seen: a number, or a range; −180 to 180.

    Raises:
        ValueError: If a range does not fit.

    >>> MotionBlur(5, angle=0)
    MotionBlur(length=5.0, angle=0.0)
    """

    length: Range = (0.0, 9.0)
    angle: Range = (0.0, _HALF_TURN)

    def __post_init__(self) -> None:
        keep(self, length=check_range("length", self.length, 0, _MOST))
        keep(self, angle=check_range("angle", self.angle, -_HALF_TURN, _HALF_TURN))

    def _parameters(self) -> tuple[Parameter, ...]:
        return ranging("motion_blur", self.length), turning("motion_blur_angle", self.angle, _HALF_TURN)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who blurs pays for it

        blurred = np.empty_like(images)
        paths = zip(values["motion_blur"].tolist(), values["motion_blur_angle"].tolist(), strict=True)
        for image, (length, angle), out in zip(images, paths, blurred, strict=True):
            cv2.filter2D(image, -1, _path(length, angle), dst=out, borderType=cv2.BORDER_REFLECT_101)
        return clipped(blurred)


def _path(length: float, angle: float) -> NDArray[np.float32]:
    """Give the weights of a path, ``[n, n]`` with n odd: of points, four to a pixel, each shared by four pixels."""
    points = np.linspace(-length / 2, length / 2, 2 * math.ceil(_PER_PIXEL * length / 2) + 1)
    half = math.ceil(length / 2)
    weights = np.zeros((2 * half + 1, 2 * half + 1))
    x, y = half + points * math.cos(math.radians(angle)), half - points * math.sin(math.radians(angle))
    left, top = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    for column, across in ((left, left + 1 - x), (left + 1, x - left)):
        for row, down in ((top, top + 1 - y), (top + 1, y - top)):
            inside = across * down > 0
            np.add.at(weights, (row[inside], column[inside]), (across * down)[inside])
    return (weights / len(points)).astype(np.float32)
