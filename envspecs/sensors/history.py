"""All glimpses so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.spaces import Box
from gymnasium.vector.utils import batch_space

from envspecs.sensors.wrapped import Wrapped, fresh

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gymnasium.spaces import Space
    from numpy.typing import NDArray

    from envspecs.parts import Lanes, Sensor
    from imagespaces.bank import Gallery
    from imagespaces.draws import Draws

__all__ = ["History"]

_GLIMPSE, _POSITION, _SCALE, _BOXES = "glimpse", "glimpse_pos", "glimpse_scale", "glimpse_boxes"


class History(Wrapped):
    """Adds to the observation all glimpses of the episode so far, the first first, and room for those to come.

    Of an episode of up to T steps there are T + 1 looks: one at the reset, and one after each step.

    - ``history`` ``[T + 1, h, w, C]``: the glimpses as they were observed, noise and all; 0 of those to come;
    - ``history_pos`` ``[T + 1, A]``: where they were, ``glimpse_pos``, and of sensors that zoom ``glimpse_scale``
      behind it; 0 of those to come;
    - ``history_boxes`` ``[T + 1, G², 4]``, of sensors that observe ``glimpse_boxes``: the patches of each; 0 likewise;
    - ``history_mask``, uint8 ``[T + 1]``: 1 for glimpses still to come, 0 for those that were seen.

    With ``zoom`` these are the observations of AdaGlimpse (Pardyl et al., ECCV 2024).

    Args:
        sensor: What is looked through; it observes ``glimpse`` and ``glimpse_pos``.
        gallery: The pictures on show.
        max_steps: The most steps of an episode, T.

    Raises:
        ValueError: If the sensor does not observe these.
    """

    def __init__(self, sensor: Sensor, gallery: Gallery, max_steps: int) -> None:
        super().__init__(sensor)
        spaces, lanes, looks = sensor.observation_spaces, len(gallery.rows), max_steps + 1
        if not {_GLIMPSE, _POSITION} <= spaces.keys():
            raise ValueError(
                f"a history takes a sensor that observes {_GLIMPSE} and {_POSITION}, got one of {sorted(spaces)}"
            )
        kept = [key for key in (_GLIMPSE, _POSITION, _SCALE, _BOXES) if key in spaces]
        self._kept = {key: np.zeros((lanes, looks, *(spaces[key].shape or ())), spaces[key].dtype) for key in kept}
        self._steps = np.zeros(lanes, np.int64)
        self._every, self._looks = np.arange(lanes), np.arange(looks)
        self.limits: Mapping[str, tuple[float, float]] = {
            **sensor.limits,
            **{_named(key): _range(spaces[key]) for key in kept},
            "history_step": (0, max_steps),
        }
        self.observation_spaces: Mapping[str, Space[Any]] = {
            **spaces,
            "history": batch_space(spaces[_GLIMPSE], looks),
            "history_pos": _poses([spaces[key] for key in (_POSITION, _SCALE) if key in spaces], looks),
            **({"history_boxes": batch_space(spaces[_BOXES], looks)} if _BOXES in spaces else {}),
            "history_mask": Box(0, 1, (looks,), np.uint8),
        }

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Begin episodes in some lanes, of which nothing was seen yet."""
        self._sensor.reset(lanes, draws, options)
        self._steps[lanes] = 0
        for kept in self._kept.values():
            kept[lanes] = 0

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Move all lanes by actions ``[B, …]``; give the efforts ``[B]``."""
        self._steps += 1
        return self._sensor.move(actions)

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give what the sensor observes, and the history of it, ``[b, …]`` each."""
        seen, steps = self._sensor.observe(lanes), self._steps[lanes]
        rows = self._every[lanes]
        for key, kept in self._kept.items():
            kept[rows, steps] = seen[key]
        seen["history"] = fresh(self._kept[_GLIMPSE], lanes)
        seen["history_pos"] = self._observed_poses(lanes)
        if _BOXES in self._kept:
            seen["history_boxes"] = fresh(self._kept[_BOXES], lanes)
        seen["history_mask"] = (self._looks > steps[:, None]).astype(np.uint8)
        return seen

    def _observed_poses(self, lanes: Lanes) -> NDArray[Any]:
        if _SCALE not in self._kept:
            return fresh(self._kept[_POSITION], lanes)
        return np.concatenate((self._kept[_POSITION][lanes], self._kept[_SCALE][lanes][..., None]), axis=2)

    def state(self) -> dict[str, NDArray[Any]]:
        """Give what changes of the sensor, the glimpses and where they were, ``[B, T + 1, …]``, and the steps."""
        kept = {_named(key): kept for key, kept in self._kept.items()}
        return {**self._sensor.state(), **kept, "history_step": self._steps}


def _named(key: str) -> str:
    """Give what a part of the observation is called when it is history."""
    return key.replace(_GLIMPSE, "history", 1)


def _range(space: Space[Any]) -> tuple[float, float]:
    """Give the least and the greatest value of a Box."""
    return float(getattr(space, "low").min()), float(getattr(space, "high").max())  # noqa: B009 - of boxes alone


def _poses(spaces: list[Space[Any]], looks: int) -> Box:
    """Give the space of positions, and of scales behind them, of so many looks."""
    low, high = (np.concatenate([np.atleast_1d(getattr(space, end)) for space in spaces]) for end in ("low", "high"))
    return Box(np.tile(low, (looks, 1)), np.tile(high, (looks, 1)), dtype=np.float32)
