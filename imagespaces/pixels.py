"""What all boxes of pixels share: one range for every value, and no arrays kept to say so."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import DTypeLike, NDArray

__all__ = ["PIXEL_RANGE", "PixelBox", "convert", "dtype_name", "from_bytes", "to_bytes"]

PIXEL_RANGE = {"float32": (0.0, 1.0), "uint8": (0, 255)}
"""The two pixel types, and the lowest and highest value of each."""


def dtype_name(dtype: DTypeLike) -> str:
    """Give the name of a pixel type.

    Raises:
        ValueError: If it is neither ``"float32"`` nor ``"uint8"``, nor NumPy's type of that name.

    >>> dtype_name(np.uint8)
    'uint8'
    """
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = repr(dtype)
    if name not in PIXEL_RANGE:
        raise ValueError(f"dtype must be one of {', '.join(PIXEL_RANGE)}, got {name}")
    return name


def to_bytes(pixels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Turn values in [0, 1] into bytes: rint(255 × value).

    >>> to_bytes(np.array([0, 0.5, 1], np.float32)).tolist()
    [0, 128, 255]
    """
    scaled = np.multiply(pixels, np.float32(255))
    return np.rint(scaled, out=scaled).astype(np.uint8)


def from_bytes(pixels: NDArray[np.uint8], out: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """Turn bytes into values in [0, 1]: value / 255, rounded to float32.

    Args:
        pixels: Of any shape.
        out: Where the values are put, of the same shape; a fresh array unless given.

    >>> from_bytes(np.array([0, 51, 255], np.uint8)).tolist()
    [0.0, 0.20000000298023224, 1.0]
    """
    floats = np.empty(pixels.shape, np.float32) if out is None else out
    floats[...] = pixels
    return np.divide(floats, np.float32(255), out=floats)  # in two steps, a sixth quicker than in one


def convert(pixels: NDArray[Any], dtype: DTypeLike) -> NDArray[Any]:
    """Bring pixels to float32 in [0, 1] or to bytes; they are returned as they are where they have that type.

    Raises:
        ValueError: If they are neither: floats of another type must not be taken for bytes.

    >>> convert(np.array([0, 255], np.uint8), "float32").tolist()
    [0.0, 1.0]
    """
    if pixels.dtype == dtype:
        return pixels
    if pixels.dtype.name not in PIXEL_RANGE:
        raise ValueError(f"pixels must be float32 in [0, 1] or uint8, got {pixels.dtype}")
    return to_bytes(pixels) if np.dtype(dtype) == np.uint8 else from_bytes(pixels)


class PixelBox(Box):
    """A :class:`gymnasium.spaces.Box` of pixels: float32 in [0, 1], or uint8 from 0 to 255.

    ``low`` and ``high`` are views of a single number, so that the bounds of a batch of large images cost no memory.

    Args:
        shape: Any shape, with the channels last.
        dtype: ``"float32"`` or ``"uint8"``, or NumPy's type of that name.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If the dtype is another.
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        dtype: DTypeLike = np.float32,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        name = dtype_name(dtype)
        Space.__init__(self, shape, name, seed)
        self._range = PIXEL_RANGE[name]
        low, high = (np.array(bound, name) for bound in self._range)
        self.low = np.broadcast_to(low, shape)
        self.high = np.broadcast_to(high, shape)
        self.bounded_below = self.bounded_above = np.broadcast_to(np.array(True), shape)  # noqa: FBT003 - a value, no flag
        self.low_repr, self.high_repr = map(str, self._range)

    def contains(self, x: Any) -> bool:
        """Tell whether ``x`` is an array of this shape and dtype with all values in range; nothing else is."""
        return (
            isinstance(x, np.ndarray)
            and x.shape == self.shape
            and x.dtype == self.dtype
            and bool(self.dtype == np.uint8 or not x.size or (x.min() >= 0.0 and x.max() <= 1.0))
        )

    def is_bounded(self, manner: Literal["both", "below", "above"] = "both") -> bool:
        """Tell that pixels are bounded on both sides.

        Raises:
            ValueError: If ``manner`` is not "both", "below" or "above".
        """
        if manner not in {"both", "below", "above"}:
            raise ValueError(f"manner must be 'both', 'below' or 'above', got {manner!r}")
        return True

    def sample(self, mask: Any = None, probability: Any = None) -> NDArray[Any]:
        """Draw from :attr:`np_random` an element of the space, as ``[*shape]``.

        Raises:
            ValueError: If a mask is given: boxes know none.
        """
        if mask is not None or probability is not None:
            raise ValueError(f"pixels are sampled without masks, got mask={mask!r}, probability={probability!r}")
        (element,) = self._sample(self.np_random, 1)
        return np.asarray(element)

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        """Draw ``count`` elements: ``[count, *shape]``."""
        shape = (count, *self.shape)
        if self.dtype == np.uint8:
            return random.integers(0, 256, shape, dtype=np.uint8)
        return random.random(shape, dtype=np.float32)
