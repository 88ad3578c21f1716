"""CIFAR-10 and CIFAR-100."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator

from envspecs.specs.base import refusals
from envspecs.specs.loaded import LoadedSpaceKind

__all__ = ["CifarSpec"]


class CifarSpec(LoadedSpaceKind):
    """CIFAR-10 and CIFAR-100: 32 × 32 in colour, binary or for Python, in the directories that their archives hold."""

    runtime: ClassVar[str] = "imagespaces.loaded:Cifar"
    format: ClassVar[str] = "imagespaces.loaded.cifar:CifarFormat"
    kind: Literal["cifar"] = Field(description="CIFAR-10 or CIFAR-100, 32 × 32 in colour; parts train and test.")
    dataset: Literal["cifar10", "cifar100"] = Field(description="Which of the two.")
    level: Literal["fine", "coarse"] = Field(
        "fine", description="Whether classes are the 10 or 100 classes, or CIFAR-100's 20 superclasses."
    )

    @model_validator(mode="after")
    def _superclasses_are_those_of_cifar100(self) -> CifarSpec:
        if self.dataset == "cifar10" and self.level == "coarse":
            raise refusals(self, level="no such classes: found 'coarse', allowed for cifar10 is 'fine'")
        return self
