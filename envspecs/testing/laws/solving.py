"""Every task can be solved from what can be observed."""

from __future__ import annotations

import math
from hashlib import blake2b
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.testing.driver import Driver
from envspecs.testing.law import active_vectors, beneath_wrappers, law, predicting_evenly
from envspecs.testing.subject import Subject
from imagespaces.draws import Draws, Plan, derive_key
from imagespaces.testing.checks import expect

__all__ = ["oracles_are_right", "truth_can_be_seen"]

ALL = 2000
"""Of spaces of up to so many instances all are looked at."""

SOME = 100
"""So many of larger spaces."""

ROUNDING = 1e-9
"""Windows that cover an image to within this many pixels cover it."""


@beneath_wrappers
def _shows_truth(subject: Subject) -> bool:
    """Take environments of this project, in vectors, whose truth is of the instance alone, and may be looked for."""
    if not active_vectors(subject) or not subject.predicts:
        return False
    return "position" in subject.core.options and not subject.core.task.words


@law(_shows_truth)
def truth_can_be_seen(subject: Subject, seed: int) -> None:
    """Instances of different truths differ in what is observed of them when every place is looked at."""
    size = subject.core.space.size
    count = size if size is not None and size <= ALL else SOME
    with Driver(subject.make_vec(count)) as driver:
        action = subject.actions(driver.env, seed, 1)[0]
        drawn = driver.reset(seed=seed)["info"]["index"]
        indices = np.arange(count) if count == size else drawn
        driver.reset(options={"index": indices})
        seen = _digests(driver.env.unwrapped.core)
        targets = driver.step(action)["info"]["prediction"]["target"]
    first: dict[bytes, int] = {}
    for lane, digest in enumerate(seen):
        twin = first.setdefault(digest, lane)
        told_apart = f"{indices[twin]} and {indices[lane]}, whose truths are {targets[twin]} and {targets[lane]},"
        expect(np.array_equal(targets[lane], targets[twin]), f"instances {told_apart} look the same everywhere")


def _digests(core: Core) -> list[bytes]:
    """Give a digest of all that can be observed of what each lane shows.

    The sensor alone is put from place to place, as resets do, so that images that no bank holds are rendered once.
    """
    lanes = np.arange(core.lanes)
    draws = Draws(derive_key("episode", 0), lanes, Plan(core.sensor.words))
    digests = [blake2b(digest_size=16) for _ in lanes]

    def put(position: tuple[float, float]) -> NDArray[np.float64]:
        core.sensor.reset(lanes, draws, {"position": np.tile(position, (core.lanes, 1))})
        (box,) = core.sensor.boxes(slice(0, 1))
        return np.asarray(box)

    for position in _places(put((-1.0, -1.0)), put((1.0, 1.0)), _samples(core.sensor)):
        put(position)
        observation = core.observe()
        values = [observation[key].reshape(core.lanes, -1).view(np.uint8) for key in sorted(observation)]
        for digest, row in zip(digests, np.concatenate(values, axis=1), strict=True):
            digest.update(row)
    return [digest.digest() for digest in digests]


def _places(
    first: NDArray[np.float64], last: NDArray[np.float64], samples: tuple[int, int]
) -> list[tuple[float, float]]:
    """Give positions (x, y) at which the sensor sees all of the image, pixel by pixel where it skips some.

    Args:
        first: What is looked at from position (−1, −1), left, top, right, bottom.
        last: The same from position (1, 1).
        samples: Rows and columns of what is seen of that.
    """
    room, extent = last[:2] - first[:2], first[2:] - first[:2]
    x, y = (_stops(*axis) for axis in zip(room.tolist(), extent.tolist(), reversed(samples), strict=True))
    return list(product(x, y))


def _stops(room: float, extent: float, samples: int) -> list[float]:
    """Give positions along one axis, for a window of ``samples`` over ``extent`` pixels that can move by ``room``."""
    stride = extent if extent <= samples else 1.0
    count = 1 + math.ceil(max(0.0, room) / stride - ROUNDING)
    stops: list[float] = np.linspace(-1.0, 1.0, count).tolist()
    return stops if count > 1 else [0.0]


def _samples(sensor: Any) -> tuple[int, int]:
    """Give the height and width of what the sensor gives; one sample where it gives no window."""
    shapes = [space.shape for space in sensor.observation_spaces.values()]
    windows = [shape for shape in shapes if shape is not None and len(shape) == 3]
    return (windows[0][0], windows[0][1]) if windows else (1, 1)


@law(predicting_evenly)
def oracles_are_right(subject: Subject, seed: int) -> None:
    """What a task gives for an oracle, who is told the truth, is no worse than any other prediction."""
    with Driver(subject.make_vec().unwrapped) as told, Driver(subject.make_vec().unwrapped) as guessing:
        actions = subject.actions(told.env, seed, subject.horizon)
        guesses = guessing.play(actions, seed=seed)[1:]
        told.reset(seed=seed)
        for number, (action, guess) in enumerate(zip(actions, guesses, strict=True), start=1):
            right = told.env.unwrapped.core.task.oracle()
            space = told.env.unwrapped.prediction_space
            expect(space.contains(right), f"the oracle's predictions of step {number} are not in {space}: {right}")
            losses = told.step({**action, "prediction": right})["info"]["prediction"]["loss"]
            others = guess["info"]["prediction"]["loss"]
            expect((losses <= others).all(), f"step {number}: the oracle loses {losses}, guesses lose {others}")
