"""What has been seen so far, in its place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import groupby
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from envspecs.parts import Lanes, Sensor
from envspecs.sensors.pieces import Pieces, Piecewise, one_piece
from envspecs.sensors.wrapped import Wrapped, fresh
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.kernels.painting import Painting
from imagespaces.pixels import PIXEL_RANGE

__all__ = ["Canvas"]


class Canvas(Wrapped):
    """Adds to the observation a picture of what the episode has observed so far, at the resolution of the image.

    ``canvas`` ``[H, W, C]``, in the type of the images, is 0 where nothing was seen; ``canvas_mask``, uint8 ``[H, W]``,
    is 1 where something was and 0 elsewhere.

    What a look paints is the glimpse as it was observed, noise and all. Each of its samples covers a cell of what is
    looked at, and a pixel of the image whose centre lies there takes the sample in whose cell it lies:

    - of a ``glimpse`` the box is the window of size × scale pixels. Samples more than a pixel apart fill several pixels
      each, and of samples less than a pixel apart some are lost; what padding shows of the outside is left out;
    - of ``zoom`` each patch is painted in its place. Where the patches of a window overlap the last of them counts;
    - of ``foveated`` each window is painted in its place, the finer over the coarser;
    - of ``full`` it is the image.

    What lies under the latest look is newest, but for windows of several sizes: what was seen finely before is not
    painted over by what is seen coarsely now. A sensor of another kind is taken to show what lies in its box, unless it
    is :class:`~envspecs.sensors.pieces.Piecewise`.

    Args:
        sensor: What is looked through; it observes a ``glimpse``.
        gallery: The pictures on show.

    Raises:
        ValueError: If the sensor observes no ``glimpse`` that could be painted on images of the space.
    """

    def __init__(self, sensor: Sensor, gallery: Gallery) -> None:
        super().__init__(sensor)
        space = gallery.space
        _check(sensor, space)
        finest = sensor.finest if isinstance(sensor, Piecewise) else 1
        self._pieces = sensor.pieces if isinstance(sensor, Piecewise) else partial(one_piece, sensor)
        self._painting = Painting(len(gallery.rows), (space.height, space.width, space.channels), space.dtype, finest)
        self._every = np.arange(len(gallery.rows))
        low, high = PIXEL_RANGE[space.dtype.name]
        self.limits: Mapping[str, tuple[float, float]] = {
            **sensor.limits,
            "canvas": (low, high),
            "canvas_known": (0, finest),
        }
        self.observation_spaces = {
            **sensor.observation_spaces,
            "canvas": ImageSpace(*space.shape, dtype=space.dtype),
            "canvas_mask": Box(0, 1, space.shape[:2], np.uint8),
        }

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, of which nothing was seen yet."""
        self._sensor.reset(lanes, draws, options)
        self._painting.clear(lanes)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what the sensor observes, and ``canvas`` ``[b, H, W, C]`` and ``canvas_mask`` ``[b, H, W]`` with it."""
        seen, rows = self._sensor.observe(lanes), self._every[lanes]
        self._paint(rows, self._pieces(seen["glimpse"], lanes))
        seen["canvas"] = fresh(self._painting.pixels, lanes)
        seen["canvas_mask"] = (self._painting.known[lanes] != 0).view(np.uint8)
        return seen

    def _paint(self, rows: NDArray[np.intp], pieces: Pieces) -> None:
        """Paint what some lanes see, all that is equally fine at once."""
        first = 0
        for fineness, group in groupby(pieces.fineness):
            count = len(list(group))
            part = np.s_[:, first : first + count]
            samples = pieces.samples[part].reshape(-1, *pieces.samples.shape[2:])
            self._painting.paint(np.repeat(rows, count), samples, pieces.boxes[part].reshape(-1, 4), fineness)
            first += count

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what changes of the sensor, the canvases ``[B, H, W, C]``, and how finely each pixel is known."""
        return {**self._sensor.state(), "canvas": self._painting.pixels, "canvas_known": self._painting.known}


def _check(sensor: Sensor, space: ImageSpace) -> None:
    """Refuse a sensor whose glimpses can't be painted on images of a space."""
    glimpse = sensor.observation_spaces.get("glimpse")
    shape = () if glimpse is None else glimpse.shape or ()
    shows_images = len(shape) == 3 and (isinstance(sensor, Piecewise) or shape[2] == space.channels)
    if glimpse is None or glimpse.dtype != space.dtype or not shows_images:
        allowed = f"{space.dtype} of {space.channels} channels"
        raise ValueError(f"a canvas takes a sensor that observes a glimpse, {allowed}, got {glimpse}")
