"""At what resolution pixels are predicted."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from envspecs.specs.base import MAX_BYTES
from envspecs.specs.fields import Pair, SensorPixels
from envspecs.specs.scored import ScoredTask

__all__ = ["PixelTask"]


class PixelTask(ScoredTask):
    """A task whose predictions tell something of every pixel, or of larger ones."""

    size: Annotated[tuple[SensorPixels, SensorPixels], Pair()] | None = Field(
        None,
        description="Rows and columns of the prediction, [height, width]; as many as the image has where left out.",
        json_schema_extra={"unit": "pixels"},
    )

    def misfit(self, image_shape: tuple[int, int, int]) -> str | None:
        """Say that predictions are larger than images, or hold too much."""
        height, width = self.size or image_shape[:2]
        found = f"found {height} × {width}"
        if height > image_shape[0] or width > image_shape[1]:
            return f"larger than the image: {found}, allowed is up to {image_shape[0]} × {image_shape[1]}"
        needed = 4 * height * width * self.values_per_pixel(image_shape[2])
        if needed > MAX_BYTES:
            return f"too large: {found}, which takes {needed >> 20} MiB, allowed is up to {MAX_BYTES >> 20} MiB"
        return None

    def values_per_pixel(self, channels: int) -> int:
        """Give how many numbers are predicted for each pixel, at least."""
        return channels
