"""Task specs as frozen pydantic models, one part per file; nothing is drawn here.

Handed on is what the author of a new kind needs: the base classes of the groups, fields with units, and the errors that
validators raise.
"""

from envspecs.specs.base import (
    MAX_BYTES,
    Kind,
    LossKind,
    MotionKind,
    SensorKind,
    SpaceKind,
    SpecPart,
    TaskKind,
    refusal,
    refusals,
)
from envspecs.specs.fields import MAX_SIDE, Directory, Flag, Length, Name, Pair, Position, SensorPixels, Side

__all__ = [
    "MAX_BYTES",
    "MAX_SIDE",
    "Directory",
    "Flag",
    "Kind",
    "Length",
    "LossKind",
    "MotionKind",
    "Name",
    "Pair",
    "Position",
    "SensorKind",
    "SensorPixels",
    "Side",
    "SpaceKind",
    "SpecPart",
    "TaskKind",
    "refusal",
    "refusals",
]
