"""Scenes of named objects."""

from __future__ import annotations

import math
import re
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, Strict

from envspecs.specs.choices import AnyRelation, Choice
from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import Channels, Flag, NamedMap, Pair, Side
from envspecs.specs.scenes.colors import Color
from envspecs.specs.scenes.forms import MapOf
from envspecs.specs.scenes.objects import DistractorsSpec, ObjectName, SceneObjectSpec
from envspecs.specs.varied import Partition, Transforms, VariedSpaceKind, parts_of

__all__ = ["SceneSpec"]

_QUICK = 1 << 24
"""Pixels that are drawn in a moment: the images of all states are told apart."""

_MOST_TOLD_APART = 4096
"""States; of more they are not told apart."""

Cells: TypeAlias = Annotated[int, Strict(), Field(ge=1, le=64, json_schema_extra={"unit": "cells"})]


class SceneSpec(VariedSpaceKind):
    """Named objects, whose shapes, sizes, places, angles, colours, textures and depths vary as is said.

    Objects without a place are placed: without `overlap` in distinct cells of a grid. Each of their attributes that
    varies is a factor, as `ball.color`. The class is one of the finite factors, or a relation among the objects.
    """

    runtime: ClassVar[str] = "imagespaces.generated.scene:Scene"
    kind: Literal["scene"] = Field(description="Named objects, placed so that they can be seen.")
    objects: Annotated[dict[ObjectName, SceneObjectSpec], NamedMap(), Field(max_length=64)] = Field(
        {}, description="The objects by name; of two of one depth the later one is drawn over the earlier one."
    )
    distractors: DistractorsSpec | None = Field(None, description="Other objects, by number, drawn over the others.")
    background: Color = Field("black", description="The colour behind everything; what varies is `background`.")
    overlap: Flag = Field(default=False, description="Whether objects may hide each other.")
    cells: Annotated[tuple[Cells, Cells], Pair()] | None = Field(
        None, description="Rows and columns of the grid that objects are placed in; if left out, as fits."
    )
    label: Annotated[FactorName | AnyRelation | None, MapOf(Choice("imagespaces.relations"))] = Field(
        None, description="What the class is: a finite factor, as `ball.color`, or a relation."
    )
    height: Side = Field(64, description="Rows of the image.")
    width: Side = Field(64, description="Columns of the image.")
    channels: Channels = Field(
        3, description="1 for gray, 3 for red, green and blue.", json_schema_extra={"unit": "channels"}
    )
    transforms: Transforms = ()
    partition: Partition = None

    @property
    def image_shape(self) -> tuple[int, int, int]:
        """The height, width and channels of the images."""
        return self.height, self.width, self.channels

    @property
    def split_names(self) -> tuple[str, ...]:
        """The whole, and the splits of the partition."""
        return parts_of(self.partition)

    @property
    def quick(self) -> bool:
        """Whether not too many images are to be told apart."""
        states = 0 if self.distractors else math.prod(each.states for each in self.objects.values())
        return (states if states <= _MOST_TOLD_APART else 0) * self.height * self.width <= _QUICK

    def culprit(self, error: str) -> tuple[str, ...]:
        """Give the object that an error names, or all where it speaks of their number."""
        if re.match(r"\d+ objects ", error):
            return ("cells" if self.cells else "objects" if self.objects else "distractors",)
        named = re.match(r"(?:([xy]) of )?object '([^']+)'", error)
        if named is None:
            return ()
        axis, name = named.groups()
        return ("objects", name, *filter(None, [axis])) if name in self.objects else ("distractors",)
