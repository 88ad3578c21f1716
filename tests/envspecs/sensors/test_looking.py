"""Sensors that can tell what they would see elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.build import build
from envspecs.parts import Looking
from envspecs.registry import kinds
from envspecs.sensors import Full
from envspecs.sensors.options import with_options
from imagespaces.draws import Draws, derive_key
from tests.envspecs.sensors.lookers import HEIGHT, KINDS, LANES, WIDTH, Pictures

ELSEWHERE = sorted(KINDS.keys() - {"full"})

positions = st.lists(st.tuples(st.floats(-1, 1), st.floats(-1, 1)), min_size=LANES, max_size=LANES).map(np.array)

SPECS: list[dict[str, Any]] = [
    {"kind": "glimpse", "size": [3, 4], "motion": {"kind": "relative"}},
    {"kind": "glimpse", "size": [3, 4], "scale": 1.5, "motion": {"kind": "relative"}},
    {"kind": "glimpse", "size": [3, 4], "scale": 1.5, "border": "pad", "motion": {"kind": "relative"}},
    {"kind": "glimpse", "size": [HEIGHT, 4], "motion": {"kind": "relative"}},
    {"kind": "foveated", "size": [3, 4], "motion": {"kind": "relative"}},
    {"kind": "foveated", "size": [3, 4], "scale": 0.7, "motion": {"kind": "relative"}},
    {"kind": "zoom", "patch": 2, "grid": 2, "motion": {"kind": "absolute_zoom"}},
    {"kind": "zoom", "patch": HEIGHT, "grid": 1, "motion": {"kind": "absolute_zoom"}},
]


def begun(kind: str, where: np.ndarray[Any, Any], **extras: Any) -> tuple[Any, Pictures]:
    """A sensor whose lanes show different pictures from positions ``[B, 2]``."""
    pictures = Pictures()
    lanes = np.arange(LANES)
    pictures.show(lanes, lanes)
    sensor = with_options(KINDS[kind](pictures), pictures, max_steps=4, **extras)
    options = {"position": where, "scale": np.full(LANES, 0.25)}
    sensor.reset(lanes, Draws(derive_key("episode", 0), lanes), options)
    return sensor, pictures


@pytest.mark.parametrize("kind", ELSEWHERE)
@given(where=positions)
def test_what_would_be_seen_is_what_is_seen_there(kind: str, where: np.ndarray[Any, Any]) -> None:
    sensor, _ = begun(kind, where)
    elsewhere, _ = begun(kind, np.zeros((LANES, 2)))
    lanes = np.array([2, 0])
    assert elsewhere.look(lanes, where[lanes]).tobytes() == sensor.observe(lanes)["glimpse"].tobytes()
    assert elsewhere.boxes_at(where[lanes]).tolist() == sensor.boxes(lanes).tolist()
    assert isinstance(sensor, Looking)


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_looking_elsewhere_moves_nothing(kind: str) -> None:
    sensor, _ = begun(kind, np.zeros((LANES, 2)))
    before = {name: array.copy() for name, array in sensor.state().items()}
    seen = sensor.look(np.arange(LANES), np.full((LANES, 2), 0.5))
    seen[...] = 0
    assert {name: array.tobytes() for name, array in sensor.state().items()} == {
        name: array.tobytes() for name, array in before.items()
    }
    assert sensor.look(np.arange(LANES), np.full((LANES, 2), 0.5)).any()


@pytest.mark.parametrize("kind", ELSEWHERE)
def test_what_would_be_seen_is_clear_whatever_disturbs_glimpses(kind: str) -> None:
    where = np.full((LANES, 2), 0.25)
    clear, _ = begun(kind, where)
    sensor, _ = begun(kind, where, noise=0.3, dropout=0.2, memory="canvas", periphery=(2, 2), observe=["last_action"])
    lanes = np.arange(LANES)
    assert sensor.look(lanes, where).tobytes() == clear.look(lanes, where).tobytes()
    assert sensor.observe(lanes)["glimpse"].tobytes() != clear.look(lanes, where).tobytes()
    assert isinstance(sensor, Looking)


def test_who_sees_everything_can_look_nowhere_else() -> None:
    assert not isinstance(Full(Pictures()), Looking)
    assert kinds("envspecs.sensors")["full"].model_validate({"kind": "full"}).coverage((5, 5, 1)) is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec['kind']}-{spec.get('scale', 1)}-{spec.get('border')}")
def test_the_spec_knows_what_the_sensor_covers(spec: dict[str, Any]) -> None:
    model: Any = kinds("envspecs.sensors")[spec["kind"]].model_validate(spec)
    pictures = Pictures()
    sensor = build(model, pictures)
    assert model.coverage((HEIGHT, WIDTH, 3)) == pytest.approx(sensor.coverage)
