"""What an image space gives: images with their labels, factor values and masks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Instance", "Instances"]


@dataclass(frozen=True, eq=False)
class Instance:
    """One image and what is known of it.

    Attributes:
        image: ``[H, W, C]``, float32 in [0, 1] or uint8.
        label: The class, 0 to ``num_classes`` − 1, or None where the space has no labels.
        factors: The value of each factor; of a categorical one its code, the place in the factor's ``values``.
        mask: bool ``[H, W]``, where the objects are; or int16, the class of each pixel, a place in the space's
            ``mask_names``, and −1 where there is none to tell: labels that are to be ignored, and what is outside of a
            picture that was moved. None where the space knows neither.
        index: The address: ``space.at(index)`` gives the same again.
    """

    image: NDArray[Any]
    label: int | None
    factors: Mapping[str, float | int]
    mask: NDArray[np.bool_] | NDArray[np.int16] | None
    index: int


@dataclass(frozen=True, eq=False)
class Instances:
    """A batch of ``B`` images and what is known of them.

    Attributes:
        images: ``[B, H, W, C]``, float32 in [0, 1] or uint8.
        labels: int64 ``[B]``, or None.
        factors: For each factor ``[B]`` values (codes of categorical ones).
        masks: bool or int16 ``[B, H, W]``, or None.
        indices: int64 ``[B]``.
    """

    images: NDArray[Any]
    labels: NDArray[np.int64] | None
    factors: Mapping[str, NDArray[Any]]
    masks: NDArray[np.bool_] | NDArray[np.int16] | None
    indices: NDArray[np.int64]

    def __len__(self) -> int:
        """Give the number of instances, ``B``."""
        return len(self.indices)

    def __getitem__(self, row: int) -> Instance:
        """Give one of them."""
        return Instance(
            image=self.images[row],
            label=None if self.labels is None else int(self.labels[row]),
            factors={name: values[row].item() for name, values in self.factors.items()},
            mask=None if self.masks is None else self.masks[row],
            index=int(self.indices[row]),
        )
