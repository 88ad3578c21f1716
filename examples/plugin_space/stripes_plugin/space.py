"""Images of black and white stripes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces import Finite, ImageSpace, Interval
from imagespaces.transforms import Transform

__all__ = ["Stripes", "least_side"]


class Stripes(ImageSpace):
    """Gray images of stripes; their orientation is the class, and the phase makes the space unbounded.

    Args:
        height: Rows.
        width: Columns.
        max_period: The longest distance from one white stripe to the next, in pixels; the shortest is 2.
        transforms: What is done to the images, each kind once.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other phases.
        seed: Seed of ``sample``, or a generator.

    Raises:
        ValueError: If the image may lie within one stripe, and so not show which way it goes.

    >>> space = Stripes(max_period=4)
    >>> space.num_states, space.size, space.class_names
    (6, None, ('horizontal', 'vertical'))
    """

    def __init__(
        self,
        *,
        height: int = 16,
        width: int = 16,
        max_period: int = 8,
        transforms: Sequence[Transform] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        if min(height, width) < least_side(max_period):
            least = least_side(max_period)
            raise ValueError(
                f"stripes up to {max_period} pixels apart show in {least} × {least} and more, got {height} × {width}"
            )
        self.max_period = max_period
        factors = (
            Finite("orientation", ("horizontal", "vertical")),
            Finite("period", range(2, max_period + 1)),
            Interval("phase", 0, 1, "circular"),
        )
        super().__init__(
            height,
            width,
            1,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=factors,
            label="orientation",
            transforms=transforms,
        )

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        orientation, period, phase = (values[name][:, None, None] for name in ("orientation", "period", "phase"))
        along = np.where(orientation == 0, np.arange(self.height)[:, None], np.arange(self.width))  # [B, H, W]
        white = (along / period + phase) % 1 < 0.5
        return np.asarray(white[..., None], np.float32)


def least_side(max_period: int) -> int:
    """Give the rows and columns that no stripe fills: one more than the widest stripe may cover.

    >>> least_side(3), least_side(8)
    (3, 5)
    """
    return (max_period + 1) // 2 + 1
