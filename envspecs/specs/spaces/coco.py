"""COCO."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.fields import Flag
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["COCOSpec"]


class COCOSpec(LoadedSpaceKind):
    """COCO: photographs of everyday scenes, with the objects in them; the class is that of the largest one."""

    runtime: ClassVar[str] = "imagespaces.loaded:COCO"
    format: ClassVar[str] = "imagespaces.loaded.coco:COCOFormat"
    kind: Literal["coco"] = Field(description="COCO, photographs in colour; parts train and val.")
    year: Literal[2014, 2017] = Field(2017, description="Which of the two divisions of the pictures.")
    annotations: Literal["instances", "panoptic"] = Field(
        "instances",
        description="What tells of the pictures: outlines of objects, or maps of all pixels, of things and stuff.",
    )
    label_from: Literal["largest"] | None = Field(
        "largest",
        description="Whether the class is that of the largest object, so that pictures without one are left out; "
        "null for no classes and all pictures.",
    )
    masks: Flag = Field(
        default=True,
        description="Whether the classes of pixels are read; without them pictures load faster, and pycocotools is not "
        "needed.",
    )
