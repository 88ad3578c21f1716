"""What a task may know of the episodes that it is part of."""

from __future__ import annotations

from dataclasses import dataclass

from envspecs.parts import Sensor
from imagespaces import ImageSpace
from imagespaces.bank import Gallery

__all__ = ["Stage"]


@dataclass(frozen=True, eq=False)
class Stage:
    """The pictures on show, and the sensor that looks at them.

    A task takes from here what it needs, so that what others need does not concern it.

    Attributes:
        gallery: The pictures on show, one per lane.
        sensor: Where each lane looks. Where an episode begins, the sensor begins before the task does.
    """

    gallery: Gallery
    sensor: Sensor

    @property
    def space(self) -> ImageSpace:
        """Where the pictures come from."""
        return self.gallery.space

    @property
    def lanes(self) -> int:
        """How many lanes there are."""
        return len(self.gallery.rows)
