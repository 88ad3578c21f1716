"""What a task file says of a space that was built, and of what it may have besides: more transforms, and splits."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from envspecs.registry import kinds
from envspecs.specs.varied import BUILT
from envspecs.testing.deriving import derive
from envspecs.testing.describing import Fields, fields_of
from envspecs.testing.options import NOTHING, Options
from envspecs.testing.plugins import is_own, space_of
from envspecs.testing.space_building import options_of
from imagespaces.plugins import looked_up_once
from imagespaces.space import ImageSpace
from imagespaces.testing import strategies as images

__all__ = ["Ground", "draw_ground"]

_TRANSFORMS, _PARTITIONS = "imagespaces.transforms", "imagespaces.partitions"


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
        return options_of(self.space)


def draw_ground(draw: st.DrawFn, space: ImageSpace) -> Ground:
    """Draw what a task file says of a space, whether it is divided, and whether it has a plugin's transform."""
    fields = fields_of(space)
    space, fields = _transformed(draw, space, fields)
    partition = _drawn_partition(draw, space) if fields.get("partition", space) is None else None
    if partition is None:
        return Ground(space, _model(fields), tuple(space.splits))
    model = _model(fields | {"partition": partition})
    return Ground(space, model, model.split_names)


def _model(fields: Fields) -> Any:
    """Give the model of a space that was built, or is one that was, divided so that no part is empty."""
    return kinds("imagespaces.spaces")[fields["kind"]].model_validate(fields, context=BUILT)


def _drawn_partition(draw: st.DrawFn, space: ImageSpace) -> Fields | None:
    """Draw how a space, which is not divided yet, may be divided; None where it is not."""
    if not draw(st.booleans()):
        return None
    registered = kinds(_PARTITIONS)
    known = [kind for kind in registered if kind in images.PARTINGS or registered[kind].strategy is not None]
    try:
        ways = images.splits(space, kinds=[draw(st.sampled_from(known))])
    except ValueError:
        return None  # there is nothing to be divided so
    return fields_of(draw(ways))


# ------------------------------------------------------------------------------------- plugins' transforms, by fields


def _transformed(draw: st.DrawFn, space: ImageSpace, fields: Fields) -> tuple[ImageSpace, Fields]:
    """Draw one more transform, of which nothing but its fields is known; as they were where the space can't have it."""
    others = _by_fields(math.isqrt(space.height * space.width))
    if not others or "transforms" not in fields:
        return space, fields
    name = draw(st.sampled_from(["", *others]))
    if not name or name in [transform["kind"] for transform in fields["transforms"]]:
        return space, fields
    more = fields | {"transforms": [*fields["transforms"], draw(others[name])]}
    changed = space_of(kinds("imagespaces.spaces")[fields["kind"]], more, dtype=space.dtype.name)
    return (space, fields) if changed is None else (changed, more)


@looked_up_once
def _by_fields(most_pixels: int) -> Mapping[str, st.SearchStrategy[Fields]]:
    """Give how transforms are built of which nothing but their fields is known, by kind."""
    found = {}
    for name, model in kinds(_TRANSFORMS).items():
        known = is_own(model) or model.strategy is not None or name in images.TRANSFORMS
        fields = None if known else derive(model, lambda _group: NOTHING, most_pixels=most_pixels)
        if fields is not None and not fields.is_empty:
            found[name] = fields
    return found
