"""Windows into images, by the definition in plain loops, for both ways to end at the border."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.kernels.padded import PaddedWindows
from imagespaces.kernels.windows import window_sampler

__all__ = ["KINDS", "Case", "Kind", "cases"]

HAIR = 2.0**-53
ENDS = (-1.0, 1.0, 1 - HAIR, HAIR - 1, 0.0, HAIR, -HAIR)


@dataclass(frozen=True)
class Kind:
    """A way to take windows.

    Attributes:
        make: Makes a sampler of images ``[N, H, W, C]``, a window's size, its scale and a type.
        reaches_out: Whether positions lead until the centre is on the border, and it is black beyond; else until the
            window's side is on it, and the border's value goes on.
    """

    make: Callable[..., Callable[[NDArray[Any], NDArray[Any]], NDArray[Any]]]
    reaches_out: bool

    def oracle(
        self, image: NDArray[Any], size: tuple[int, int], scale: float, position: tuple[float, float]
    ) -> NDArray[Any]:
        """One window, sample by sample in float64: where each lies, and the bilinear value there."""
        height, width, channels = image.shape
        room_x, room_y = (width, height) if self.reaches_out else (width - size[1] * scale, height - size[0] * scale)
        window = np.zeros((*size, channels))
        for row in range(size[0]):
            for column in range(size[1]):
                x = (width - 1) / 2 + position[0] * room_x / 2 + (column - (size[1] - 1) / 2) * scale
                y = (height - 1) / 2 + position[1] * room_y / 2 + (row - (size[0] - 1) / 2) * scale
                left, top = math.floor(x), math.floor(y)
                for down, weight_y in ((0, 1 - (y - top)), (1, y - top)):
                    for across, weight_x in ((0, 1 - (x - left)), (1, x - left)):
                        window[row, column] += weight_y * weight_x * self._pixel(image, top + down, left + across)
        return window

    def _pixel(self, image: NDArray[Any], row: int, column: int) -> NDArray[Any]:
        height, width, channels = image.shape
        if self.reaches_out and not (0 <= row < height and 0 <= column < width):
            return np.zeros(channels)
        return np.asarray(image[min(max(row, 0), height - 1), min(max(column, 0), width - 1)])


KINDS = {"clamped": Kind(window_sampler, reaches_out=False), "padded": Kind(PaddedWindows, reaches_out=True)}


@dataclass(frozen=True)
class Case:
    """Images, a sampler's parameters, and windows to be taken: rows ``[B]``, positions ``[B, 2]``."""

    kind: Kind
    pixels: NDArray[Any]
    size: tuple[int, int]
    scale: float
    rows: NDArray[np.intp]
    positions: NDArray[np.float64]

    def windows(self, dtype: str = "float32") -> NDArray[Any]:
        return self.kind.make(self.pixels, self.size, self.scale, dtype)(self.rows, self.positions)

    def expected(self) -> NDArray[Any]:
        """What the oracle gives, in the range of the pixels."""
        images = self.pixels.astype(np.float64)
        pairs = zip(self.rows.tolist(), self.positions.tolist(), strict=True)
        return np.array([self.kind.oracle(images[row], self.size, self.scale, (x, y)) for row, (x, y) in pairs])

    def of(self, lanes: Any) -> Case:
        """The same, with some of the windows."""
        return replace(self, rows=self.rows[lanes], positions=self.positions[lanes])


scales = st.sampled_from([1.0, 1, 0.1, 0.25, 0.5, 1.5, 2.0, 3.0]) | st.floats(0.1, 4)
positions = st.tuples(*[st.sampled_from(ENDS) | st.floats(-1, 1)] * 2)


@st.composite
def pixel_arrays(draw: st.DrawFn, dtype: str, height: int, width: int) -> NDArray[Any]:
    """Up to three images: black and white, or of any values."""
    shape = (draw(st.integers(1, 3)), height, width, draw(st.integers(1, 4)))
    random = np.random.default_rng(draw(st.integers(0, 2**16)))
    values = random.integers(0, 2, shape) if draw(st.booleans()) else random.random(shape)
    return values.astype(np.float32) if dtype == "float32" else np.rint(255 * values).astype(np.uint8)


@st.composite
def cases(draw: st.DrawFn, kind: Kind, dtype: str | None = None, scale: float | None = None) -> Case:
    """Windows of any size that fit: from one sample up to the whole image, or more where they may reach out."""
    height, width = draw(st.integers(1, 8)), draw(st.integers(1, 8))
    apart = draw(scales) if scale is None else scale
    most = [10, 10]
    if not kind.reaches_out:
        apart = min(apart, height, width)
        most = [min(10, math.floor(room / apart)) for room in (height, width)]
    pixels = draw(pixel_arrays(dtype or draw(st.sampled_from(["float32", "uint8"])), height, width))
    taken = draw(st.lists(st.tuples(st.integers(0, len(pixels) - 1), positions), min_size=1, max_size=5))
    size = draw(st.integers(1, most[0])), draw(st.integers(1, most[1]))
    return Case(kind, pixels, size, apart, np.array([row for row, _ in taken]), np.array([place for _, place in taken]))
