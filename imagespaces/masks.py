"""What a space may know of its pixels: where the objects are, or which class each pixel is of.

Axes: ``B`` images, ``H`` rows, ``W`` columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["NO_CLASS", "Masks", "WithMasks"]

NO_CLASS = -1
"""The class of a pixel of which none can be told: its label is to be ignored, or it is outside of the picture."""

Masks: TypeAlias = NDArray[np.bool_] | NDArray[np.int16]
"""``[B, H, W]``: bool, where the objects are; or int16, the class of each pixel or :data:`NO_CLASS`."""


class WithMasks:
    """The share of an image space that tells of masks: two facts and two hooks, all of them optional."""

    @property
    def has_masks(self) -> bool:
        """Whether instances have masks."""
        return type(self)._masks is not WithMasks._masks  # noqa: SLF001 - its own

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the classes of pixels are called, whose masks are int16; None where masks are bool or there are none."""
        return None

    @property
    def knows_objects(self) -> bool:
        """Whether masks tell where the objects are, and so what is in front of a ground."""
        return self.has_masks and self.mask_names is None

    def stored_masks(self) -> Masks | None:
        """Give the masks of all images, in the order of ``stored_pixels``, where these are held anyway, or None."""
        return None

    def _masks(
        self,
        values: Mapping[str, NDArray[Any]],  # noqa: ARG002 - for subclasses
    ) -> Masks | None:
        """Tell of the pixels of a batch.

        Args:
            values: For each factor ``[B]`` values; of a categorical one its codes.

        Returns:
            bool ``[B, H, W]``, where the objects are; int16 where there are ``mask_names``; None without masks.
        """
        return None

    def _coverage(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        """Give the share of each pixel that objects cover, float32 ``[B, H, W]``, for what is put behind them.

        Unless a subclass knows better, that is all or nothing, as the masks say. A subclass that does draws objects on
        black.

        Raises:
            ValueError: If the space does not know where objects are.
        """
        if not self.knows_objects:
            found = "no masks" if self.mask_names is None else "classes of pixels"
            raise ValueError(f"what objects cover is known where masks tell where they are, got {found} of {self!r}")
        return np.asarray(self._masks(values), np.float32)
