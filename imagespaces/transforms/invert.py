"""The negative."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Recolouring, Values
from imagespaces.transforms.parameters import Parameter, check_share, choice, keep

__all__ = ["Invert"]


@dataclass(frozen=True)
class Invert(Recolouring):
    """Exchange bright and dark: every value becomes 1 − value.

    Factor ``invert``: ``no`` or ``yes``.

    Args:
        probability: How often it is done.

    Raises:
        ValueError: If the probability is not from 0 to 1.

    >>> from imagespaces.transforms import Canvas
    >>> Invert(1).parameters(Canvas(8, 8, 1, has_masks=False))
    (Fixed(name='invert', value=1),)
    """

    probability: float = 0.5

    def __post_init__(self) -> None:
        keep(self, probability=check_share("probability", self.probability))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (choice("invert", {"no": 1.0 - self.probability, "yes": self.probability}),)

    def _recolour(self, images: NDArray[np.float32], values: Values) -> NDArray[np.float32]:
        inverted = (values["invert"] == 1)[:, None, None, None]
        return np.where(inverted, np.float32(1) - images, images)
