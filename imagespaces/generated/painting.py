"""One body in each image: a polygon wherever its pose puts it, filled evenly or with a picture.

Axes: ``B`` images, ``h`` and ``w`` of the panels that bodies are drawn in, ``C`` channels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from imagespaces.kernels.polygons import MARGIN, Outlines, fill
from imagespaces.pixels import convert

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from imagespaces.generated.skins import Skins
    from imagespaces.transforms import Pose

__all__ = ["Painter"]

_HALF = 128  # of 255
_BLENDED = 4  # channels up to which OpenCV blends colours while it fills


class Painter:
    """Draws bodies.

    Args:
        outlines: The outline of each state, inside of a circle of radius 1.
        radius: How many pixels that is.
        ink: uint8 ``[C]``: what bodies are filled with, or what their pictures are multiplied by.
        antialias: Whether a pixel that is covered in part is dimmer; else it is lit if half of it is covered.
        skins: The picture of each state; None where bodies are filled evenly.
    """

    def __init__(
        self, outlines: Outlines, radius: float, ink: NDArray[np.uint8], *, antialias: bool, skins: Skins | None = None
    ) -> None:
        self._outlines = outlines
        self._radius = radius
        self._ink = ink
        self._antialias = antialias
        self._skins = skins

    def paint(self, panels: NDArray[Any], states: NDArray[np.int64], poses: Pose) -> None:
        """Draw bodies.

        Args:
            panels: uint8, or float32 for values in [0, 1], ``[B, h, w, C]``, to be written.
            states: int64 ``[B]``.
            poses: ``B`` poses.
        """
        shape = panels.shape[1:3]
        linear, centres = self._place(poses, shape)
        if self._antialias and self._skins is None and len(self._ink) <= _BLENDED:
            fill(panels, self._outlines.place(states, linear, centres), tuple(self._ink.tolist()))
            return
        covered = self._cover(states, linear, centres, shape)[..., None]
        if self._skins is not None:
            covered = _product(covered, self._skins.lay(states, linear, centres, shape))
        panels[...] = convert(_product(covered, self._ink), panels.dtype)

    def coverage(self, states: NDArray[np.int64], poses: Pose, shape: tuple[int, ...]) -> NDArray[np.uint8]:
        """Give how much of each pixel bodies cover: uint8 ``[B, h, w]``, of 255, in panels of ``shape`` (h, w)."""
        return self._cover(states, *self._place(poses, shape), shape)

    def masks(self, states: NDArray[np.int64], poses: Pose, shape: tuple[int, ...]) -> NDArray[np.bool_]:
        """Tell which pixels are covered by half or more: bool ``[B, h, w]``."""
        return self.coverage(states, poses, shape) >= _HALF

    def _place(self, poses: Pose, shape: tuple[int, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give what becomes of a vector of a body, ``[B, 2, 2]``, and where its centre is, ``[B, 2]``."""
        size = np.array([shape[1], shape[0]])
        room = size / 2 - MARGIN - poses.disc_extents(self._radius)
        return poses.linear * self._radius, (size - 1) / 2 + poses.offsets(room)

    def _cover(
        self,
        states: NDArray[np.int64],
        linear: NDArray[np.float64],
        centres: NDArray[np.float64],
        shape: tuple[int, ...],
    ) -> NDArray[np.uint8]:
        covered = np.empty((len(states), *shape), np.uint8)
        fill(covered, self._outlines.place(states, linear, centres))
        return covered if self._antialias else np.where(covered >= _HALF, np.uint8(255), np.uint8(0))


def _product(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Multiply levels of 255, rounded to the nearest."""
    return ((one.astype(np.uint16) * other + np.uint16(127)) // np.uint16(255)).astype(np.uint8)
