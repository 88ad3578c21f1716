"""Environments against a computation in plain Python, one pixel and one step at a time, from the definitions alone.

The sensor's centre is image centre + position × (image size − size × scale) / 2, in pixels; sample k of n lies at
(k − (n − 1) / 2) × scale from it; values are bilinear, and the border's beyond the middle of the border's pixels. An
action is projected into the unit disc, times the longest step, added, and clipped to [−1, 1]. A reward is −cost × the
length of the raw action − the cross-entropy, divided by log K where normalised.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import envspecs
from envspecs.build import build_space
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.strategies import action_sequences, task_specs
from imagespaces.testing import strategies as images

Image = list[list[float]]

SHAPES = ("square", "circle")


# ----------------------------------------------------------------------------------------------------------------------
# The definitions, in plain Python
# ----------------------------------------------------------------------------------------------------------------------


def drawn(space: Any, objects: Sequence[tuple[str, int, int]]) -> Image:
    """The image of objects (shape, x, y): 1 in a shape, elsewhere darker the farther the nearest of them is."""
    diagonal = math.hypot(space.height, space.width)
    image = [[0.0] * space.width for _ in range(space.height)]
    for y in range(space.height):
        for x in range(space.width):
            nearest = min(math.hypot(x - at_x, y - at_y) for _, at_x, at_y in objects)
            image[y][x] = 1 - nearest / diagonal if space.gradient else 0.0
            if any(covers(shape, x - at_x, y - at_y, space.extent) for shape, at_x, at_y in objects):
                image[y][x] = 1.0
    return image


def covers(shape: str, dx: int, dy: int, extent: int) -> bool:
    if shape == "square":
        return abs(dx) <= extent / 2 and abs(dy) <= extent / 2
    return math.hypot(dx, dy) <= extent / 2


def objects_of(spec: TaskSpec, index: int) -> tuple[list[tuple[str, int, int]], int]:
    """The objects of an instance, and its class."""
    if spec.space.kind == "circle_square":  # index = label + 2 (x + W y)
        place, label = divmod(index, 2)
        y, x = divmod(place, spec.space.image_shape[1])
        return [(SHAPES[label], x, y)], label
    factors = build_space(spec).at(index).factors
    found = [
        (SHAPES[int(factors[f"{which}_shape"])], int(factors[f"{which}_x"]), int(factors[f"{which}_y"]))
        for which in ("first", "second")
    ]
    shapes = [shape for shape, _, _ in found]
    return found, 2 if shapes[0] != shapes[1] else SHAPES.index(shapes[0])


def pictured(spec: Any, index: int) -> tuple[list[Image], int]:
    """The channels of an instance's image, and its class: by definition where it is here, else from the space."""
    if spec.space.kind in {"circle_square", "double_circle_square"}:
        objects, label = objects_of(spec, index)
        return [drawn(spec.space, objects)], label
    one = build_space(spec).at(index)
    return [one.image[..., channel].astype(float).tolist() for channel in range(one.image.shape[2])], int(
        one.label or 0
    )


def window(image: Image, position: Sequence[float], size: Sequence[int], scale: float) -> Image:
    """What the sensor sees; ``position`` is (x, y), ``size`` (height, width)."""
    rows = sampled(len(image), position[1], size[0], scale)
    columns = sampled(len(image[0]), position[0], size[1], scale)
    return [[bilinear(image, y, x) for x in columns] for y in rows]


def sampled(room: int, position: float, count: int, scale: float) -> list[float]:
    """Where the samples lie along one axis, in pixels, pixel i being at i."""
    centre = (room - 1) / 2 + position * (room - count * scale) / 2
    places = [centre + (k - (count - 1) / 2) * scale for k in range(count)]
    return [min(max(place, 0.0), room - 1.0) for place in places]


def bilinear(image: Image, y: float, x: float) -> float:
    top, left = int(y), int(x)
    bottom, right = min(top + 1, len(image) - 1), min(left + 1, len(image[0]) - 1)
    down, across = y - top, x - left
    above = image[top][left] * (1 - across) + image[top][right] * across
    below = image[bottom][left] * (1 - across) + image[bottom][right] * across
    return above * (1 - down) + below * down


def within(place: float) -> float:
    return min(max(place, -1.0), 1.0)


def into_disc(action: Sequence[float]) -> list[float]:
    length = math.hypot(*action)
    return [part / length if length > 1 else part for part in action]


