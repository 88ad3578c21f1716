"""Which parts of the image glimpses show."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from envspecs.motions import Absolute
from envspecs.sensors import Foveated
from envspecs.sensors.pieces import Piecewise, one_piece
from tests.envspecs.sensors.lookers import KINDS, LANES, Looker, Pictures

PIECEWISE = {"zoom": 1, "area": 1, "foveated": 3}
"""Sensors that show more than what lies in their box, and how fine their finest pieces are."""


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_that_show_more_than_their_box_say_so(kind: str) -> None:
    sensor = Looker(kind).sensor
    assert isinstance(sensor, Piecewise) == (kind in PIECEWISE)
    assert getattr(sensor, "finest", 1) == PIECEWISE.get(kind, 1)


def test_other_glimpses_are_one_piece_over_their_box() -> None:
    looker = Looker("glimpse").begin()
    lanes = np.array([2, 0])
    glimpse = looker.see(lanes)["glimpse"]
    samples, boxes, fineness = one_piece(looker.sensor, glimpse, lanes)
    assert samples[:, 0].tolist() == glimpse.tolist()
    assert boxes[:, 0].tolist() == looker.sensor.boxes(lanes).tolist()
    assert fineness == (1,)


@pytest.mark.parametrize(("kind", "count"), [("zoom", 4), ("area", 9), ("foveated", 3)])
@pytest.mark.parametrize("lanes", [slice(None), np.array([1]), np.array([2, 0])])
def test_pieces_together_are_the_glimpse(kind: str, count: int, lanes: Any) -> None:
    looker = Looker(kind).begin()
    glimpse = looker.see(lanes)["glimpse"]
    samples, boxes, fineness = looker.sensor.pieces(glimpse, lanes)
    assert boxes.shape == (len(glimpse), count, 4)
    assert boxes.dtype == np.float64
    assert list(fineness) == sorted(fineness)
    assert len(fineness) == count
    assert max(fineness) == looker.sensor.finest
    assert np.sort(samples, axis=None).tolist() == np.sort(glimpse, axis=None).tolist()
    whole = looker.sensor.boxes(lanes)
    if kind != "foveated":
        assert boxes[..., :2].min(axis=1).tolist() == whole[:, :2].tolist()
        assert boxes[..., 2:].max(axis=1).tolist() == whole[:, 2:].tolist()


def test_windows_of_one_size_are_equally_fine() -> None:
    pictures = Pictures()
    alike = Foveated(pictures, size=(3, 3), levels=2, factor=1.0, motion=Absolute())
    assert alike.finest == 1
    assert alike.pieces(np.zeros((LANES, 3, 3, 6)), slice(None)).fineness == (1, 1)
    partly = Foveated(pictures, size=(1, 1), levels=3, factor=1.3, motion=Absolute())  # of 1, 1 and 2 pixels
    assert partly.finest == 2
    assert partly.pieces(np.zeros((LANES, 1, 1, 9)), slice(None)).fineness == (1, 2, 2)
