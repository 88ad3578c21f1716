"""Mirroring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.transforms.base import Geometric, Values
from imagespaces.transforms.parameters import Parameter, check_share, choice, keep

if TYPE_CHECKING:
    from imagespaces.transforms.pose import Pose

__all__ = ["Flip"]

_MIRRORS = {"none": (1.0, 1.0), "left_right": (-1.0, 1.0), "top_bottom": (1.0, -1.0)}
_FACTORS = np.array(list(_MIRRORS.values()))


@dataclass(frozen=True)
class Flip(Geometric):
    """Mirror about the centre.

    Factor ``flip``: ``none``, ``left_right`` or ``top_bottom``.

    Args:
        probability: How often it is mirrored at all.
        axes: What is exchanged then, each equally often: ``"left_right"``, ``"top_bottom"``, or both.

    Raises:
        ValueError: If the probability is not from 0 to 1, or an axis is another.

    >>> Flip(axes=["left_right"])
    Flip(probability=0.5, axes=('left_right',))
    """

    probability: float = 0.5
    axes: tuple[str, ...] = ("left_right", "top_bottom")

    def __post_init__(self) -> None:
        keep(self, probability=check_share("probability", self.probability), axes=_check_axes(self.axes))

    def _parameters(self) -> tuple[Parameter, ...]:
        each = self.probability / len(self.axes)
        weights = {name: each if name in self.axes else 0.0 for name in _MIRRORS}
        return (choice("flip", weights | {"none": 1.0 - self.probability}),)

    def move(self, pose: Pose, values: Values) -> Pose:
        """Mirror."""
        return pose.stretched(_FACTORS.take(values["flip"], axis=0))


def _check_axes(axes: Sequence[str]) -> tuple[str, ...]:
    given = (axes,) if isinstance(axes, str) else tuple(axes)
    allowed = [name for name in _MIRRORS if name != "none"]
    if not given or len(set(given)) != len(given) or not set(given) <= set(allowed):
        raise ValueError(f"axes must be one or both of {', '.join(map(repr, allowed))}, got {axes!r}")
    return given
