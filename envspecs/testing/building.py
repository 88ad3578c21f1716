"""What builds parts of task files: how each kind is built, and the choice among those that fit.

A part's builder asks here for the parts within it, of any kind, plugins' included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from envspecs.registry import kinds
from envspecs.testing.describing import Fields

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "envspecs.testing.strategies needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = ["KINDS", "Builder", "Options", "any_of", "known", "loss_of", "motion_of"]


@dataclass(frozen=True)
class Options:
    """What kinds are built for.

    Attributes:
        image_size: (height, width) of the images.
        coverage: What a glimpse covers along x and y, in units of positions, for tasks; None where the sensor does not
            tell what it would see elsewhere.
        numbers: The factors of variation that hold numbers, more than one.
        knows_objects: Whether masks tell where objects are.
        has_masks: Whether there are masks that tell pixels apart.
    """

    image_size: tuple[int, int]
    coverage: tuple[float, float] | None = None
    numbers: tuple[str, ...] = ()
    knows_objects: bool = False
    has_masks: bool = False


Builder: TypeAlias = Callable[[Options], st.SearchStrategy[Fields]]
"""How a kind of part is built: the fields of a task file, with its ``kind``."""

KINDS: Mapping[str, dict[str, Builder]] = {
    "envspecs.sensors": {},
    "envspecs.motions": {},
    "envspecs.tasks": {},
    "envspecs.losses": {},
}
"""How each kind of part but spaces is built, by group and kind."""


def any_of(group: str, options: Options, only: tuple[str, ...] | None = None) -> st.SearchStrategy[Fields]:
    """Build a part of any kind, or of some, that is both registered and known here."""
    chosen = [build for of, kind, build in known() if of == group and (only is None or kind in only)]
    return _one_of(tuple(chosen), known(), options)


def motion_of(axes: int, options: Options) -> st.SearchStrategy[Fields]:
    """Build a motion of positions with so many axes."""
    models = kinds("envspecs.motions")
    fitting = [
        build for of, kind, build in known() if of == "envspecs.motions" and getattr(models[kind], "axes", 2) == axes
    ]
    return _one_of(tuple(fitting), known(), options)


def loss_of(predicted: str, options: Options) -> st.SearchStrategy[Fields]:
    """Build a loss of predictions of a kind."""
    models = kinds("envspecs.losses")
    fitting = [
        build
        for of, kind, build in known()
        if of == "envspecs.losses" and getattr(models[kind], "scores", "") == predicted
    ]
    return _one_of(tuple(fitting), known(), options)


def known() -> tuple[tuple[str, str, Builder], ...]:
    """Give all kinds that are both registered and known here, each as its group, its name and how it is built."""
    return tuple(
        (group, kind, build)
        for group, builders in KINDS.items()
        for kind, build in builders.items()
        if kind in kinds(group)
    )


@lru_cache(maxsize=1024)
def _one_of(
    builders: tuple[Builder, ...],
    known: tuple[tuple[str, str, Builder], ...],  # noqa: ARG001 - tells strategies apart, for parts hold parts
    options: Options,
) -> st.SearchStrategy[Fields]:
    return st.one_of([build(options) for build in builders])
