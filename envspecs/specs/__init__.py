"""Task specs as frozen pydantic models, one part per file; nothing is drawn here.

Handed on is what the author of a new kind needs: the base classes of the groups, fields with units, and the errors that
validators raise.
"""

from envspecs.specs.base import (
    MAX_BYTES,
    BuiltPart,
    Kind,
    LossKind,
    MotionKind,
    PartitionKind,
    RelabellingKind,
    RelationKind,
    SensorKind,
    ShapeKind,
    SpaceKind,
    SpecPart,
    TaskKind,
    TransformKind,
    refusal,
    refusals,
)
from envspecs.specs.fields import (
    MAX_SIDE,
    Directory,
    Distinct,
    Flag,
    Length,
    Name,
    Pair,
    Position,
    SensorPixels,
    Share,
    Side,
)
from envspecs.specs.ranges import Range, Within

__all__ = [
    "MAX_BYTES",
    "MAX_SIDE",
    "BuiltPart",
    "Directory",
    "Distinct",
    "Flag",
    "Kind",
    "Length",
    "LossKind",
    "MotionKind",
    "Name",
    "Pair",
    "PartitionKind",
    "Position",
    "Range",
    "RelabellingKind",
    "RelationKind",
    "SensorKind",
    "SensorPixels",
    "ShapeKind",
    "Share",
    "Side",
    "SpaceKind",
    "SpecPart",
    "TaskKind",
    "TransformKind",
    "Within",
    "refusal",
    "refusals",
]
