"""ImageNet."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["ImageNetSpec"]


class ImageNetSpec(LoadedSpaceKind):
    """ImageNet's thousand classes, or any pictures that lie in a folder for each class, to train on and to validate."""

    runtime: ClassVar[str] = "imagespaces.loaded:ImageNet"
    format: ClassVar[str] = "imagespaces.loaded.imagenet:ImageNetFormat"
    kind: Literal["imagenet"] = Field(description="ImageNet, in colour, of any size; parts train and val.")
