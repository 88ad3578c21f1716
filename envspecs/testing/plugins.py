"""How kinds are built that nothing here knows of: as their models say, or by their fields."""

from __future__ import annotations

import math
import pkgutil
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from envspecs.build import build
from envspecs.registry import PluginError
from envspecs.specs.base import Kind, SensorKind, TaskKind
from envspecs.testing.deriving import derive
from envspecs.testing.describing import Fields
from envspecs.testing.options import NOTHING, Builder, MisfitError, Options
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

__all__ = ["by_fields", "is_own", "named_strategy", "space_by_fields", "space_of"]

AnyOf = Callable[[str, Options], st.SearchStrategy[Fields]]
"""Builds parts of any kind of a group, for options."""

_OWN = "envspecs."
"""What the modules of the library's own kinds begin with, which are built here or, where they read files, can't be."""

_DRAWS = 5
"""So often is drawn what its model may refuse."""


def is_own(model: type[Kind]) -> bool:
    """Tell whether a kind is the library's own."""
    return model.__module__.startswith(_OWN)


def named_strategy(model: type[Kind], fits: Callable[[object], bool], allowed: str) -> Any:
    """Give what the model of a kind names as its strategy; None where it names none.

    Args:
        model: Of the kind.
        fits: Tells whether what is named can be a strategy.
        allowed: Says what can.

    Raises:
        PluginError: If there is no such thing, or it can't be a strategy.
    """
    if model.strategy is None:
        return None
    naming = f"{model.__module__}.{model.__qualname__} names {model.strategy!r}"
    try:
        found = pkgutil.resolve_name(model.strategy)
    except Exception as error:  # a plugin may raise anything while it is imported
        raise PluginError(f"a strategy must be importable, {naming}: {type(error).__name__}: {error}") from error
    if not fits(found):
        raise PluginError(f"a strategy must be {allowed}, {naming}, which is {found!r}")
    return found


# --------------------------------------------------------------------------------------------------- parts by fields


def by_fields(model: type[Kind], any_of: AnyOf) -> Builder | None:
    """Give how a kind is built by the types and bounds of its fields; None where these do not say enough.

    Args:
        model: Of the kind.
        any_of: Builds the parts within.
    """
    if is_own(model) or derive(model, lambda _group: NOTHING, most_pixels=1) is None:
        return None
    return partial(_built, model, any_of)


@lru_cache(maxsize=1024)
def _built(model: type[Kind], any_of: AnyOf, options: Options) -> st.SearchStrategy[Fields]:
    if options.classes < getattr(model, "least_classes", 0):
        return NOTHING
    fields = derive(model, partial(_part, any_of=any_of, options=options), most_pixels=min(options.image_size))
    return NOTHING if fields is None or fields.is_empty else _fitting(fields, model, options)


@st.composite
def _fitting(draw: st.DrawFn, fields: st.SearchStrategy[Fields], model: type[Kind], options: Options) -> Fields:
    """Draw until the model takes the fields, and suits the images."""
    for _ in range(_DRAWS):
        part = draw(fields)
        bare = _bare(part) if issubclass(model, SensorKind) else part
        if _fits(model, options, bare):
            return bare
    shape = (*options.image_size, options.channels)
    raise MisfitError(f"fields must make a {model.__qualname__} that suits images of {shape}, got {bare}")


def _part(group: str, any_of: AnyOf, options: Options) -> st.SearchStrategy[Fields]:
    """Build a part within another one; none of those that only spaces have."""
    return any_of(group, options) if group.startswith(_OWN) else NOTHING


def _bare(sensor: Fields) -> Fields:
    """Give the fields of a sensor that others do not have too, which are drawn apart."""
    return {name: value for name, value in sensor.items() if name == "kind" or name not in SensorKind.model_fields}


def _fits(model: type[Kind], options: Options, fields: Fields) -> bool:
    """Tell whether the model takes fields, and suits images of a size."""
    try:
        part = model.model_validate(fields)
    except ValidationError:
        return False
    return not isinstance(part, SensorKind | TaskKind) or part.misfit((*options.image_size, options.channels)) is None


# -------------------------------------------------------------------------------------------------- spaces by fields

_SIDES = (8, 16, 32, 64)
"""Rows and columns of the images that a space may need at least, of which nothing but its fields is known."""


def space_by_fields(model: type[Kind]) -> images.Kind | None:
    """Give how a kind of space is built by the types and bounds of its fields; None where these do not say enough."""
    if is_own(model):
        return None
    least = next((side**2 for side in _SIDES if not _fields_of_space(model, side**2).is_empty), None)
    return None if least is None else images.Kind(least, partial(_spaces, model))


@st.composite
def _spaces(draw: st.DrawFn, model: type[Kind], options: images.Options) -> ImageSpace:
    fields, dtype, stream = _fields_of_space(model, options.max_pixels), draw(options.dtypes), draw(options.streams)
    for _ in range(_DRAWS):
        space = space_of(model, draw(fields), dtype=dtype, stream=stream)
        if space is not None and space.height * space.width <= options.max_pixels:
            return space
    raise MisfitError(
        f"fields must make a {model.__qualname__} with images of up to {options.max_pixels} pixels, got none"
    )


@lru_cache(maxsize=64)
def _fields_of_space(model: type[Kind], max_pixels: int) -> st.SearchStrategy[Fields]:
    fields = derive(model, lambda _group: NOTHING, most_pixels=math.isqrt(max_pixels))
    return NOTHING if fields is None else fields


def space_of(model: type[Kind], fields: Fields, *, dtype: str, stream: int = 0) -> ImageSpace | None:
    """Build a space of fields; None where it can't be."""
    try:
        space: ImageSpace = build(model.model_validate(fields), dtype=dtype, stream=stream)
    except (TypeError, ValueError):  # pydantic's errors are of the second kind
        return None
    return space
