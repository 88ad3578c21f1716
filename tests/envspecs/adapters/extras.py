"""Adapters under test, in environments where their libraries are installed; tests are skipped elsewhere."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import pytest

__all__ = ["LAYOUTS", "LIBRARIES", "adapter"]

LIBRARIES = {"sb3": "stable_baselines3", "torchrl": "torchrl", "rllib": "ray"}
"""What each adapter's extra brings, by the name of the extra and of the adapter."""

LAYOUTS: dict[str, dict[str, object]] = {
    "lattice": {"sensor.motion.kind": "discrete", "sensor.observe": ["last_action"]},
    "canvas": {"sensor.memory": "canvas"},
    "history": {"sensor.memory": "history", "sensor.observe": ["last_action"]},
    "periphery": {"sensor.periphery": [4, 4], "sensor.noise": 0.1},
    "foveated": {"sensor": {"kind": "foveated", "size": [4, 4], "levels": 2, "motion": {"kind": "velocity"}}},
    "zoom": {"sensor": {"kind": "zoom", "patch": 3, "grid": 2, "motion": {"kind": "relative_zoom"}}},
    "full": {"sensor": {"kind": "full"}},
    "stop": {"episode.stop": "action"},
}
"""Changes of CircleSquare that give actions and observations of every sort."""


def adapter(name: str, *others: str) -> Any:
    """Give the module of an adapter, or skip the test module that asks.

    Libraries warn of themselves when they are imported, which is none of ours: other modules that a test needs of them
    are named here.
    """
    pytest.importorskip(LIBRARIES[name], reason=f"runs where 'imagespaces[{name}]' is installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for other in others:
            importlib.import_module(other)
        return importlib.import_module(f"envspecs.adapters.{name}")
