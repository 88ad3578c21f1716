"""Pictures of episodes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import ALL, Core

__all__ = ["Recorder"]


class Recorder:
    """What pictures of an episode need beside its present state: where was looked, and how good the predictions were.

    Only environments that render have one. It holds five numbers per lane and step.

    Args:
        core: The episodes.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._boxes = np.zeros((core.lanes, core.rules.max_steps, 4))
        self._qualities = np.zeros((core.lanes, core.rules.max_steps))

    def look(self) -> NDArray[np.float64]:
        """Give what is looked at before a step, ``[B, 4]``."""
        return self._core.sensor.boxes(ALL)

    def record(self, looked_at: NDArray[np.float64]) -> None:
        """Keep what was looked at before the step just taken, and how good the prediction in it was."""
        steps = np.minimum(self._core.times, self._boxes.shape[1]) - 1
        lanes = np.arange(self._core.lanes)
        self._boxes[lanes, steps] = looked_at
        self._qualities[lanes, steps] = self._core.task.quality(ALL)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give a copy of what was recorded."""
        return {"boxes": self._boxes.copy(), "qualities": self._qualities.copy()}

    def restore(self, state: Mapping[str, NDArray[Any]] | None) -> None:
        """Go back to what was recorded in a state, or forget everything if nothing was."""
        self._boxes[...] = state["boxes"] if state else 0.0
        self._qualities[...] = state["qualities"] if state else 0.0

    def frames(self) -> tuple[NDArray[np.uint8], ...]:
        return ()
