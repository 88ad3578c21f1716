"""The whole image in few pixels, beside what a sensor sees sharply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor
from envspecs.sensors.wrapped import Wrapped, fresh
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.kernels.foveae import FoveaSampler
from imagespaces.pixels import PIXEL_RANGE

__all__ = ["Peripheral"]


class Peripheral(Wrapped):
    """Adds ``periphery`` ``[h, w, C]`` to the observation: the whole image, each pixel the mean of what it covers.

    It is worked out once an episode. The type is that of the images.

    Args:
        sensor: What is looked through.
        gallery: The pictures on show.
        size: (height, width) of the periphery, at most the image's.

    Raises:
        ValueError: If the periphery is larger than the image.
    """

    def __init__(self, sensor: Sensor, gallery: Gallery, size: tuple[int, int]) -> None:
        super().__init__(sensor)
        space = gallery.space
        if size[0] > space.height or size[1] > space.width:
            found = f"{size[0]} × {size[1]}"
            raise ValueError(f"a periphery must fit {space.height} × {space.width} pixels, got {found}")
        self._gallery, self._size = gallery, size
        self._sampler = self._make_sampler()
        self._kept = np.zeros((len(gallery.rows), *size, space.channels), space.dtype)
        low, high = PIXEL_RANGE[space.dtype.name]
        self.limits = {**sensor.limits, "periphery": (low, high)}
        self.observation_spaces = {
            **sensor.observation_spaces,
            "periphery": ImageSpace(*size, space.channels, dtype=space.dtype),
        }

    def _make_sampler(self) -> FoveaSampler:
        space = self._gallery.space
        return FoveaSampler(self._gallery.pixels, self._size, [(space.height, space.width)], space.dtype)

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, and look at the whole of their pictures."""
        self._sensor.reset(lanes, draws, options)
        corners = np.zeros((len(lanes), 1, 2), np.int64)
        self._kept[lanes] = self._sampler(self._gallery.rows[lanes], corners)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what the sensor observes, and ``periphery`` ``[b, h, w, C]``."""
        return {**self._sensor.observe(lanes), "periphery": fresh(self._kept, lanes)}

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what changes of the sensor, and the peripheries ``[B, h, w, C]``."""
        return {**self._sensor.state(), "periphery": self._kept}

    def __getstate__(self) -> dict[str, Any]:
        """Leave the sampler out: it looks into pixels that are pickled as their recipe."""
        return {name: value for name, value in self.__dict__.items() if name != "_sampler"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the sampler anew."""
        self.__dict__.update(state)
        self._sampler = self._make_sampler()
