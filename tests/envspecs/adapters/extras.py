"""Adapters under test, in environments where their libraries are installed; tests are skipped elsewhere."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, MultiDiscrete
from gymnasium.vector import VectorWrapper

__all__ = ["INTERFACES", "LAYOUTS", "LIBRARIES", "WithoutParts", "adapter"]

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


INTERFACES: dict[str, dict[str, object]] = {
    "bytes": {"interface.actions": "flat", "interface.dtype": "uint8", "sensor.size": [8, 9]},
    "choices": {"interface.actions": "multi_discrete", "interface.channels": "first"},
    "image": {"interface.actions": "discrete", "interface.observations": "image"},
    "numbers": {"interface.predictions": "ideal", "interface.observations": "flat"},
}
"""Changes of CircleSquare that give it other interfaces."""


class WithoutParts(VectorWrapper):
    """CircleSquare with glimpses alone, and moves alone, which may be chosen from a lattice of 3 × 3."""

    def __init__(self, env: Any, *, chosen: bool) -> None:
        super().__init__(env)
        self._chosen = chosen
        self.single_observation_space = env.single_observation_space["glimpse"]
        self.single_action_space: Any = MultiDiscrete([3, 3]) if chosen else Box(-1.0, 1.0, (2,))

    def reset(self, **arguments: Any) -> Any:
        observations, infos = self.env.reset(**arguments)
        return observations["glimpse"], infos

    def step(self, actions: Any) -> Any:
        moves = np.asarray(actions - 1 if self._chosen else actions, np.float32)
        observations, *others, infos = self.env.step({"action": moves, "prediction": np.zeros_like(moves)})
        if "final_obs" in infos:
            for lane in np.flatnonzero(infos["_final_obs"]):
                infos["final_obs"][lane] = infos["final_obs"][lane]["glimpse"]
        return observations["glimpse"], *others, infos


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
