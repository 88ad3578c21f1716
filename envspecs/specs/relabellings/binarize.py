"""Two classes in place of many."""

from __future__ import annotations

import pkgutil
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from envspecs.specs.base import RelabellingKind, refusals
from envspecs.specs.fields import AnyClass, Distinct
from envspecs.specs.streams import Stream

__all__ = ["BinarizeSpec"]

_MISFIT = "imagespaces.loaded.relabelling.binarize:misfitting"


class BinarizeSpec(RelabellingKind):
    """Makes two classes of many.

    With `merge` every class goes into one of two: half of them, drawn, are class 0, the others class 1; or those that
    are named are class 1, all others class 0. With `select_two` two are left: the two named, or two that are drawn.
    With `random` every picture is of one or the other at random.
    """

    runtime: ClassVar[str] = "imagespaces.loaded.relabelling:Binarize"
    kind: Literal["binarize"] = Field(description="Two classes in place of many.")
    method: Literal["merge", "select_two", "random"] = Field(
        description="Whether all classes are merged to two, two of them are left, or pictures are given one at random."
    )
    classes: Annotated[tuple[AnyClass, ...], Field(min_length=1), Distinct()] | None = Field(
        None, description="With merge those that become class 1, with select_two class 0 and 1; drawn where left out."
    )
    stream: Stream = 0

    @model_validator(mode="after")
    def _as_many_classes_as_the_method_takes(self) -> BinarizeSpec:
        count = 0 if self.classes is None else len(self.classes)
        allowed = pkgutil.resolve_name(_MISFIT)(self.method, count) if count else None
        if allowed:
            raise refusals(self, classes=f"number of classes: found {count}, allowed is {allowed}")
        return self
