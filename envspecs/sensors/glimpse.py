"""A small window that moves over the image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Motion
from envspecs.sensors.positions import checked_positions
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.kernels.windows import WindowSampler, window_sampler

__all__ = ["Glimpse"]


class Glimpse:
    """Observes a window of ``h`` × ``w`` samples about a centre that moves.

    The centre lies at image centre + position × (image size − size × scale) / 2, so that the window stays in the image;
    values are bilinear (:mod:`imagespaces.kernels.windows`). The observation has the ``glimpse`` ``[h, w, C]`` in the
    type of the images, ``glimpse_pos`` (x, y) in [−1, 1], and what the motion adds.

    Args:
        gallery: The pictures on show.
        size: (height, width) of the window in samples.
        scale: Image pixels per sample.
        motion: How an action moves the centre.
        start: ``"random"``, uniform over all positions; ``"center"``; or a position (x, y) in [−1, 1].

    Raises:
        ValueError: If the window is larger than the image, or the start is none of these.
    """

    options: Mapping[str, int] = {"position": 1}

    def __init__(
        self,
        gallery: Gallery,
        *,
        size: tuple[int, int] = (5, 5),
        scale: float = 1.0,
        motion: Motion,
        start: Literal["random", "center"] | tuple[float, float] = "random",
    ) -> None:
        self._gallery, self._size, self._scale, self._motion = gallery, size, scale, motion
        self._image_size = np.array([gallery.space.width, gallery.space.height], np.float64)
        self._sampler = self._make_sampler()
        self._random = start == "random"
        self._start = np.zeros(2) if isinstance(start, str) else checked_positions(np.array(start, np.float64))
        self.words: Mapping[str, int] = {"start": 4} if self._random else {}
        self._positions = np.zeros((len(gallery.rows), 2))
        motion.prepare(len(gallery.rows))
        self.limits: Mapping[str, tuple[float, float]] = {"positions": (-1.0, 1.0), **motion.limits}
        self.action_space = motion.action_space
        self.observation_spaces: Mapping[str, Space[Any]] = {
            "glimpse": ImageSpace(*size, gallery.space.channels, dtype=gallery.space.dtype),
            "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
            **motion.observation_spaces,
        }

    def _make_sampler(self) -> WindowSampler:
        return window_sampler(self._gallery.pixels, self._size, self._scale, self._gallery.space.dtype)

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Put the centre of some lanes where their episodes start; the option ``position`` says where instead.

        Raises:
            ValueError: If a given position is not in [−1, 1]².
        """
        self._motion.reset(lanes)
        given = options.get("position")
        if given is not None:
            self._positions[lanes] = checked_positions(np.asarray(given, np.float64))
        elif self._random:
            self._positions[lanes] = 2.0 * draws.uniform("start", 2) - 1.0
        else:
            self._positions[lanes] = self._start

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Move all lanes by actions ``[B, …]``; give the efforts ``[B]``."""
        self._positions, efforts = self._motion.move(self._positions, actions)
        return efforts

    def toward(self, goals: NDArray[np.float64]) -> NDArray[Any]:
        """Give actions ``[B, …]`` that bring the centres toward goals ``[B, 2]``."""
        return self._motion.toward(self._positions, goals)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``glimpse`` ``[b, h, w, C]`` and ``glimpse_pos`` ``[b, 2]``."""
        positions = self._positions[lanes]
        return {
            "glimpse": self._sampler(self._gallery.rows[lanes], positions),
            "glimpse_pos": positions.astype(np.float32),
            **self._motion.observe(lanes),
        }

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give left, top, right, bottom of the windows in pixels, ``[b, 4]``."""
        extent = np.array(self._size[::-1]) * self._scale
        corner = (self._positions[lanes] + 1.0) * (self._image_size - extent) / 2
        return np.concatenate((corner, corner + extent), axis=1)

    @property
    def precision(self) -> tuple[float, float]:
        """How near the centre can be brought to any position, along x and y."""
        return getattr(self._motion, "precision", (0.0, 0.0))

    @property
    def coverage(self) -> tuple[float, float]:
        """The extent of the window along x and y, in units of positions; infinite where the window fills the axis."""
        extent = np.array(self._size[::-1]) * self._scale
        room = np.maximum(self._image_size - extent, 0.0)
        return tuple(np.divide(2 * extent, room, out=np.full(2, np.inf), where=room > 0).tolist())

    def state(self) -> dict[str, NDArray[Any]]:
        """Give the centres, ``[B, 2]``, and what the motion keeps."""
        return {"positions": self._positions, **self._motion.state()}

    def __getstate__(self) -> dict[str, Any]:
        """Leave the sampler out: it looks into pixels that are pickled as their recipe."""
        return {name: value for name, value in self.__dict__.items() if name != "_sampler"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the sampler anew."""
        self.__dict__.update(state)
        self._sampler = self._make_sampler()