class Mover:
    """Where a sensor goes, step by step."""

    def __init__(self, motion: Any, position: Sequence[float]) -> None:
        self.motion, self.position, self.velocity = motion, list(position), [0.0, 0.0]

    def move(self, action: Any) -> float:
        """Go on; give the effort."""
        kinds: dict[str, Callable[[Any], float]] = {
            "relative": self.relative,
            "absolute": self.absolute,
            "discrete": self.discrete,
            "velocity": self.pushed,
        }
        return kinds[self.motion.kind](action)

    def step(self, amounts: Sequence[float]) -> None:
        self.position = [within(place + amount) for place, amount in zip(self.position, amounts, strict=True)]

    def relative(self, action: Sequence[float]) -> float:
        longest = np.broadcast_to(self.motion.max_step, 2).tolist()
        self.step([part * step for part, step in zip(into_disc(action), longest, strict=True)])
        return math.hypot(*action)

    def absolute(self, action: Sequence[float]) -> float:
        before, self.position = self.position, [within(place) for place in action]
        return math.dist(before, self.position)

    def discrete(self, action: int) -> float:
        straight = [(1, 0), (0, 1), (-1, 0), (0, -1)]
        ways = straight + [(1, 1), (-1, 1), (-1, -1), (1, -1)] * (self.motion.directions == 8) + [(0, 0)]
        lengths = np.broadcast_to(self.motion.step, 2).tolist()
        self.step([part * length for part, length in zip(ways[action], lengths, strict=True)])
        return math.hypot(*ways[action])

    def velocity_after(self, action: Sequence[float]) -> list[float]:
        push, kept = self.motion.max_acceleration, 1 - self.motion.friction
        faster = [v * kept + part * push for v, part in zip(self.velocity, into_disc(action), strict=True)]
        speed = math.hypot(*faster)
        return [v * min(1.0, self.motion.max_speed / speed) if speed else v for v in faster]

    def pushed(self, action: Sequence[float]) -> float:
        velocity = self.velocity_after(action)
        reached = [place + v for place, v in zip(self.position, velocity, strict=True)]
        self.velocity = [v if abs(place) <= 1 else 0.0 for v, place in zip(velocity, reached, strict=True)]
        self.position = [within(place) for place in reached]
        return math.hypot(*action)


def cross_entropy(logits: Sequence[float], label: int) -> float:
    highest = max(logits)
    return highest - logits[label] + math.log(math.fsum(math.exp(logit - highest) for logit in logits))


# ----------------------------------------------------------------------------------------------------------------------
# The environments beside them
# ----------------------------------------------------------------------------------------------------------------------


@st.composite
def episodes(draw: st.DrawFn) -> tuple[TaskSpec, dict[str, Any], list[Any]]:
    """A task, where its episode begins, and actions; the raw ones may be longer than the space says."""
    spec = draw(task_specs(max_pixels=150, max_steps=5, sensors=["glimpse"], tasks=["classification"]))
    loss = {"kind": "cross_entropy", "normalized": draw(st.booleans())}
    plain = {"sensor.noise": 0.0, "sensor.dropout": 0.0, "sensor.border": "clamp", "episode.stop": "never"}
    spec = spec.override({**plain, "task.loss": loss})
    start = {
        "index": draw(images.indices(build_space(spec))),
        "position": draw(st.tuples(st.floats(-1, 1), st.floats(-1, 1))),
    }
    actions = draw(action_sequences(spec.make(), max_steps=spec.episode.max_steps))
    stretch = np.float32(draw(st.sampled_from([1.0, 3.0])))
    sensor: Any = spec.sensor
    if sensor.motion.kind != "discrete":
        actions = [action | {"action": action["action"] * stretch} for action in actions]
    return spec, start, actions


def expect_seen(observation: Any, image: list[Image], position: Sequence[float], spec: Any, time: float) -> None:
    expected = [window(channel, position, spec.sensor.size, spec.sensor.scale) for channel in image]
    np.testing.assert_allclose(np.moveaxis(observation["glimpse"], -1, 0), expected, atol=1e-6)
    np.testing.assert_allclose(observation["glimpse_pos"], position, atol=1e-6)
    assert observation["time_step"].item() == pytest.approx(time, abs=1e-6)


