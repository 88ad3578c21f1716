"""Parts of environments that are as small as can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np
from gymnasium.spaces import Box, Discrete, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes
from envspecs.sensors import Full
from envspecs.stage import Stage
from imagespaces import ImageSpace
from imagespaces.bank import gallery
from imagespaces.draws import Draws

__all__ = ["Counter", "Guess", "staged"]


class Counter:
    """A sensor that is somewhere on a line, and sees where; effort is the size of the action."""

    words: ClassVar[Mapping[str, int]] = {"place": 2}
    options: ClassVar[Mapping[str, int]] = {"place": 0}
    limits: ClassVar[Mapping[str, tuple[float, float]]] = {"places": (-9.0, 9.0)}
    action_space: Space[Any] = Box(-1, 1, (), np.float32)
    observation_spaces: ClassVar[Mapping[str, Space[Any]]] = {"place": Box(-np.inf, np.inf, (), np.float64)}

    def __init__(self, lanes: int) -> None:
        self.places = np.zeros(lanes)

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        self.places[lanes] = options.get("place", draws.uniform("place")[:, 0])

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        self.places += actions
        efforts: NDArray[np.float64] = np.abs(actions)
        return efforts

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        return {"place": self.places[lanes].copy()}

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        return np.zeros((len(self.places), 4))[lanes]

    def state(self) -> dict[str, NDArray[Any]]:
        return {"places": self.places}


class Guess:
    """A task to guess the index; the loss is how far off the guess is."""

    words: ClassVar[Mapping[str, int]] = {}
    options: ClassVar[Mapping[str, int]] = {}
    limits: ClassVar[Mapping[str, tuple[float, float]]] = {}
    observation_spaces: ClassVar[Mapping[str, Space[Any]]] = {"hint": Discrete(2)}
    prediction_space: Space[Any] = Box(-np.inf, np.inf, (), np.float64)
    target_space: Space[Any] = Box(-np.inf, np.inf, (), np.float64)
    blind_loss = 25.0

    def __init__(self, lanes: int) -> None:
        self.truth = np.zeros(lanes)
        self.latest = np.zeros(lanes)

    def loss(self, prediction: NDArray[Any], target: NDArray[Any]) -> NDArray[np.float64]:
        off: NDArray[np.float64] = np.abs(prediction - target)
        return off

    def reset(
        self,
        lanes: NDArray[np.intp],
        draws: Draws,
        indices: NDArray[np.int64],
        options: Mapping[str, NDArray[Any]],
    ) -> None:
        self.truth[lanes] = indices
        self.latest[lanes] = 0

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        return {"hint": (self.truth[lanes] % 2).astype(np.int64)}

    def score(self, predictions: NDArray[Any], times: NDArray[np.int64]) -> NDArray[np.float64]:
        self.latest[:] = predictions * times
        return self.loss(predictions, self.truth)

    def targets(self) -> NDArray[Any]:
        return self.truth.copy()

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        return {"latest": self.latest[lanes]}

    def quality(self, lanes: Lanes) -> NDArray[np.float64]:
        return np.ones(len(self.truth))[lanes]

    def caption(self, lane: int) -> tuple[str, str]:
        return "", str(self.truth[lane])

    def oracle(self) -> NDArray[Any]:
        return self.truth.copy()

    def state(self) -> dict[str, NDArray[Any]]:
        return {"truth": self.truth, "latest": self.latest}


def staged(space: ImageSpace, lanes: int = 1) -> Stage:
    """What a task may know, of a sensor that sees all."""
    pictures = gallery(space, lanes)
    return Stage(pictures, Full(pictures))
