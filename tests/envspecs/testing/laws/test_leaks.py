from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.sensors import Glimpse
from envspecs.testing.laws.leaks import (
    nothing_is_left_after_automatic_resets,
    nothing_is_left_after_masks,
    nothing_is_left_after_resets,
)
from tests.envspecs.testing.faults import SPEC, Fault, caught, spoilt


class Haunted(Glimpse):
    """Shows the brightest of all that it ever saw."""

    def observe(self, lanes: Any) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        kept = self.__dict__.setdefault("_kept", np.zeros((len(self._positions), *seen["glimpse"].shape[1:])))
        kept[lanes] = np.maximum(kept[lanes], seen["glimpse"])
        return seen | {"glimpse": kept[lanes].astype(np.float32)}


class Clinging(Core):
    """Shows the instance that was given once in later episodes too."""

    def begin(self, lanes: NDArray[np.intp], options: Mapping[str, NDArray[Any]] | None = None) -> None:
        self._given = options or {name: values[lanes] for name, values in getattr(self, "_given", {}).items()}
        super().begin(lanes, self._given)


test_caught = caught(
    Fault(nothing_is_left_after_resets, spoilt(sensor=Haunted), "the second episode (NextStep) after other actions"),
    Fault(nothing_is_left_after_resets, spoilt(core=Clinging), "after another image, beside that after some"),
    Fault(nothing_is_left_after_automatic_resets, spoilt(sensor=Haunted), "after other actions, beside that"),
    Fault(nothing_is_left_after_masks, spoilt(sensor=Haunted), "the second episode (NextStep) after "),
    Fault(nothing_is_left_after_masks, spoilt(core=Clinging), "the second episode (NextStep) after another image"),
)


def test_sensors_that_remember_forget_between_episodes() -> None:
    for memory in ("canvas", "history"):
        remembering = SPEC.override({"sensor.memory": memory})
        nothing_is_left_after_resets(remembering)
        nothing_is_left_after_automatic_resets(remembering)
        nothing_is_left_after_masks(remembering)