@settings(max_examples=100)
@given(episodes())
def test_episodes_are_those_of_plain_python(episode: tuple[Any, dict[str, Any], list[Any]]) -> None:
    spec, start, actions = episode
    image, label = pictured(spec, start["index"])
    steps, timing = spec.episode.max_steps, spec.reward.timing
    mover = Mover(spec.sensor.motion, start["position"])
    env, losses = spec.make(), list[float]()
    observation, _ = env.reset(seed=0, options=start)
    expect_seen(observation, image, mover.position, spec, -1)
    for step, action in enumerate(actions, start=1):
        observation, reward, terminated, truncated, info = env.step(action)
        effort, logits = mover.move(action["action"].tolist()), action["prediction"].astype(float).tolist()
        even = math.log(len(logits))
        loss = cross_entropy(logits, label) / (even if spec.task.loss.normalized else 1)
        before = losses[-1] if losses else 1 if spec.task.loss.normalized else even
        losses.append(loss)
        base = -spec.reward.action_cost * effort - spec.reward.time_penalty
        over = step == steps
        expect_seen(observation, image, mover.position, spec, -1 + 2 * step / steps)
        assert info["prediction"]["target"] == label
        assert info["prediction"]["loss"] == pytest.approx(loss, rel=1e-12, abs=1e-12)
        assert info["base_reward"] == pytest.approx(base, rel=1e-12)
        counted = {"every_step": loss, "final_step": loss if over else 0, "improvement": loss - before}[timing]
        assert reward == pytest.approx(base - counted, rel=1e-12, abs=1e-12)
        assert [terminated, truncated] == [over and spec.episode.at_limit == end for end in ("terminate", "truncate")]


def test_positions_of_long_episodes_stay_exact() -> None:
    spec: Any = envspecs.load("CircleSquare-v0")
    spec = spec.override({"episode.max_steps": 5000, "sensor.motion.max_step": [0.1, 0.07]})
    env: Any = spec.make()
    env.reset(seed=0, options={"position": [0.3, -0.6]})
    mover = Mover(spec.sensor.motion, (0.3, -0.6))
    for action in np.random.default_rng(0).uniform(-1, 1, (5000, 2)).astype(np.float32):
        env.step({"action": action, "prediction": np.zeros(2, np.float32)})
        mover.move(action.tolist())
    np.testing.assert_allclose(env.core.sensor.state()["positions"][0], mover.position, atol=1e-11)


# ----------------------------------------------------------------------------------------------------------------------
# What is drawn
# ----------------------------------------------------------------------------------------------------------------------

LANES, EPISODES = 2000, 5


def draws_of_many() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The indices [episodes, lanes] and start positions [episodes, lanes, 2] of many episodes."""
    envs = envspecs.load("CircleSquare-v0").make_vec(LANES)
    begun = [envs.reset(seed=1 if episode == 0 else None) for episode in range(EPISODES)]
    return np.array([info["index"] for _, info in begun]), np.array([seen["glimpse_pos"] for seen, _ in begun])


def test_each_instance_and_each_place_is_as_likely() -> None:
    indices, positions = draws_of_many()
    counts = np.bincount(indices.ravel(), minlength=1568)
    expected = indices.size / 1568
    statistic = ((counts - expected) ** 2 / expected).sum()
    assert abs(statistic - 1567) < 5 * math.sqrt(2 * 1567)  # χ² with 1,567 degrees of freedom: five deviations
    for axis in range(2):
        cells, _ = np.histogram(positions[..., axis], bins=20, range=(-1, 1))
        even = positions[..., axis].size / 20
        assert ((cells - even) ** 2 / even).sum() < 19 + 5 * math.sqrt(2 * 19)


def test_episodes_and_lanes_and_parts_of_a_scenario_are_drawn_apart() -> None:
    indices, positions = draws_of_many()
    most = 5 / math.sqrt(LANES)  # five deviations of a correlation
    columns = [*indices, *positions[..., 0], *positions[..., 1]]  # each over lanes: episodes' and parts' draws
    correlations = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(correlations).max() < most
    for column in columns:
        assert abs(np.corrcoef(column[:-1], column[1:])[0, 1]) < most  # neighbouring lanes, of neighbouring seeds


def test_an_index_is_label_and_place_row_by_row() -> None:
    space = build_space(envspecs.load("CircleSquare-v0"))
    for index in (0, 1, 57, 1567):
        objects, label = objects_of(envspecs.load("CircleSquare-v0"), index)
        one = space.at(index)
        assert (one.label, one.factors["x"], one.factors["y"]) == (label, objects[0][1], objects[0][2])
