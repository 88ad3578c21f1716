"""What is seen where objects are not."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Canvas, Photometric, Values
from imagespaces.transforms.levels import clipped

__all__ = ["Background"]


class Background(Photometric):
    """A transform that puts a ground behind objects, in place of the one that they are drawn on.

    It can be put to spaces that know where their objects are. Where these cover a pixel in part, they must be drawn on
    black: the ground's share is then added.
    """

    needs_masks: ClassVar[bool] = True

    def apply(
        self, images: NDArray[np.float32], values: Values, coverage: NDArray[np.float32] | None = None
    ) -> NDArray[np.float32]:
        """Change images, as :meth:`Photometric.apply` says."""
        covered = np.asarray(coverage, np.float32)[..., None]
        objects = np.where(covered > 0, images, np.float32(0))
        return clipped(objects + (np.float32(1) - covered) * self._ground(images.shape, values))

    @abstractmethod
    def _ground(self, shape: tuple[int, ...], values: Values) -> NDArray[np.float32]:
        """Give grounds of ``shape`` (B, H, W, C), or what broadcasts to that: the one hook of each background."""

    def _check(self, canvas: Canvas) -> None:
        if not canvas.has_masks:
            kind = type(self).__name__
            raise ValueError(f"{kind} is seen where objects are not, and needs a space with masks, got one without")
