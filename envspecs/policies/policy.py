"""What a policy is, and what it may know of the sensor that it steers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from envspecs.environment import ActiveVectorEnv

__all__ = ["Actions", "Observations", "Policy", "PolicyError", "Steerable", "complete"]

Observations: TypeAlias = Mapping[str, NDArray[Any]]
"""What the vector environment observes, ``[B, …]`` each."""

Actions: TypeAlias = Mapping[str, NDArray[Any]]
"""``action``, ``prediction`` and ``stop``, ``[B, …]`` each, those that the vector environment takes."""


def complete(envs: ActiveVectorEnv, action: NDArray[Any], prediction: NDArray[Any] | None) -> Actions:
    """Give the actions of all lanes that move and predict, and never stop, as the environments take them.

    Args:
        envs: What is acted in.
        action: ``[B, …]``.
        prediction: ``[B, …]``; not looked at where nothing is to be predicted.
    """
    parts = {"action": action, "prediction": prediction, "stop": np.zeros(envs.num_envs, np.int64)}
    return {name: part for name, part in parts.items() if part is not None and name in envs.core.action_space.spaces}


class PolicyError(ValueError):
    """A policy that there is not, that can't be imported, or that does not suit the task."""


class Policy(Protocol):
    """Chooses the actions of all lanes, the ``B`` environments of a vector."""

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Take note that some lanes begin an episode: the first one of their ``seeds``, both ``[b]``."""

    def __call__(self, observations: Observations) -> Actions:
        """Give the actions and predictions of all lanes."""


@runtime_checkable
class Steerable(Protocol):
    """A sensor that can be sent somewhere.

    Attributes:
        coverage: The extent of what it sees along x and y, in units of positions, which reach from −1 to 1.
        precision: How near it can be brought to any position, along x and y.
    """

    @property
    def coverage(self) -> tuple[float, float]:
        """The extent of what is seen along x and y."""

    @property
    def precision(self) -> tuple[float, float]:
        """How near it comes to any position."""

    def toward(self, goals: NDArray[np.float64]) -> NDArray[Any]:
        """Give actions ``[B, …]`` that go toward goals (x, y), ``[B, 2]``."""
