"""How spaces are built: as objects, of which the rest of a task file asks what it must fit, and as its fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from hypothesis import strategies as st

from envspecs.registry import kinds
from envspecs.specs.base import Kind
from envspecs.tasks.scales import ends_of
from envspecs.testing.options import MisfitError, Options
from envspecs.testing.plugins import named_strategy, space_by_fields
from imagespaces.plugins import looked_up_once
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

__all__ = ["SUIT_ALL", "draw_space", "known_spaces", "options_of"]

SUIT_ALL = ("circle_square", "double_circle_square")
"""Spaces that suit any task of this library: all of them have classes, masks of objects and factors of numbers."""


def known_spaces(max_pixels: int) -> tuple[str, ...]:
    """Name the kinds of spaces that are registered, and known how to build, whose images can be so small.

    Raises:
        PluginError: If what a kind names as its strategy is none.
    """
    return tuple(name for name, kind in _known().items() if kind.least_pixels <= max_pixels)


def _known() -> Mapping[str, images.Kind]:
    """Give how each kind of space is built that is registered; plugins' kinds come last."""
    registered = kinds("imagespaces.spaces")
    own = {name: kind for name, kind in images.KINDS.items() if name in registered}
    others = {name: _kind_of(model) for name, model in registered.items() if name not in own}
    return own | {name: kind for name, kind in others.items() if kind is not None}


@looked_up_once
def _kind_of(model: type[Kind]) -> images.Kind | None:
    """Give how a kind is built that is not entered with the others: as it says itself, or by its fields."""
    named: images.Kind | None = named_strategy(model, _is_kind, "an imagespaces.testing.strategies.Kind")
    return space_by_fields(model) if named is None else named


def _is_kind(found: object) -> bool:
    return isinstance(found, images.Kind)


def draw_space(draw: st.DrawFn, names: tuple[str, ...], max_pixels: int, dtype: str, *, labelled: bool) -> ImageSpace:
    """Draw a space.

    Args:
        draw: Given by Hypothesis.
        names: The kinds to choose from.
        max_pixels: The most rows × columns of an image.
        dtype: The type of pixels.
        labelled: Whether it must have classes.

    Raises:
        MisfitError: If there is none.
    """
    known = _known()
    spaces = _spaces(tuple(known[name] for name in names), max_pixels, dtype, labelled=labelled)
    if spaces.is_empty:
        raise MisfitError(f"a space with classes must be of another kind than {', '.join(names)}")
    return draw(spaces)


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


@lru_cache(maxsize=64)
def _spaces(
    every: tuple[images.Kind, ...], max_pixels: int, dtype: str, *, labelled: bool
) -> st.SearchStrategy[ImageSpace]:
    options = images.Options(max_pixels, st.just(dtype), st.just(0), labelled)  # a task file says nothing of streams
    return st.one_of([kind.build(options) for kind in every])


def options_of(space: ImageSpace) -> Options:
    """Give what there is for sensors and tasks."""
    return Options(
        (space.height, space.width),
        channels=space.channels,
        classes=space.num_classes or 0,
        numbers=_numbers(space),
        knows_objects=space.knows_objects,
        has_masks=space.knows_objects or len(space.mask_names or ()) > 1,
    )


def _numbers(space: ImageSpace) -> tuple[str, ...]:
    """Name the factors of a space that hold numbers, more than one."""
    ends = {name: ends_of(factor) for name, factor in space.factors.items()}
    return tuple(name for name, numbers in ends.items() if numbers is not None and numbers[0] < numbers[1])
