"""What spaces have in common whose images can be transformed and divided, and that are tried while they are checked."""

from __future__ import annotations

import pkgutil
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from envspecs.specs.base import WHOLE, PartitionKind, SpaceKind, TransformKind, refusal, refusal_at
from envspecs.specs.choices import AnyPartition, AnyTransform

__all__ = ["BUILT", "Partition", "Transforms", "VariedSpaceKind", "parts_of"]

BUILT = "built"
"""Says, as the context of validation, that the space was built already, so that it need not be tried."""

_BUILDER = "envspecs.build:build"
"""What builds spaces, by name: specs import nothing of what is built of them."""


def _each_kind_once(transforms: tuple[TransformKind, ...]) -> tuple[TransformKind, ...]:
    kinds = [transform.kind for transform in transforms]
    for kind in kinds:
        if kinds.count(kind) > 1:
            raise refusal(f"a kind twice: found {kind} twice, allowed is each once, for its factors have its name")
    return transforms


Transforms: TypeAlias = Annotated[
    tuple[AnyTransform, ...],
    AfterValidator(_each_kind_once),
    Field(description="What is done to the images, in this order, each kind once."),
]
"""Seeded changes of the images."""

Partition: TypeAlias = Annotated[
    AnyPartition | None, Field(description="How the space is divided among named splits; not at all where left out.")
]
"""How a space is divided."""


def parts_of(partition: PartitionKind | None) -> tuple[str, ...]:
    """Give the names of all splits of a space that is divided in some way, or not at all."""
    return WHOLE, *(() if partition is None else partition.split_names)


class VariedSpaceKind(SpaceKind):
    """A space that is built while its spec is checked, where that is quick: so what does not fit has its line."""

    @model_validator(mode="after")
    def _can_be_built(self, info: ValidationInfo) -> VariedSpaceKind:
        error = _obstacle(self) if info.context != BUILT and self.quick else None
        if error is not None:
            path = self.culprit(error) or _blamed(self, error)
            raise refusal_at(path, error, self) if path else refusal(error)
        return self

    def culprit(self, error: str) -> tuple[str, ...]:  # noqa: ARG002 - for those who know better
        """Give the path of what to mend, where what keeps the space from being built tells; nothing where not."""
        return ()


def _obstacle(space: SpaceKind) -> str | None:
    """Say what keeps a space from being built."""
    try:
        pkgutil.resolve_name(_BUILDER)(space)
    except (TypeError, ValueError) as error:
        return str(error)
    return None


def _blamed(space: SpaceKind, error: str) -> tuple[str, ...]:
    """Name the field to mend: the one that the error begins with, or one without which there is none."""
    fields = type(space).model_fields
    named = error.split(maxsplit=1)[0]
    if named in fields:
        return (named,)
    without: dict[str, object] = {}
    for field, nothing in {"partition": None, "transforms": (), "label": None}.items():
        without |= {field: nothing} if field in fields else {}
        if field in fields and _obstacle(space.model_copy(update=without)) is None:
            return (field,)
    return ()
