"""MNIST and its relatives."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.fields import Flag
from envspecs.specs.loaded import LoadedSpaceKind
from imagespaces.names import IdxName

__all__ = ["IdxSpec"]


class IdxSpec(LoadedSpaceKind):
    """MNIST, Fashion-MNIST, Kuzushiji-MNIST and EMNIST: 28 × 28 in gray, in their original files, packed or not."""

    runtime: ClassVar[str] = "imagespaces.loaded:Idx"
    format: ClassVar[str] = "imagespaces.loaded.idx:IdxFormat"
    kind: Literal["idx"] = Field(description="MNIST and its relatives, 28 × 28 in gray; parts train and test.")
    dataset: IdxName = Field(description="Which data set, and which split of EMNIST.")
    checksums: Flag = Field(
        default=True, description="Whether packed files are compared with the checksums that Fashion-MNIST publishes."
    )
