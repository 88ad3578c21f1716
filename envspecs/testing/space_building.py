"""How spaces are built: as objects, of which the rest of a task file asks what it must fit, and as its fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from hypothesis import strategies as st

from envspecs.registry import kinds
from envspecs.specs.base import WHOLE, Kind
from envspecs.specs.varied import BUILT
from envspecs.tasks.scales import ends_of
from envspecs.testing.describing import Fields, fields_of
from envspecs.testing.options import Options
from envspecs.testing.partition_building import draw_partition
from envspecs.testing.plugins import named_strategy, space_by_fields
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

__all__ = ["Ground", "draw_ground", "known_spaces"]

_SUIT_ALL = ("circle_square", "double_circle_square")
"""Spaces that suit any task: all of them have classes, masks of objects and factors that hold numbers."""

_ALL_BUT_CLASSES = Options((8, 8), classes=0, coverage=(1.0, 1.0), numbers=("x",), knows_objects=True, has_masks=True)


@dataclass(frozen=True)
class Ground:
    """A space, and what a task file says of it.

    Attributes:
        space: Not divided yet, though the file may say so.
        model: What the file says.
        splits: The parts that there are.
    """

    space: ImageSpace
    model: Any
    splits: tuple[str, ...]

    @property
    def options(self) -> Options:
        """What there is for sensors and tasks."""
        return _options_of(self.space)


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


@cache
def _kind_of(model: type[Kind]) -> images.Kind | None:
    """Give how a kind is built that is not entered with the others: as it says itself, or by its fields."""
    named: images.Kind | None = named_strategy(model)
    return space_by_fields(model) if named is None else named


def draw_ground(
    draw: st.DrawFn, names: Iterable[str], max_pixels: int, dtype: str, suits: Callable[[Options], bool]
) -> Ground:
    """Draw a space.

    Args:
        draw: Given by Hypothesis.
        names: The kinds to choose from.
        max_pixels: The most rows × columns of an image.
        dtype: The type of pixels.
        suits: Tells whether a space has what is needed.
    """
    known, labelled = _known(), not suits(_ALL_BUT_CLASSES)
    every = tuple(known[name] for name in names)
    space = draw(_spaces(every, max_pixels, dtype, labelled=labelled))
    if not suits(_options_of(space)):
        sure = tuple(known[name] for name in names if name in _SUIT_ALL)
        others = _spaces(sure or every, max_pixels, dtype, labelled=labelled)
        space = draw(others if sure else others.filter(lambda space: suits(_options_of(space))))
    return _divided(draw, space)


def _divided(draw: st.DrawFn, space: ImageSpace) -> Ground:
    """Draw how a space is divided, where it can be and is not."""
    fields = fields_of(space)
    partition = draw_partition(draw, space) if fields.get("partition", space) is None else None
    if partition is None:
        return Ground(space, _model(fields), tuple(space.splits))
    return Ground(space, _model(fields | {"partition": partition}), (WHOLE, "train", "test"))


def _model(fields: Fields) -> Any:
    """Give the model of a space that was built, or is one that was, divided so that no part is empty."""
    return kinds("imagespaces.spaces")[fields["kind"]].model_validate(fields, context=BUILT)


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


@lru_cache(maxsize=64)
def _spaces(
    every: tuple[images.Kind, ...], max_pixels: int, dtype: str, *, labelled: bool
) -> st.SearchStrategy[ImageSpace]:
    options = images.Options(max_pixels, st.just(dtype), st.just(0), labelled)  # a task file says nothing of streams
    return st.one_of([kind.build(options) for kind in every])


def _options_of(space: ImageSpace) -> Options:
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
