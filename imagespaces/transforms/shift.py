"""Moving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from imagespaces.transforms.base import Geometric, Values
from imagespaces.transforms.parameters import Parameter, check_share, check_step, keep, ranging

if TYPE_CHECKING:
    from imagespaces.transforms.pose import Pose

__all__ = ["Shift"]


@dataclass(frozen=True)
class Shift(Geometric):
    """Move within the frame.

    Factors ``shift_x`` and ``shift_y``: shares of the room there is, in [−1, 1]. A drawn shape is moved only so far
    that it stays in the frame, whatever its size, and wherever in the order of transforms this stands. A picture that
    is smaller than the frame stays in it; one that is larger keeps the frame filled.

    Args:
        reach: The largest share of the room that is used, above 0.
        quantum: Moves are rounded toward zero to multiples of so many pixels; None for any.

    Raises:
        ValueError: If the reach is not above 0 and up to 1, or the quantum is not above 0.

    >>> Shift(quantum=1)
    Shift(reach=1.0, quantum=1.0)
    """

    reach: float = 1.0
    quantum: float | None = None

    def __post_init__(self) -> None:
        keep(self, reach=check_share("reach", self.reach), quantum=check_step("quantum", self.quantum))
        if not self.reach:
            raise ValueError(f"reach must be above 0, so that something is moved, got {self.reach}")

    def _parameters(self) -> tuple[Parameter, ...]:
        reach = (-self.reach, self.reach)
        return ranging("shift_x", reach), ranging("shift_y", reach)

    def move(self, pose: Pose, values: Values) -> Pose:
        """Move."""
        return replace(pose, shares=np.stack((values["shift_x"], values["shift_y"]), axis=1), quantum=self.quantum)
