"""What sensors that are moved have in common."""

from __future__ import annotations

import math

from envspecs.problems import either
from envspecs.registry import kinds
from envspecs.specs.base import MotionKind, SensorKind, refusals

__all__ = ["check_axes", "coverage_of"]


def check_axes(sensor: SensorKind, axes: int) -> None:
    """Refuse a motion of other positions than a sensor has.

    Args:
        sensor: A sensor with a ``motion``.
        axes: How many axes its positions have.

    Raises:
        ValidationError: If the motion moves along more or fewer.
    """
    motion: MotionKind = getattr(sensor, "motion")  # noqa: B009 - of sensors that have one
    if motion.axes == axes:
        return
    fitting = [kind for kind, model in kinds("envspecs.motions").items() if getattr(model, "axes", 2) == axes]
    raise refusals(sensor, motion=f"not a motion of this sensor: found {motion.kind!r}, allowed is {either(fitting)}")


def coverage_of(extent: tuple[float, float], room: tuple[float, float]) -> tuple[float, float]:
    """Give what a glimpse covers along x and y in units of positions, which reach from −1 to 1.

    Args:
        extent: Rows and columns that it covers, in image pixels.
        room: Rows and columns that its centre ranges over.

    >>> coverage_of((5, 28), (23, 0))
    (inf, 0.43478260869565216)
    """
    rows, columns = (2 * side / free if free > 0 else math.inf for side, free in zip(extent, room, strict=True))
    return columns, rows
