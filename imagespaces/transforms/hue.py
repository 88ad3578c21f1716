"""Other colours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Canvas, Recolouring, Values
from imagespaces.transforms.colours import check_colour
from imagespaces.transforms.levels import clipped
from imagespaces.transforms.parameters import Parameter, Range, check_range, keep, turning

__all__ = ["Hue"]

_CIRCLE = 360.0


@dataclass(frozen=True)
class Hue(Recolouring):
    """Turn the circle of colours: red at 120 degrees is green. Brightness and saturation (HSV) stay; so does gray.

    Factor ``hue``, in degrees. Images must have red, green and blue.

    Args:
        angle: Degrees: a number, or a range of which each instance draws its own; −360 to 360.

    Raises:
        ValueError: If the range does not fit.

    >>> Hue((-30, 30))
    Hue(angle=(-30.0, 30.0))
    """

    angle: Range = (0.0, _CIRCLE)

    def __post_init__(self) -> None:
        keep(self, angle=check_range("angle", self.angle, -_CIRCLE, _CIRCLE))

    def _check(self, canvas: Canvas) -> None:
        check_colour("Hue", canvas)

    def _parameters(self) -> tuple[Parameter, ...]:
        return (turning("hue", self.angle),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        import cv2  # noqa: PLC0415 - loading OpenCV takes long, and only who turns colours pays for it

        turned = np.empty_like(images)
        for image, angle, out in zip(images, values["hue"].tolist(), turned, strict=True):
            hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
            hsv[..., 0] = (hsv[..., 0] + np.float32(angle)) % np.float32(_CIRCLE)
            cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB, dst=out)
        return clipped(turned)
