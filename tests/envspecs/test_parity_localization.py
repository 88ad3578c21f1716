"""Localisation against a computation in plain Python, from the definitions alone.

A glimpse covers 2 × extent / (image − extent) of the positions along an axis; a cell is a fifth of that. Candidates lie
on a grid of ceil(2 / cell) positions per axis from −1 to 1. How distinctive one is, is the mean squared difference of
its glimpse to that of the candidate most like it. Of the ten most distinctive one is drawn, any as likely; it is moved
by up to a cell along each axis, and clipped.
"""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

import envspecs
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.driver import Driver
from imagespaces.draws import Draws, derive_key
from tests.envspecs.test_parity import window

LANES, SEED, INDEX = 600, 5, 17

SPEC: dict[str, Any] = {
    "envspec": 1,
    "space": {"kind": "circle_square", "height": 9, "width": 10, "extent": 4},
    "sensor": {"kind": "glimpse", "size": [3, 4], "motion": {"kind": "relative"}},
    "task": {"kind": "localization"},
    "episode": {"max_steps": 1},
}

CHANGES: list[dict[str, Any]] = [
    {},
    {"space": {"kind": "photos", "height": 12, "width": 9}, "sensor.size": [4, 3]},
    {"space": {"kind": "digits", "height": 8, "width": 8}, "sensor.scale": 1.25, "sensor.size": [3, 3]},
]

Places = list[tuple[float, float]]


def grid(room: int, size: int, scale: float) -> tuple[list[float], float]:
    """The candidates' places along one axis, and the cell."""
    cell = 0.2 * 2 * size * scale / (room - size * scale)
    count = math.ceil(2 / cell)
    return [-1 + 2 * k / (count - 1) for k in range(count)], cell


def seen(channels: list[list[list[float]]], place: tuple[float, float], spec: Any) -> list[float]:
    """The values of the glimpse at a place."""
    windows = [window(channel, place, spec.sensor.size, spec.sensor.scale) for channel in channels]
    return [value for each in windows for row in each for value in row]


def apart(one: list[float], other: list[float]) -> float:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / len(one)


def ranked(spec: Any, image: NDArray[Any]) -> tuple[Places, list[float], tuple[float, float]]:
    """The candidates of an image from the most distinctive on, how distinctive they are, and the cell (x, y)."""
    height, width, channels = image.shape
    pixels = [image[..., channel].astype(float).tolist() for channel in range(channels)]
    across, wide = grid(width, spec.sensor.size[1], spec.sensor.scale)
    down, high = grid(height, spec.sensor.size[0], spec.sensor.scale)
    places = list(product(across, down))
    glimpses = [seen(pixels, place, spec) for place in places]
    how = [min(apart(each, other) for other in glimpses if other is not each) for each in glimpses]
    order = sorted(range(len(places)), key=lambda number: -how[number])
    return [places[number] for number in order], [how[number] for number in order], (wide, high)


def played(spec: TaskSpec) -> list[tuple[NDArray[np.float64], Draws]]:
    """The targets ``[B, 2]`` and draws of all lanes' first, second (begun by itself) and third episodes."""
    envs: Any = spec.make_vec(LANES)
    keys = np.array([derive_key("episode", SEED + lane) for lane in range(LANES)], np.uint64)
    found = []
    with Driver(envs) as driver:
        step = {"action": np.zeros((LANES, 2), np.float32), "prediction": np.zeros((LANES, 2), np.float32)}
        driver.reset(seed=SEED)
        for episode in range(3):
            targets = driver.step(step)["info"]["prediction"]["target"].astype(np.float64)
            found.append((targets, Draws(keys, np.full(LANES, episode))))
            if episode == 0:
                driver.step(step)  # the next episode begins by itself
            else:
                driver.reset()
    return found


