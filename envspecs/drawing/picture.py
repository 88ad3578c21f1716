"""Images of any size and number of channels, as a person can look at them."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from imagespaces.pixels import to_bytes

__all__ = ["displayed", "shown_size", "to_rgb"]


def to_rgb(image: NDArray[Any]) -> NDArray[np.uint8]:
    """Give an image in red, green and blue.

    Three channels are taken for these, and one for gray. Of any other number the first is shown as gray, since nothing
    tells what they mean.

    Args:
        image: ``[H, W, C]``, float32 in [0, 1] or uint8.

    Returns:
        uint8 ``[H, W, 3]``.

    >>> to_rgb(np.array([[[1.0], [0.5]]], np.float32)).tolist()
    [[[255, 255, 255], [128, 128, 128]]]
    """
    channels = image if image.shape[2] == 3 else np.repeat(image[:, :, :1], 3, axis=2)
    return channels if channels.dtype == np.uint8 else to_bytes(channels)


def shown_size(size: tuple[int, int], ideal: int, most: int) -> tuple[int, int]:
    """Give the (height, width) at which images of a size are shown.

    Small ones are enlarged by a whole factor, so that all their pixels stay alike; large ones are reduced.

    Args:
        size: (height, width).
        ideal: How long the longer side should be, as nearly as a whole factor can make it.
        most: How long the longer side may be.

    >>> shown_size((28, 28), 320, 400), shown_size((1000, 500), 320, 400), shown_size((1, 4096), 320, 400)
    ((308, 308), (400, 200), (1, 400))
    """
    longer = max(size)
    if longer <= most:
        factor = max(1, min(round(ideal / longer), most // longer))
        return size[0] * factor, size[1] * factor
    return max(1, round(size[0] * most / longer)), max(1, round(size[1] * most / longer))


def displayed(image: NDArray[Any], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Give an image in red, green and blue at the size at which it is shown.

    Args:
        image: ``[H, W, C]``, as :func:`to_rgb` takes it.
        size: (height, width), as :func:`shown_size` gives it.

    Returns:
        uint8 ``[height, width, 3]``; enlarged pixels stay squares, reduced ones are averaged.
    """
    rgb = to_rgb(image)
    method = cv2.INTER_NEAREST if size[0] >= rgb.shape[0] and size[1] >= rgb.shape[1] else cv2.INTER_AREA
    return np.asarray(cv2.resize(rgb, size[::-1], interpolation=method), np.uint8)
