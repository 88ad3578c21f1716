"""What parts of task files are built for, and what a builder is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from hypothesis import strategies as st

from envspecs.testing.describing import Fields

__all__ = ["NOTHING", "Builder", "MisfitError", "Options"]


@dataclass(frozen=True)
class Options:
    """What kinds are built for.

    Attributes:
        image_size: (height, width) of the images.
        channels: Of the images.
        classes: How many classes the images have.
        coverage: What a glimpse covers along x and y, in units of positions, for tasks; None where the sensor does not
            tell what it would see elsewhere.
        numbers: The factors of variation that hold numbers, more than one.
        knows_objects: Whether masks tell where objects are.
        has_masks: Whether there are masks that tell pixels apart.
        leaves_room: Whether a sensor must see less than the image along both axes, and tell what it would see
            elsewhere.
    """

    image_size: tuple[int, int]
    channels: int = 1
    classes: int = 2
    coverage: tuple[float, float] | None = None
    numbers: tuple[str, ...] = ()
    knows_objects: bool = False
    has_masks: bool = False
    leaves_room: bool = False


Builder: TypeAlias = Callable[[Options], st.SearchStrategy[Fields]]
"""How a kind of part is built: the fields of a task file, with its ``kind``; ``st.nothing()`` where it does not fit."""

NOTHING: st.SearchStrategy[Fields] = st.nothing()
"""What gives no part at all; there is but one such strategy."""


class MisfitError(ValueError):
    """What was drawn fits nothing of what it is drawn for: something else is drawn, as long as there is hope."""
