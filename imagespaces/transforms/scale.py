"""Enlarging and reducing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from imagespaces.transforms.base import Gains, Geometric, Values
from imagespaces.transforms.parameters import Parameter, Range, check_range, ends, keep, ranging

if TYPE_CHECKING:
    from imagespaces.transforms.pose import Pose

__all__ = ["Scale"]

_LEAST, _MOST = 0.01, 100.0


@dataclass(frozen=True)
class Scale(Geometric):
    """Enlarge or reduce about the centre.

    Factor ``scale``; of a range equal ratios are equally likely.

    Args:
        factor: By how much lengths grow: a number, or a range of which each instance draws its own; 0.01 to 100.

    Raises:
        ValueError: If the range does not fit.

    >>> Scale().gains
    Gains(least=0.5, most=1.5)
    """

    factor: Range = (0.5, 1.5)

    def __post_init__(self) -> None:
        keep(self, factor=check_range("factor", self.factor, _LEAST, _MOST))

    @property
    def gains(self) -> Gains:
        """By how much lengths change, at least and at most."""
        return Gains(*ends(self.factor))

    def _parameters(self) -> tuple[Parameter, ...]:
        return (ranging("scale", self.factor, "log"),)

    def move(self, pose: Pose, values: Values) -> Pose:
        """Scale."""
        return pose.stretched(values["scale"][:, None])
