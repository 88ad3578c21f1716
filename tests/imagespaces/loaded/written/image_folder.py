"""A directory of pictures without classes."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.imagespaces.loaded.cases import encoded, noise
from tests.imagespaces.loaded.cases import write as put

__all__ = ["NAMES", "jpeg", "write"]

NAMES = tuple(f"picture{number}.jpg" for number in range(5))
"""All pictures."""


def jpeg(number: int) -> bytes:
    """The file of a number: higher than wide."""
    return encoded(np.kron(noise(6, 4, 3, seed=number), np.ones((8, 8, 1), np.uint8)), format="JPEG", quality=90)


def write(folder: Path) -> None:
    """Write all pictures."""
    put(folder, {name: jpeg(number) for number, name in enumerate(NAMES)})
