"""Telling where in the image something was seen."""

from __future__ import annotations

import math
from typing import ClassVar, Literal

from pydantic import Field

from envspecs.specs.base import SensorKind
from envspecs.specs.choices import AnyLoss
from envspecs.specs.losses.squared_error import SquaredErrorSpec
from envspecs.specs.scored import ScoredTask

__all__ = ["LocalizationSpec"]

_FINEST = 0.2  # how far candidates are apart, of what a glimpse covers
_MOST = 10_000  # candidates
_MOST_BYTES = 256 << 20


class LocalizationSpec(ScoredTask):
    """A prediction is a position (x, y) in [−1, 1]; the truth is where the sensor would see the patch that is shown."""

    runtime: ClassVar[str] = "envspecs.tasks:Localization"
    predicts: ClassVar[str] = "numbers"
    kind: Literal["localization"] = Field(description="Tell where in the image a patch is that is shown.")
    targets: Literal["distinctive", "uniform"] = Field(
        "distinctive",
        description="Whether a target is drawn among the places that look least like any other, or anywhere.",
    )
    loss: AnyLoss = Field(SquaredErrorSpec(kind="squared_error"), description="How a prediction is scored.")

    def sensor_misfit(self, sensor: SensorKind, image_shape: tuple[int, int, int]) -> str | None:
        """Say that the sensor can't tell what it would see elsewhere, or that places look the same or are too many."""
        coverage = sensor.coverage(image_shape)
        if coverage is None:
            found = f"found a sensor of kind {sensor.kind!r}"
            return f"nothing to be seen elsewhere: {found}, allowed is one that looks at places of the image"
        if not all(map(math.isfinite, coverage)):
            fills = "width" if math.isinf(coverage[0]) else "height"
            found = f"found glimpses that fill the image's {fills}"
            return f"places look the same: {found}, allowed are smaller ones"
        return None if self.targets == "uniform" else _too_much(coverage, sensor.glimpse_shape(image_shape))


def _too_much(coverage: tuple[float, float], glimpse: tuple[int, int, int] | None) -> str | None:
    """Say that there are too many places to be compared, or that what is seen there takes too much memory."""
    columns, rows = (math.ceil(2 / (_FINEST * each)) for each in coverage)
    if columns * rows > _MOST:
        found = f"found {columns} × {rows} candidates, a fifth of a glimpse apart"
        return f"too many places to compare: {found}, allowed are {_MOST}, or larger glimpses, or uniform targets"
    needed = 8 * columns * rows * math.prod(glimpse or ())
    if needed > _MOST_BYTES:
        found = f"found {columns} × {rows} glimpses of {' × '.join(map(str, glimpse or ()))}"
        allowed = f"allowed is up to {_MOST_BYTES >> 20} MiB, or uniform targets"
        return f"too much to compare: {found}, which take {needed >> 20} MiB, {allowed}"
    return None
