"""What spaces share whose data sets tell the class of each pixel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.loaded_space import LoadedSpace

__all__ = ["SegmentedSpace"]


class SegmentedSpace(LoadedSpace):
    """Pictures of a data set with the class of each pixel, where its format reads them: masks are then int16.

    It takes what :class:`~imagespaces.loaded.LoadedSpace` does.
    """

    @property
    def has_masks(self) -> bool:
        """Whether the classes of pixels are read."""
        return self._content.mask_names is not None

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the classes of pixels are called; None where they are not read."""
        return self._content.mask_names

    def stored_masks(self) -> NDArray[np.int16] | None:
        """Give the masks of all pictures that were read, int16 ``[N, H, W]``, read-only; None where none are kept."""
        return None if self.transforms else self._content.masks

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.int16] | None:
        return self._content.maps(self._places(values))
