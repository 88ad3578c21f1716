"""How ADE20K stores the classes of pixels.

Axes: ``H`` rows, ``W`` columns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.class_maps import read_codes
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile

__all__ = ["BenchmarkMap", "ObjectMap"]


@dataclass(frozen=True)
class _Map:
    """A png of numbers, of which 0 is none and n the class n − 1.

    Attributes:
        file: The file.
        count: How many classes there are.
    """

    channels: ClassVar[Literal[1, 3]]
    file: ListedFile
    count: int

    @property
    def name(self) -> str:
        """The path of the file from the root."""
        return self.file.name

    def classes(self, height: int, width: int) -> NDArray[np.int16]:
        """Give the class of each pixel, int16 ``[H, W]``, −1 where none is told.

        Raises:
            PictureError: If it can't be read, is of another size, or has a number of no class.
        """
        numbers = self._numbers(read_codes(self.file.read(), height, width, self.channels))
        most = int(numbers.max())
        if most > self.count:
            raise PictureError(f"has the number {most}, allowed are 0 to {self.count}")
        return numbers - np.int16(1)

    def _numbers(self, codes: NDArray[np.uint8]) -> NDArray[np.int16]:
        """Give the number of each pixel ``[H, W]`` from what is stored ``[H, W]`` or ``[H, W, 3]``."""
        raise NotImplementedError(f"{type(self).__name__} must define _numbers, of {codes.shape}")


class BenchmarkMap(_Map):
    """A map of the scene parsing benchmark: a number a pixel."""

    channels = 1

    def _numbers(self, codes: NDArray[np.uint8]) -> NDArray[np.int16]:
        return codes.astype(np.int16)


class ObjectMap(_Map):
    """A map of the full data set: in red tens of 256 objects, in green the rest; blue tells instances apart."""

    channels = 3
    most: ClassVar[int] = 25 * 256 + 255
    """The largest number that a pixel can tell."""

    def _numbers(self, codes: NDArray[np.uint8]) -> NDArray[np.int16]:
        return codes[..., 0] // np.uint8(10) * np.int16(256) + codes[..., 1]
