"""Pictures that a data set holds decoded, in one array, as MNIST's and CIFAR's files do.

Axes: ``N`` pictures, ``h`` rows, ``w`` columns and ``c`` channels as they are in the data set.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imagespaces.loaded.colours import to_channels
from imagespaces.loaded.fitting import fit
from imagespaces.loaded.pictures import Form
from imagespaces.loaded.records import Decoded, Sources

__all__ = ["ArraySource", "ArraySources"]


@dataclass(frozen=True, eq=False)
class ArraySource:
    """One picture of an array.

    Attributes:
        name: What it is called in errors.
        pixels: uint8 ``[h, w, c]``.
    """

    name: str
    pixels: NDArray[np.uint8]

    def decode(self, form: Form) -> Decoded:
        """Give the picture in a form: its own pixels, where it has the size and channels wanted."""
        picture = Image.fromarray(self.pixels[..., 0] if self.pixels.shape[2] == 1 else self.pixels)
        seen = fit(to_channels(picture, form.channels), form.height, form.width, form.resize)
        return Decoded(np.asarray(seen).reshape(form.shape))


class ArraySources(Sources):
    """The ``N`` pictures of an array.

    Where pictures are wanted as they are, the array is taken as it is, and no picture is looked at alone.

    Args:
        array: uint8 ``[N, h, w, 1]`` or ``[N, h, w, 3]``, never to be written again.
        name: Gives what the picture of a number is called in errors.

    Raises:
        ValueError: If the array has another type or shape, or no pixels.

    >>> pictures = ArraySources(np.zeros((5, 8, 8, 1), np.uint8), "digits[{}]".format)
    >>> len(pictures), pictures[3].name
    (5, 'digits[3]')
    """

    def __init__(self, array: NDArray[np.uint8], name: Callable[[int], str]) -> None:
        if array.dtype != np.uint8 or array.ndim != 4 or array.shape[3] not in {1, 3} or 0 in array.shape[1:]:
            found = f"{array.dtype} {list(array.shape)}"
            raise ValueError(f"an array of pictures must be uint8 [N, h, w, 1] or [N, h, w, 3], got {found}")
        self.array = array
        super().__init__(len(array), lambda number: ArraySource(name(number), array[number]))

    def ready(self, form: Form) -> NDArray[np.uint8] | None:
        """Give the pictures in a form, uint8 ``[N, H, W, C]``, where they have it already; else None."""
        return self.array if self.array.shape[1:] == form.shape else None
