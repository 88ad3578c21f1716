"""What sensors that are moved have in common."""

from __future__ import annotations

from envspecs.problems import either
from envspecs.registry import kinds
from envspecs.specs.base import MotionKind, SensorKind, refusals

__all__ = ["check_axes"]


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
