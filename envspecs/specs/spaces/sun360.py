"""SUN360."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["Sun360Spec"]


class Sun360Spec(LoadedSpaceKind):
    """SUN360's panoramas, twice as wide as high, or other pictures in folders, divided by lists or by folders."""

    runtime: ClassVar[str] = "imagespaces.loaded:Sun360"
    format: ClassVar[str] = "imagespaces.loaded.sun360:Sun360Format"
    kind: Literal["sun360"] = Field(description="SUN360, in colour, of any size; parts train and val.")
