"""Environments whose sensor or task is faulty in one thing each, as others were seen to be."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Lanes
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from envspecs.testing import laws
from tests.envspecs.testing.faults import SPEC
from tests.faults.fault import EnvironmentFault

__all__ = ["SENSING_FAULTS"]


class SquareOnly(Glimpse):
    """Takes every glimpse for as high as wide."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        side = self._size[0]
        return seen | {"glimpse": seen["glimpse"].reshape(-1, side, side, seen["glimpse"].shape[-1])}


class WholeScales(Glimpse):
    """Counts image pixels per sample in whole ones."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        samples = self._image_size // int(self._scale) if int(self._scale) else 1 // int(self._scale)
        assert np.all(samples)
        return seen


class OneStep(Glimpse):
    """Knows one length of steps, along both axes."""

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        length = np.unique(getattr(self._motion, "_max_step", 1.0)).item()
        assert length > 0
        return super().move(actions)


class Roomless(Glimpse):
    """Needs some room to move in."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        inverse = [1 / room for room in self._room.tolist()]
        assert inverse
        return super().observe(lanes)


class ThreeChannels(Glimpse):
    """Makes three channels of one."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"glimpse": seen["glimpse"][..., :1].repeat(3, axis=-1)}


class Smeared(Glimpse):
    """Looks through a buffer in which old patches stay, also after a reset."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        shape = len(self._positions), *seen["glimpse"].shape[1:]
        buffer = vars(self).setdefault("_buffer", np.zeros(shape, seen["glimpse"].dtype))
        buffer[lanes] = (seen["glimpse"] + buffer[lanes]) / 2
        return seen | {"glimpse": buffer[lanes].copy()}


class Blind(Glimpse):
    """Sees white all over."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"glimpse": np.ones_like(seen["glimpse"])}


class Shifted(Classification):
    """Tells a truth that is off by one from the one that it scores by."""

    def targets(self) -> NDArray[np.int64]:
        return (super().targets() + 1) % len(self._names)


SENSING_FAULTS: tuple[EnvironmentFault, ...] = (
    EnvironmentFault(laws.observations_fit, SquareOnly, "raised ValueError: cannot reshape array of size "),
    EnvironmentFault(
        laws.observations_fit, WholeScales, "raised ZeroDivisionError: ", SPEC.override({"sensor.scale": 0.5})
    ),
    EnvironmentFault(
        laws.observations_fit,
        OneStep,
        "raised ValueError: can only convert an array of size 1 ",
        SPEC.override({"sensor.motion.max_step": [0.1, 0.4]}),
    ),
    EnvironmentFault(
        laws.observations_fit,
        Roomless,
        "raised ZeroDivisionError: ",
        SPEC.override({"sensor.size": [SPEC.space.height, SPEC.space.width]}),  # type: ignore[attr-defined]
    ),
    EnvironmentFault(laws.observations_fit, ThreeChannels, "['glimpse'] is array("),
    EnvironmentFault(laws.episodes_are_replayed_alone, Smeared, "episode 2 of seed "),
    EnvironmentFault(
        laws.truth_can_be_seen, Blind, "look the same everywhere", SPEC.override({"space.gradient": False})
    ),
    EnvironmentFault(laws.losses_are_their_definition, Shifted, "the loss of "),
)
"""All of them, each with the law that must catch it."""
