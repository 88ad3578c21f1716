"""Fields that hold one of the kinds of a group, plugins' included.

What a field may hold is looked up when a value is checked, so that the union is no older than the registry, kinds may
nest in one another, and an error's path holds keys of the file alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, TypeAlias

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, PydanticKnownError, core_schema

from envspecs.registry import GROUPS, kinds
from envspecs.specs.base import (
    Kind,
    LossKind,
    MotionKind,
    PartitionKind,
    RelabellingKind,
    RelationKind,
    SensorKind,
    ShapeKind,
    SpaceKind,
    TaskKind,
    TransformKind,
)

__all__ = [
    "CHOICE",
    "AnyLoss",
    "AnyMotion",
    "AnyPartition",
    "AnyRelabelling",
    "AnyRelation",
    "AnySensor",
    "AnyShape",
    "AnySpace",
    "AnyTask",
    "AnyTransform",
    "Choice",
]

CHOICE = "x-choice"
"""The keyword that stands for a union in the JSON Schema of one model, until the schema of all is put together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Marks a field that holds one of the kinds of a group.

    Args:
        group: A name in :data:`envspecs.registry.GROUPS`.
    """

    group: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Have pydantic ask :meth:`check` for every value."""
        return core_schema.with_info_plain_validator_function(self.check)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Leave the union to be put in by :mod:`envspecs.definitions`."""
        return {CHOICE: self.group}

    def check(self, value: Any, info: ValidationInfo) -> Kind:
        """Give the model that a map describes, or a model of the group as it is.

        Raises:
            ValidationError: If the map is not one of its kind.
            PydanticKnownError: If the value is no map.
            PydanticCustomError: If the map names no kind of the group.
        """
        if isinstance(value, GROUPS[self.group].base):
            return value
        if not isinstance(value, Mapping):
            raise PydanticKnownError("dict_type")
        model = kinds(self.group).get(_hashable(value.get("kind")))
        if model is None:
            raise PydanticCustomError(
                "kind_unknown" if "kind" in value else "kind_missing", "no kind of {group}", {"group": self.group}
            )
        return model.model_validate(value, context=info.context)


def _hashable(kind: object) -> str:
    return kind if isinstance(kind, str) else ""


AnySpace: TypeAlias = Annotated[SpaceKind, Choice("imagespaces.spaces")]
AnyTransform: TypeAlias = Annotated[TransformKind, Choice("imagespaces.transforms")]
AnyShape: TypeAlias = Annotated[ShapeKind, Choice("imagespaces.shapes")]
AnyRelabelling: TypeAlias = Annotated[RelabellingKind, Choice("imagespaces.relabellings")]
AnyRelation: TypeAlias = Annotated[RelationKind, Choice("imagespaces.relations")]
AnyPartition: TypeAlias = Annotated[PartitionKind, Choice("imagespaces.partitions")]
AnySensor: TypeAlias = Annotated[SensorKind, Choice("envspecs.sensors")]
AnyMotion: TypeAlias = Annotated[MotionKind, Choice("envspecs.motions")]
AnyTask: TypeAlias = Annotated[TaskKind, Choice("envspecs.tasks")]
AnyLoss: TypeAlias = Annotated[LossKind, Choice("envspecs.losses")]
