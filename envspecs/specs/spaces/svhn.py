"""The Street View House Numbers."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["SvhnSpec"]


class SvhnSpec(LoadedSpaceKind):
    """The Street View House Numbers, cropped: digits in photographs, 32 × 32 in colour, in their MATLAB files."""

    runtime: ClassVar[str] = "imagespaces.loaded:Svhn"
    format: ClassVar[str] = "imagespaces.loaded.svhn:SvhnFormat"
    kind: Literal["svhn"] = Field(description="House numbers, 32 × 32 in colour; parts train, test and extra.")
