"""What sensors have in common whose centre lies at a position (x, y) and is moved by a motion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Motion
from envspecs.positions import checked_positions
from imagespaces.bank import Gallery
from imagespaces.draws import Draws

__all__ = ["Border", "Centred", "Start"]

Border = Literal["clamp", "pad"]
"""What happens at the image's border: all that is looked at stays inside, or only the centre does."""

Start = Literal["random", "center"] | tuple[float, float]
"""Where an episode begins: uniform over all positions, in the centre, or at a position (x, y) in [−1, 1]."""


class Centred:
    """A centre at image centre + position × (image size − extent) / 2, so that what has that extent stays in the image.

    With padding it lies at image centre + position × image size / 2, and what is looked at may reach beyond the image.
    A sensor that inherits it gives ``observe`` and what is observed beside ``glimpse_pos``.

    Args:
        gallery: The pictures on show.
        extent: (height, width) in pixels of what is looked at.
        motion: How an action moves the centre.
        start: Where episodes begin.
        border: Whether all of that stays in the image, ``"clamp"``, or only the centre does, ``"pad"``.

    Raises:
        ValueError: If the start is no position.
    """

    options: Mapping[str, int] = {"position": 1}

    def __init__(
        self,
        gallery: Gallery,
        extent: tuple[float, float],
        motion: Motion,
        start: Start,
        border: Border = "clamp",
    ) -> None:
        self._gallery, self._motion = gallery, motion
        self._image_size = np.array([gallery.space.width, gallery.space.height], np.float64)
        self._extent = np.array(extent[::-1], np.float64)
        clamped = border == "clamp"
        self._room = self._image_size - self._extent if clamped else self._image_size  # where the centre may be
        self._overhang = np.zeros(2) if clamped else self._extent / 2  # how far what is looked at may reach out
        self._random = start == "random"
        self._start = np.zeros(2) if isinstance(start, str) else checked_positions(np.array(start, np.float64))
        self.words: Mapping[str, int] = {"start": 4} if self._random else {}
        self._positions = np.zeros((len(gallery.rows), 2))
        motion.prepare(len(gallery.rows))
        self.limits: Mapping[str, tuple[float, float]] = {"positions": (-1.0, 1.0), **motion.limits}
        self.action_space = motion.action_space
        self._where: Mapping[str, Space[Any]] = {
            "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
            **motion.observation_spaces,
        }

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

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give left, top, right, bottom of what is looked at, in pixels, ``[b, 4]``."""
        return self.boxes_at(self._positions[lanes])

    def boxes_at(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give what would be looked at from positions ``[b, 2]``, as :meth:`boxes` does, ``[b, 4]``."""
        corner = (positions + 1.0) * self._room / 2 - self._overhang
        return np.concatenate((corner, corner + self._extent), axis=1)

    @property
    def precision(self) -> tuple[float, float]:
        """How near the centre can be brought to any position, along x and y."""
        return getattr(self._motion, "precision", (0.0, 0.0))

    @property
    def coverage(self) -> tuple[float, float]:
        """The extent along x and y, in units of positions; infinite where it fills the axis."""
        room = np.maximum(self._room, 0.0)
        x, y = np.divide(2 * self._extent, room, out=np.full(2, np.inf), where=room > 0).tolist()
        return x, y

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

    def _make_sampler(self) -> Any:
        """Give what looks into the pictures; the hook of each sensor."""
        raise NotImplementedError(f"{type(self).__name__} must define _make_sampler()")
