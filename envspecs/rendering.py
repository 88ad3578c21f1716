"""What pictures of episodes need beside their present state, and when it is looked at.

The drawing itself is in :mod:`envspecs.drawing`, which is imported when the first frame is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import ALL, Core
from envspecs.parts import Marked, Pictured, Zooming
from imagespaces import ImageSpace

if TYPE_CHECKING:
    from envspecs.drawing.scene import Scene

__all__ = ["KEPT", "Recorder"]

KEPT = 1024
"""The most glimpses of an episode that a frame shows, the latest: more would hide the image and cost memory."""


class Recorder:
    """What pictures of an episode need beside its present state: where was looked, and how good the predictions were.

    Only environments that render have one. It holds five numbers per lane and step, of at most :data:`KEPT` steps. It
    changes no episode and draws no random number.

    Args:
        core: The episodes.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._kept = min(core.rules.max_steps, KEPT)
        self._boxes = np.zeros((core.lanes, self._kept, 4))
        self._qualities = np.zeros((core.lanes, self._kept))
        self._is_cut_out = self._cuts_out()

    def look(self) -> NDArray[np.float64]:
        """Give what is looked at before a step, ``[B, 4]``."""
        return self._core.sensor.boxes(ALL)

    def record(self, looked_at: NDArray[np.float64]) -> None:
        """Keep what was looked at before the step just taken, and how good the prediction in it was."""
        places = (self._core.times - 1) % self._kept
        lanes = np.arange(self._core.lanes)
        self._boxes[lanes, places] = looked_at
        self._qualities[lanes, places] = self._core.task.quality(ALL)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give a copy of what was recorded."""
        return {"boxes": self._boxes.copy(), "qualities": self._qualities.copy()}

    def restore(self, state: Mapping[str, NDArray[Any]] | None) -> None:
        """Go back to what was recorded in a state, or forget everything if nothing was."""
        self._boxes[...] = state["boxes"] if state else 0.0
        self._qualities[...] = state["qualities"] if state else 0.0

    def frames(self) -> tuple[NDArray[np.uint8], ...]:
        """Draw the episode of each lane so far: uint8 ``[height, width, 3]`` each, all of one size, at every step."""
        from envspecs.drawing.frames import draw_scene  # noqa: PLC0415 - what draws need not be there to step

        return tuple(draw_scene(self._scene(lane)) for lane in range(self._core.lanes))

    def _scene(self, lane: int) -> Scene:
        from envspecs.drawing.scene import Scene  # noqa: PLC0415 - as above

        core = self._core
        lanes = np.array([lane])
        step = int(core.times[lane])
        visited, qualities = self._recorded(lane, step)
        prediction, truth = core.task.caption(lane)
        return Scene(
            image=core.gallery.pixels[core.gallery.rows[lane]],
            visited=visited,
            qualities=qualities,
            present=core.sensor.boxes(lanes)[0],
            prediction=prediction,
            truth=truth,
            right=self._is_right(lanes) if prediction else None,
            quality=float(core.task.quality(lanes)[0]),
            step=step,
            steps=min(core.rules.max_steps, core.rules.truncate_after or core.rules.max_steps),
            is_predicted=core.task.prediction_space is not None,
            pictures=self._pictures(lane),
            marks=core.task.marks(lane) if isinstance(core.task, Marked) else {},
        )

    def _pictures(self, lane: int) -> dict[str, NDArray[Any]]:
        """Give what is observed of the image, and what the task shows; nothing where the image shows all of that."""
        core, lanes = self._core, np.array([lane])
        told = core.task.pictures(lane) if isinstance(core.task, Pictured) else {}
        seen = core.sensor.observe(lanes)
        observed = {
            name.replace("_", " "): _shown(seen[name][0])
            for name, space in core.sensor.observation_spaces.items()
            if isinstance(space, ImageSpace)
        }
        return {**observed, **told} if told or len(observed) > 1 or not self._is_cut_out else {}

    def _cuts_out(self) -> bool:
        """Tell whether a glimpse is always what lies in the box, pixel by pixel."""
        sensor, channels = self._core.sensor, self._core.space.channels
        left, top, right, bottom = sensor.boxes(np.zeros(1, np.intp))[0].tolist()
        shape = (round(bottom - top, 6), round(right - left, 6), channels)  # of a box that is computed somewhere
        glimpse = sensor.observation_spaces.get("glimpse")
        return glimpse is None or (glimpse.shape == shape and not isinstance(sensor, Zooming))

    def _recorded(self, lane: int, step: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the boxes ``[k, 4]`` and qualities ``[k]`` of the latest steps, the earliest of them first."""
        places = np.arange(max(0, step - self._kept), step) % self._kept
        boxes = self._boxes[lane, places]
        known = boxes[:, 2] > boxes[:, 0]  # steps taken before a state was restored may be unknown
        return boxes[known], self._qualities[lane, places][known]

    def _is_right(self, lanes: NDArray[np.intp]) -> bool | None:
        """Tell whether the latest prediction is right: what a task reports as its ``accuracy``, if it reports that."""
        accuracy = self._core.task.metrics(lanes).get("accuracy")
        return None if accuracy is None else bool(accuracy[0] == 1.0)


def _shown(picture: NDArray[Any]) -> NDArray[Any]:
    """Give a picture as it can be shown: windows of several sizes, whose channels lie behind one another, in a row."""
    count = picture.shape[2]
    if count <= 3:
        return picture
    each = 3 if count % 3 == 0 else 1
    return np.concatenate([picture[:, :, first : first + each] for first in range(0, count, each)], axis=1)
