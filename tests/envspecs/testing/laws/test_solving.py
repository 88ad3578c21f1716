from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

import envspecs
from envspecs.parts import Lanes
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from envspecs.testing.laws.solving import oracles_are_right, truth_can_be_seen
from tests.envspecs.testing.faults import SPEC, Fault, caught, expect_caught, spoilt


class Blind(Glimpse):
    """Sees white all over."""

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        seen = super().observe(lanes)
        return seen | {"glimpse": np.ones_like(seen["glimpse"])}


class Liar(Classification):
    """Tells the oracle the other class."""

    def oracle(self) -> NDArray[np.float32]:
        return super().oracle()[:, ::-1].copy()


class Shy(Classification):
    """Tells the oracle a share rather than a prediction."""

    def oracle(self) -> NDArray[np.float32]:
        surest: NDArray[np.float32] = super().oracle().max(axis=1)
        return surest


test_caught = caught(
    Fault(truth_can_be_seen, spoilt(sensor=Blind), "whose truths are 0 and 1, look the same everywhere"),
    Fault(oracles_are_right, spoilt(task=Liar), "step 1: the oracle loses ["),
    Fault(oracles_are_right, spoilt(task=Shy), "the oracle's predictions of step 1 are not in Box"),
)


def test_a_sensor_that_sees_one_point_alone_is_caught() -> None:
    point = SPEC.override({"sensor.size": [1, 1], "sensor.scale": 7.0, "space.gradient": False})
    expect_caught(Fault(truth_can_be_seen, spoilt(spec=point), "look the same everywhere"))


def test_spaces_of_more_instances_than_are_looked_at() -> None:
    truth_can_be_seen(envspecs.load("DoubleCircleSquare-s20-nograd-v0"))
