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
from envspecs.testing.options import NOTHING, Builder, Options
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

__all__ = ["by_fields", "named_strategy", "space_by_fields"]

AnyOf = Callable[..., st.SearchStrategy[Fields]]
"""Builds parts of any kind of a group, for options."""

_OWN = "envspecs."
"""What the modules of the library's own kinds begin with, which are built here or, where they read files, can't be."""


def named_strategy(model: type[Kind]) -> Any:
    """Give what the model of a kind names as its strategy; None where it names none.

    Raises:
        PluginError: If there is no such thing.
    """
    if model.strategy is None:
        return None
    try:
        return pkgutil.resolve_name(model.strategy)
    except Exception as error:  # a plugin may raise anything while it is imported
        found = f"{model.__module__}.{model.__qualname__} names {model.strategy!r}"
        raise PluginError(f"a strategy must be importable, {found}: {type(error).__name__}: {error}") from error


def by_fields(model: type[Kind], any_of: AnyOf) -> Builder | None:
    """Give how a kind is built by the types and bounds of its fields; None where these do not say enough.

    Args:
        model: Of the kind.
        any_of: Builds the parts within.
    """
    if model.__module__.startswith(_OWN) or derive(model, lambda _group: NOTHING, most_pixels=1) is None:
        return None
    return partial(_built, model, any_of)


@lru_cache(maxsize=1024)
def _built(model: type[Kind], any_of: AnyOf, options: Options) -> st.SearchStrategy[Fields]:
    if options.classes < getattr(model, "least_classes", 0):
        return NOTHING
    fields = derive(model, partial(_part, any_of=any_of, options=options), most_pixels=min(options.image_size))
    if fields is None or fields.is_empty:
        return NOTHING
    bare = fields.map(_bare) if issubclass(model, SensorKind) else fields
    return bare.filter(partial(_fits, model, options))


def space_by_fields(model: type[Kind]) -> images.Kind | None:
    """Give how a kind of space is built by the types and bounds of its fields; None where these do not say enough."""
    if model.__module__.startswith(_OWN) or _fields_of_space(model, _LEAST_PIXELS).is_empty:
        return None
    return images.Kind(_LEAST_PIXELS, partial(_spaces, model))


_LEAST_PIXELS = 64


@st.composite
def _spaces(draw: st.DrawFn, model: type[Kind], options: images.Options) -> ImageSpace:
    fields = _fields_of_space(model, options.max_pixels)
    made = fields.map(partial(_space, model, draw(options.dtypes), draw(options.streams)))
    fits = made.filter(lambda space: space is not None and space.height * space.width <= options.max_pixels)
    space: Any = draw(fits)
    return space  # type: ignore[no-any-return]


@lru_cache(maxsize=64)
def _fields_of_space(model: type[Kind], max_pixels: int) -> st.SearchStrategy[Fields]:
    fields = derive(model, lambda _group: NOTHING, most_pixels=math.isqrt(max_pixels))
    return NOTHING if fields is None else fields


def _space(model: type[Kind], dtype: str, stream: int, fields: Fields) -> ImageSpace | None:
    """Build a space of fields; None where it can't be."""
    try:
        space: ImageSpace = build(model.model_validate(fields), dtype=dtype, stream=stream)
    except (TypeError, ValueError):  # pydantic's errors are of the second kind
        return None
    return space


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
