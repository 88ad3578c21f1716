"""What is known of red, green and blue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from imagespaces.transforms.base import Canvas

__all__ = ["check_colour", "luma"]

_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


def luma(images: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the gray of colours (luma of ITU-R BT.601), float32 ``[…, 1]`` of ``[…, 3]``.

    >>> luma(np.array([[1, 1, 1], [0, 1, 0]], np.float32)).round(3).tolist()
    [[1.0], [0.5870000123977661]]
    """
    red, green, blue = (images[..., channel : channel + 1] * _LUMA[channel] for channel in range(3))
    return np.asarray(red + green + blue)


def check_colour(name: str, canvas: Canvas) -> None:
    """Refuse images that are not in colour.

    Raises:
        ValueError: If there are not 3 channels.
    """
    if canvas.channels != 3:
        raise ValueError(f"{name} needs 3 channels, red, green and blue, got {canvas.channels}")
