"""CleanRL: what is told at episodes' ends under the names that Gymnasium had for it before version 1.

CleanRL's scripts read ``infos["final_info"]``, a row of dictionaries, and ``infos["final_observation"]``, and find an
episode's return and length in ``info["episode"]``. No extra is needed.

>>> import envspecs
>>> envs = CleanRLEnv(envspecs.load("CircleSquare-v0").make_vec(4, autoreset_mode="SameStep"))
>>> _ = envs.reset(seed=0)
>>> for _ in range(16):
...     observations, rewards, terminated, truncated, infos = envs.step(envs.action_space.sample())
>>> [info["episode"]["l"].item() for info in infos["final_info"]]
[16, 16, 16, 16]

Axes: ``B`` environments.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv, VectorWrapper
from numpy.typing import NDArray

from envspecs.adapters.lanes import info_of_lanes

__all__ = ["CleanRLEnv"]


class CleanRLEnv(VectorWrapper):
    """A vector environment with the older names in its ``infos``, and records of episodes.

    Where episodes ended, ``infos`` holds, beside all that the environment tells:

    - ``final_observation``: objects ``[B]``, what each environment whose episode ended saw last, None of the others,
      and ``_final_observation``, bool ``[B]``, which these are;
    - ``final_info``: objects ``[B]``, a dictionary of what each of them was told last, as a single environment tells
      it, None of the others, and ``_final_info``. In it is ``episode``: return ``r``, length ``l`` and seconds ``t``
      since the episode began, arrays ``[1]`` of float32, int32 and float32.

    The newer ``final_obs`` is left out.

    Args:
        envs: A vector environment in the mode ``SameStep``, as all were before version 1.

    Raises:
        ValueError: If the mode is another.
    """

    def __init__(self, envs: VectorEnv[Any, Any, Any]) -> None:
        mode = envs.metadata.get("autoreset_mode")
        if mode != AutoresetMode.SAME_STEP:
            raise ValueError(f"envs must be made with autoreset_mode='SameStep', got {getattr(mode, 'value', mode)!r}")
        super().__init__(envs)
        self._returns = np.zeros(envs.num_envs)
        self._lengths = np.zeros(envs.num_envs, np.int64)
        self._began = np.zeros(envs.num_envs)

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[Any, dict[str, Any]]:
        """Begin episodes, as the vector environment does, and records of them."""
        given = self.env.reset(seed=seed, options=options)  # type: ignore[arg-type]  # Gymnasium's own take sequences
        mask = (options or {}).get("reset_mask")
        self._begin(np.ones(self.num_envs, np.bool_) if mask is None else mask)
        return given

    def step(self, actions: Any) -> tuple[Any, NDArray[Any], NDArray[np.bool_], NDArray[np.bool_], dict[str, Any]]:
        """Take a step, as the vector environment does, and tell of episodes that ended under the older names."""
        observations, rewards, terminated, truncated, infos = self.env.step(actions)
        self._returns += rewards
        self._lengths += 1
        ended = terminated | truncated
        if ended.any():
            infos = self._older(infos, ended)
            self._begin(ended)
        return observations, rewards, terminated, truncated, infos

    def _begin(self, lanes: NDArray[np.bool_]) -> None:
        self._returns[lanes] = 0.0
        self._lengths[lanes] = 0
        self._began[lanes] = time.perf_counter()

    def _older(self, infos: Mapping[str, Any], ended: NDArray[np.bool_]) -> dict[str, Any]:
        final_info = np.full(self.num_envs, None, object)
        lanes = np.flatnonzero(ended)
        for lane, told in zip(lanes.tolist(), info_of_lanes(infos["final_info"], lanes), strict=True):
            final_info[lane] = told | {"episode": self._record(lane)}
        kept = {key: value for key, value in infos.items() if key not in {"final_obs", "_final_obs"}}
        return kept | {
            "final_observation": infos["final_obs"],
            "_final_observation": ended.copy(),
            "final_info": final_info,
            "_final_info": ended.copy(),
        }

    def _record(self, lane: int) -> dict[str, NDArray[Any]]:
        """Give return, length and duration of an episode that ended."""
        return {
            "r": np.array([self._returns[lane]], np.float32),
            "l": np.array([self._lengths[lane]], np.int32),
            "t": np.array([time.perf_counter() - self._began[lane]], np.float32),
        }
