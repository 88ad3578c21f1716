"""Looking at what is asked for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Strict, StringConstraints, model_validator

from envspecs.specs.base import SensorKind, TaskKind, refusals
from envspecs.specs.factor_values import FactorName
from envspecs.specs.fields import Distinct, Flag, Pair

__all__ = ["FindSpec"]


class FindSpec(TaskKind):
    """The episode ends when what is asked for is in view; nothing is predicted.

    What may be asked for are the objects of a scene, by name; the classes of pixels, where masks tell of them; or the
    one object that a mask shows, which needs no name.
    """

    runtime: ClassVar[str] = "envspecs.tasks:Find"
    kind: Literal["find"] = Field(description="Look at what is asked for.")
    names: (
        Annotated[
            tuple[Annotated[str, StringConstraints(min_length=1, max_length=200)], ...], Field(min_length=1), Distinct()
        ]
        | None
    ) = Field(None, description="What may be asked for; left out, all there is but the background.")
    place: Annotated[tuple[FactorName, FactorName], Pair()] | None = Field(
        None,
        description="Two factors with the pixel of the object's centre [x, y], of which the first is 0; left out, "
        "names or masks tell where things are.",
    )
    share: Annotated[float, Strict(), Field(gt=0, le=1, json_schema_extra={"unit": "share"})] | None = Field(
        None,
        description="How much of a thing must be in view, or of what could be where it is larger than the view; left "
        "out, its centre.",
    )
    shown: Flag = Field(default=False, description="Whether it is observed what the thing looks like, too.")
    bonus: Annotated[float, Strict(), Field(ge=0, le=1e6, json_schema_extra={"unit": "reward"})] = Field(
        1.0, description="The reward for finding it."
    )

    @model_validator(mode="after")
    def _has_a_name_or_a_place(self) -> FindSpec:
        if self.names is not None and self.place is not None:
            found = f"found names beside {list(self.place)}"
            raise refusals(self, place=f"what has a place has no name: {found}, allowed is one of the two")
        return self

    def sensor_misfit(self, sensor: SensorKind, image_shape: tuple[int, int, int]) -> str | None:
        """Say that the sensor can't show the thing, since it can't tell what it would see elsewhere."""
        if not self.shown or sensor.coverage(image_shape) is not None:
            return None
        found = f"found a sensor of kind {sensor.kind!r}"
        return (
            f"nothing to be seen elsewhere: {found}, allowed is one that looks at places of the image, or shown: false"
        )
