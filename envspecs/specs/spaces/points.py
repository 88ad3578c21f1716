"""Continuous states, and cells of grids, as places in an image."""

from __future__ import annotations

import itertools
import math
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import Field, Strict, StringConstraints

from envspecs.specs.factor_values import FactorName, FactorNumber
from envspecs.specs.fields import MAX_SIDE, Channels, Flag, NamedMap, Pair, Share, Side
from envspecs.specs.ranges import Range, Within
from envspecs.specs.varied import Partition, Transforms, VariedSpaceKind, parts_of

__all__ = ["PointsSpec"]

_QUICK = 1 << 23
"""Pixels that are drawn in a moment: the images of all cells are told apart."""

_MOST = 1e6

Coordinate: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=100)]
Panel: TypeAlias = Annotated[tuple[Coordinate, ...], Field(min_length=1, max_length=2)]
Ends: TypeAlias = Annotated[tuple[FactorNumber, FactorNumber], Pair()]
Box: TypeAlias = Annotated[dict[Coordinate, Ends], NamedMap(), Field(min_length=1)]
Cells: TypeAlias = Annotated[int, Strict(), Field(ge=1, le=256, json_schema_extra={"unit": "cells"})]
Pixels: TypeAlias = Annotated[float, Strict(), Field(ge=0, le=MAX_SIDE, json_schema_extra={"unit": "pixels"})]
Radius: TypeAlias = Annotated[float, Strict(), Field(ge=1, le=MAX_SIDE, json_schema_extra={"unit": "pixels"})]
Deviation: TypeAlias = Annotated[Range, Within(1e-6, _MOST, "as the coordinate")]
RegionName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_ -]*$", max_length=100)]
Drawn: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(ground|line|region|agent|uncertainty|target)$")]
Color: TypeAlias = (
    Annotated[str, StringConstraints(pattern=r"^([a-z]+|#[0-9a-f]{6})$")]
    | Annotated[tuple[Share, ...], Field(min_length=3, max_length=3)]
)


class PointsSpec(VariedSpaceKind):
    """A disc, the agent, where the coordinates of a state say; with a target, regions, a grid and its uncertainty.

    Each coordinate is a factor of its name. Standard deviations that are drawn are factors as `x.deviation`, and a
    correlation that is drawn is `x_y.correlation`. All that is drawn is inside of the frame.
    """

    runtime: ClassVar[str] = "imagespaces:Points"
    kind: Literal["points"] = Field(description="Continuous states, or cells of a grid, as places in an image.")
    panels: Annotated[tuple[Panel, ...], Field(min_length=1, max_length=16)] = Field(
        (("x", "y"),), description="The coordinates of each panel: one, from left to right, or two, also downward."
    )
    bounds: Ends | Box = Field((-1, 1), description="[low, high] of all coordinates, or a map with those of each.")
    height: Side = Field(100, description="Rows of the image.")
    width: Side = Field(100, description="Columns of the image, shared out evenly among the panels.")
    radius: Radius = Field(5.0, description="The agent's radius.")
    target: Annotated[dict[Coordinate, FactorNumber], NamedMap(), Field(min_length=1)] | None = Field(
        None, description="Where the target is: the coordinates of one panel. It lies over the agent."
    )
    target_radius: Radius | None = Field(None, description="The target's radius; 0.6 of the agent's if left out.")
    on_top: Literal["target", "agent"] = Field("target", description="Which of the two may hide the other.")
    regions: Annotated[dict[RegionName, Box], NamedMap()] = Field(
        {}, description="Terminal regions: boxes of the coordinates of one panel, by name."
    )
    grid: Cells | Annotated[tuple[Cells, ...], Field(min_length=1)] | None = Field(
        None, description="Cells along all coordinates, or along each, with lines between them."
    )
    on_grid: Flag = Field(default=False, description="Whether states are the middles of the cells alone.")
    deviation: Deviation | Annotated[dict[Coordinate, Deviation], NamedMap(), Field(min_length=1)] | None = Field(
        None, description="The standard deviation that an ellipse shows, or a range of it, or a map for some panels."
    )
    correlation: Annotated[Range, Within(-0.95, 0.95, "correlation")] = Field(
        0.0, description="That of the two coordinates of a panel, or a range of it."
    )
    sigmas: Annotated[float, Strict(), Field(ge=0.1, le=100, json_schema_extra={"unit": "standard deviations"})] = (
        Field(2.0, description="How many standard deviations an ellipse shows.")
    )
    padding: Pixels = Field(0.0, description="What is left free on all sides besides.")
    channels: Channels = Field(
        3, description="1 for gray, 3 for red, green and blue.", json_schema_extra={"unit": "channels"}
    )
    colors: Annotated[dict[Drawn, Color], NamedMap()] = Field(
        {}, description="The colours of what is drawn: a name, '#rrggbb', or red, green and blue from 0 to 1."
    )
    transforms: Transforms = ()
    partition: Partition = None
    label: FactorName | None = Field(
        None, description="With on_grid the class: a coordinate, or 'region': the first one that the agent is in."
    )

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
        """Whether not too many images of cells are to be told apart."""
        if not self.on_grid:
            return True
        counts = itertools.chain(self.grid if isinstance(self.grid, tuple) else (), itertools.repeat(self._cells))
        states = (math.prod(itertools.islice(counts, len(panel))) for panel in self.panels)
        return max(states) * self.height * self.width <= _QUICK

    @property
    def _cells(self) -> int:
        return self.grid if isinstance(self.grid, int) else 1