@pytest.mark.parametrize("changes", CHANGES, ids=["circle_square", "photos", "digits"])
def test_targets_are_those_of_plain_python(changes: dict[str, Any]) -> None:
    spec = envspecs.load(SPEC).override(changes)
    envs: Any = spec.make_vec(LANES)
    envs.reset(seed=SEED, options={"index": INDEX})
    targets = envs.unwrapped.core.task.targets().astype(np.float64)
    keys = np.array([derive_key("episode", SEED + lane) for lane in range(LANES)], np.uint64)
    draws = Draws(keys, np.zeros(LANES, np.int64))
    rank, jitter = draws.integers("target", 10), 2 * draws.uniform("target_jitter", 2) - 1
    places, how, cell = ranked(spec, envs.unwrapped.core.space.at(INDEX).image)
    for number in range(10):
        mine = rank == number
        assert mine.sum() > LANES / 10 - 5 * math.sqrt(LANES * 0.09)
        alike = [place for place, each in zip(places, how, strict=True) if abs(each - how[number]) < 1e-7]
        expected = [np.clip(np.array(place) + jitter[mine] * cell, -1, 1) for place in alike]  # of equals it is one
        assert min(np.abs(each - targets[mine]).max() for each in expected) < 1e-6


def test_uniform_targets_are_those_of_their_sub_stream() -> None:
    for targets, draws in played(envspecs.load(SPEC).override({"task.targets": "uniform"})):
        np.testing.assert_allclose(targets, 2 * draws.uniform("target", 2) - 1, atol=1e-7)


@pytest.mark.parametrize("targets", ["distinctive", "uniform"])
def test_targets_are_drawn_alike_in_first_and_later_episodes(targets: str) -> None:
    spec = envspecs.load(SPEC).override(
        {"task.targets": targets, "space": {"kind": "photos", "height": 12, "width": 9}}
    )
    (first, _), *others = played(spec)
    for later, _ in others:
        for axis in range(2):  # Kolmogorov and Smirnov, two samples: one chance in 10⁷
            places = np.concatenate((first[:, axis], later[:, axis]))
            shares = [np.searchsorted(np.sort(each[:, axis]), places, side="right") / LANES for each in (first, later)]
            assert np.abs(shares[0] - shares[1]).max() < math.sqrt(math.log(2e7) / LANES)
        assert abs(np.corrcoef(first[:, 0], later[:, 0])[0, 1]) < 5 / math.sqrt(LANES)


def test_distinctive_targets_look_like_nothing_else_in_every_episode() -> None:
    """Patches of targets differ more from other places' than those of any places do, in the mean of episodes."""
    spec = envspecs.load(SPEC).override({"space": {"kind": "photos", "height": 12, "width": 9}, "sensor.size": [4, 3]})
    chosen, anywhere = (_unlikeness(spec.override({"task.targets": each})) for each in ("distinctive", "uniform"))
    for distinctive, uniform in zip(chosen, anywhere, strict=True):
        assert distinctive > 1.2 * uniform


def _unlikeness(spec: TaskSpec) -> list[float]:
    """How far patches are from the nearest glimpse at another place, in the mean of lanes, in three episodes each."""
    envs: Any = spec.make_vec(LANES)
    core = envs.unwrapped.core
    across, down = np.linspace(-1, 1, 10), np.linspace(-1, 1, 10)
    everywhere = np.array(list(product(across, down)))
    found = []
    observation, _ = envs.reset(seed=SEED)
    for episode in range(3):
        means = []
        for lane in range(60):
            glimpses = core.sensor.look(np.full(100, lane), everywhere)
            squares = ((glimpses - observation["target_glimpse"][lane]) ** 2).mean(axis=(1, 2, 3))
            far = np.abs(everywhere - core.task.targets()[lane]).max(axis=1) > 0.25
            means.append(squares[far].min())
        found.append(float(np.mean(means)))
        step = {"action": np.zeros((LANES, 2), np.float32), "prediction": np.zeros((LANES, 2), np.float32)}
        envs.step(step)
        observation = envs.step(step)[0] if episode == 0 else envs.reset()[0]
    return found
