"""Environments as others write them, which know nothing of this project."""

from __future__ import annotations

from functools import partial
from typing import Any

import gymnasium
import numpy as np
from gymnasium.spaces import Box, Discrete
from gymnasium.vector import AutoresetMode, SyncVectorEnv

from envspecs.testing import Subject

__all__ = ["Vectors", "Walk", "subject"]


class Walk(gymnasium.Env[Any, Any]):
    """Steps to the left and to the right, from anywhere: three steps, as others would write it."""

    observation_space: Any = Box(-9, 9, (1,), np.float32)
    action_space = Discrete(2)
    time = 3

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        super().reset(seed=seed)
        self.place, self.time = self.np_random.uniform(-1, 1, 1).astype(np.float32), 0
        return self.place.copy(), {"time": 0}

    def step(self, action: Any) -> Any:
        if self.time == 3:
            raise gymnasium.error.ResetNeeded("no episode is under way: call reset()")
        self.place, self.time = self.place + np.float32(2 * action - 1), self.time + 1
        return self.place.copy(), 1.0, self.time == 3, False, {"time": self.time}


class Vectors(SyncVectorEnv):
    """Walks side by side."""

    def __init__(self, num_envs: int, autoreset_mode: Any, kind: type[Walk] = Walk) -> None:
        super().__init__([kind] * num_envs, autoreset_mode=autoreset_mode)
        self.metadata = {"autoreset_mode": autoreset_mode}


def subject(kind: type[Walk] = Walk, vector: type[Vectors] = Vectors, modes: Any = tuple(AutoresetMode)) -> Subject:
    make_vec = vector if kind is Walk else partial(vector, kind=kind)
    return Subject(kind, make_vec, modes=modes)
