"""What builds parts of task files: how each kind is built, and the choice among those that fit.

A part's builder asks here for the parts within it, of any kind, plugins' included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from hypothesis import strategies as st

from envspecs.registry import kinds
from envspecs.testing.describing import Fields

__all__ = ["KINDS", "NOTHING", "Builder", "Options", "any_of", "builders", "fitting", "loss_of", "motion_of"]


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

KINDS: Mapping[str, dict[str, Builder]] = {
    "envspecs.sensors": {},
    "envspecs.motions": {},
    "envspecs.tasks": {},
    "envspecs.losses": {},
}
"""How each kind of part but spaces is built, by group and kind."""


def builders(group: str, only: Iterable[str] | None = None) -> tuple[Builder, ...]:
    """Give how each kind of a group is built that is both registered and known here, or some of these."""
    registered = kinds(group)
    return tuple(build for kind, build in KINDS[group].items() if kind in registered and (only is None or kind in only))


def fitting(builders: Iterable[Builder], options: Options) -> list[st.SearchStrategy[Fields]]:
    """Give the strategies of those that fit."""
    built = (build(options) for build in builders)
    return [strategy for strategy in built if strategy is not NOTHING]


def any_of(group: str, options: Options, only: Iterable[str] | None = None) -> st.SearchStrategy[Fields]:
    """Build a part of any kind, or of some, that is both registered and known here."""
    return _one_of(tuple(fitting(builders(group, only), options)))


def motion_of(axes: int, options: Options) -> st.SearchStrategy[Fields]:
    """Build a motion of positions with so many axes."""
    models = kinds("envspecs.motions")
    return any_of("envspecs.motions", options, [kind for kind in models if getattr(models[kind], "axes", 2) == axes])


def loss_of(predicted: str) -> st.SearchStrategy[Fields]:
    """Build a loss of predictions of a kind; losses know nothing of images."""
    models = kinds("envspecs.losses")
    scoring = [kind for kind in models if getattr(models[kind], "scores", "") == predicted]
    return any_of("envspecs.losses", Options((1, 1)), scoring)


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


@lru_cache(maxsize=1024)
def _one_of(strategies: tuple[st.SearchStrategy[Fields], ...]) -> st.SearchStrategy[Fields]:
    return st.one_of(strategies)
