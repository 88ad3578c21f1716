"""Tiny ImageNet."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["TinyImageNetSpec"]


class TinyImageNetSpec(LoadedSpaceKind):
    """Tiny ImageNet: 200 classes at 64 × 64, in the directory that its archive unpacks to."""

    runtime: ClassVar[str] = "imagespaces.loaded:TinyImageNet"
    format: ClassVar[str] = "imagespaces.loaded.tiny_imagenet:TinyImageNetFormat"
    kind: Literal["tiny_imagenet"] = Field(description="Tiny ImageNet, 64 × 64 in colour; parts train and val.")
