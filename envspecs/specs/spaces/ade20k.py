"""ADE20K."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.fields import Flag
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["ADE20KSpec"]


class ADE20KSpec(LoadedSpaceKind):
    """ADE20K: pictures of scenes, whose category is the class, with the object that each pixel shows."""

    runtime: ClassVar[str] = "imagespaces.loaded:ADE20K"
    format: ClassVar[str] = "imagespaces.loaded.ade20k:ADE20KFormat"
    kind: Literal["ade20k"] = Field(description="ADE20K, pictures of scenes in colour; parts train and val.")
    annotations: Literal["150", "objects"] = Field(
        "150",
        description="Which classes pixels are of: the 150 of the scene parsing benchmark, or all objects of the full "
        "data set; each comes in a directory of its own.",
    )
    masks: Flag = Field(
        default=True, description="Whether the classes of pixels are read; without them pictures load faster."
    )
