"""Images of one of several spaces."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict

from envspecs.specs.base import SpaceKind
from envspecs.specs.composed import ChildName, Children, ComposedSpaceKind, shared_parts
from envspecs.specs.fields import NamedMap

__all__ = ["MixtureSpec"]

_Weight = Annotated[float, Strict(), Field(ge=0, le=1e9, json_schema_extra={"unit": "weight"})]


class MixtureSpec(ComposedSpaceKind):
    """Each image is of one of several spaces, which the factor `component` tells.

    Its splits are those that all the spaces have. Factors begin with the name of their space: `left.sides`.
    """

    runtime: ClassVar[str] = "imagespaces.combined:Mixture"
    kind: Literal["mixture"] = Field(description="Each image is of one of several spaces.")
    spaces: Children = Field(description="The spaces by name, of one shape.")
    weights: Annotated[dict[ChildName, _Weight], NamedMap()] | None = Field(
        None, description="For each space its chance; in proportion to the numbers of states where left out."
    )
    label_from: Literal["component", "spaces"] | None = Field(
        None, description="Whether the class is the space, or the image's class there; without classes where left out."
    )

    @property
    def children(self) -> Collection[SpaceKind]:
        """The spaces that are mixed."""
        return self.spaces.values()

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """That of the first space."""
        return next(iter(self.children)).image_shape

    @property
    def split_names(self) -> tuple[str, ...]:
        """Those that all the spaces have."""
        return shared_parts(self.children)
