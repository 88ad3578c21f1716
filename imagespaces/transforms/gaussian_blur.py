"""Out of focus."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.levels import clipped
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, ranging

__all__ = ["GaussianBlur"]

_MOST = 50.0
_LEAST = 1e-3  # below this nothing changes, and OpenCV takes 0 for "as the size of the kernel says"


@dataclass(frozen=True)
class GaussianBlur(Recolouring):
    """Blur by a Gaussian bell, cut off at four standard deviations; at the border the image is mirrored.

    Factor ``gaussian_blur``, in pixels.

    Args:
        sigma: The standard deviation in pixels: a number, or a range of which each instance draws its own; 0 to 50.

    Raises:
        ValueError: If the range does not fit.

    >>> GaussianBlur(1.5)
    GaussianBlur(sigma=1.5)
    """

    sigma: Range = (0.0, 2.0)

    def __post_init__(self) -> None:
        keep(self, sigma=check_range("sigma", self.sigma, 0, _MOST))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("gaussian_blur", self.sigma),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who blurs pays for it

        blurred = np.empty_like(images)
        for image, sigma, out in zip(images, values["gaussian_blur"].tolist(), blurred, strict=True):
            cv2.GaussianBlur(image, (0, 0), max(sigma, _LEAST), dst=out, borderType=cv2.BORDER_REFLECT_101)
        return clipped(blurred)
