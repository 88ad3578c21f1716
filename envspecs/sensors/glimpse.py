"""A small window that moves over the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium.spaces import Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Motion
from envspecs.sensors.centred import Border, Centred, Start
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.kernels.padded import PaddedWindows
from imagespaces.kernels.windows import WindowSampler, window_sampler

__all__ = ["Glimpse"]


class Glimpse(Centred):
    """Observes a window of ``h`` × ``w`` samples about a centre that moves.

    The centre lies at image centre + position × (image size − size × scale) / 2, so that the window stays in the image;
    values are bilinear (:mod:`imagespaces.kernels.windows`). With padding the centre lies at image centre + position ×
    image size / 2, so that it ranges over the whole image; what lies outside is 0 (:mod:`imagespaces.kernels.padded`).

    The observation has the ``glimpse`` ``[h, w, C]`` in the type of the images, ``glimpse_pos`` (x, y) in [−1, 1], and
    what the motion adds.

    Args:
        gallery: The pictures on show.
        size: (height, width) of the window in samples.
        scale: Image pixels per sample.
        motion: How an action moves the centre.
        start: ``"random"``, uniform over all positions; ``"center"``; or a position (x, y) in [−1, 1].
        border: ``"clamp"``, the window stays in the image; or ``"pad"``, it may reach beyond, where all is 0.

    Raises:
        ValueError: If the window is larger than the image and must stay in it, or the start is none of these.

    Attributes:
        border: What happens at the image's border.
    """

    def __init__(
        self,
        gallery: Gallery,
        *,
        size: tuple[int, int] = (5, 5),
        scale: float = 1.0,
        motion: Motion,
        start: Start = "random",
        border: Border = "clamp",
    ) -> None:
        self._size, self._scale, self.border = size, scale, border
        super().__init__(gallery, (size[0] * scale, size[1] * scale), motion, start, border)
        self._sampler = self._make_sampler()
        self._moves_only = not motion.observation_spaces
        self.observation_spaces: Mapping[str, Space[Any]] = {
            "glimpse": ImageSpace(*size, gallery.space.channels, dtype=gallery.space.dtype),
            **self._where,
        }

    def _make_sampler(self) -> WindowSampler:
        make = window_sampler if self.border == "clamp" else PaddedWindows
        return make(self._gallery.pixels, self._size, self._scale, self._gallery.space.dtype)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``glimpse`` ``[b, h, w, C]``, ``glimpse_pos`` ``[b, 2]`` and what the motion adds."""
        positions = self._positions[lanes]
        seen = {
            "glimpse": self._sampler(self._gallery.rows[lanes], positions),
            "glimpse_pos": positions.astype(np.float32),
        }
        return seen if self._moves_only else seen | self._motion.observe(lanes)

    def look(self, lanes: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Give what would be seen of the pictures of lanes ``[b]`` from positions ``[b, 2]``, ``[b, h, w, C]``."""
        seen: NDArray[Any] = self._sampler(self._gallery.rows[lanes], positions)
        return seen
