"""What the commonest tasks show and reward, from the definitions alone: one pixel and one number at a time.

The sensor's centre is image centre + position × (image size − size × scale) / 2, in pixels; sample k of n lies at
(k − (n − 1) / 2) × scale from it; values are bilinear, and the border's beyond the middle of the border's pixels. An
action is projected into the unit disc, times the longest step, added, and clipped to [−1, 1]. A reward is −cost × the
length of the raw action − the cross-entropy, divided by log K where normalised.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

from envspecs.build import build_space
from envspecs.specs.interface import InterfaceSpec
from envspecs.specs.task_spec import TaskSpec

__all__ = ["Channel", "PlainTask", "Shown", "bilinear", "cross_entropy", "moved", "window"]

Channel: TypeAlias = list[list[float]]
"""One channel of an image, row by row."""

Position: TypeAlias = tuple[float, float]
"""(x, y), both in [−1, 1]."""

_PLAIN = {"noise": 0.0, "dropout": 0.0, "periphery": None, "memory": None, "observe": (), "border": "clamp"}


@dataclass(frozen=True)
class Shown:
    """What a step must show and give, to within rounding.

    Attributes:
        glimpse: One window for each channel.
        position: Where the sensor is.
        reward: Of the step.
        base_reward: The reward without the loss.
        loss: Of the prediction.
        target: The class.
        correct: Whether the likeliest class was the right one, in each step so far.
    """

    glimpse: list[Channel]
    position: Position
    reward: float
    base_reward: float
    loss: float
    target: int
    correct: tuple[bool, ...]


class PlainTask:
    """A task of glimpses that move by relative steps, and of classes to tell apart.

    Args:
        spec: A task spec that :meth:`suits`.

    >>> import envspecs
    >>> task = PlainTask(envspecs.load("CircleSquare-v0"))
    >>> shown = task.after(0, (1.0, 0.0), [{"action": [3.0, 4.0], "prediction": [0.0, 0.0]}])
    >>> shown.position, round(shown.reward, 6), shown.correct
    ((1.0, 0.16000000000000003), -1.005, (True,))
    """

    def __init__(self, spec: TaskSpec) -> None:
        self._sensor: Any = spec.sensor
        self._task: Any = spec.task
        self._reward, self._max_steps = spec.reward, spec.episode.max_steps
        self._space = build_space(spec)
        self._pictured = lru_cache(maxsize=64)(self._picture)

    @classmethod
    def suits(cls, spec: TaskSpec) -> bool:
        """Tell whether a spec is of such a task."""
        sensor: Any = spec.sensor
        task: Any = spec.task
        return (
            sensor.kind == "glimpse"
            and all(getattr(sensor, name) == value for name, value in _PLAIN.items())
            and sensor.motion.kind == "relative"
            and task.kind == "classification"
            and task.loss.kind == "cross_entropy"
            and spec.episode.stop == "never"
            and spec.interface == InterfaceSpec()
        )

    def after(self, index: int, start: Position, actions: Sequence[Mapping[str, Any]]) -> Shown:
        """Give what the last of some steps must show.

        Args:
            index: The instance of the episode.
            start: Where it began.
            actions: Of each step so far; none where it has just begun.
        """
        channels, label = self._pictured(index)
        position, losses, correct, effort = start, [self._blind()], [], 0.0
        for action in actions:
            vector, logits = _numbers(action["action"]), _numbers(action["prediction"])
            position, effort = moved(position, vector, self._sensor.motion.max_step), math.hypot(*vector)
            losses.append(cross_entropy(logits, label) / self._unit(len(logits)))
            correct.append(logits.index(max(logits)) == label)
        base = -self._reward.action_cost * effort - self._reward.time_penalty
        return Shown(
            glimpse=[window(channel, position, self._sensor.size, self._sensor.scale) for channel in channels],
            position=position,
            reward=base - self._counted(losses, len(actions)),
            base_reward=base,
            loss=losses[-1],
            target=label,
            correct=tuple(correct),
        )

    def _picture(self, index: int) -> tuple[list[Channel], int]:
        one = self._space.at(index)
        share = 255 if one.image.dtype.kind == "u" else 1
        image = one.image.tolist()
        channels = [[[pixel[at] / share for pixel in row] for row in image] for at in range(self._space.channels)]
        return channels, int(one.label or 0)

    def _unit(self, count: int) -> float:
        """What losses are divided by."""
        return math.log(count) if self._task.loss.normalized else 1.0

    def _blind(self) -> float:
        """The loss of even logits."""
        count = int(self._space.num_classes or 0)
        return math.log(count) / self._unit(count)

    def _counted(self, losses: Sequence[float], step: int) -> float:
        """What the losses take from the reward of a step; the first of them is that of a blind guess."""
        if self._reward.timing == "improvement":
            return losses[-1] - losses[-2] if step else 0.0
        return losses[-1] if self._reward.timing == "every_step" or step == self._max_steps else 0.0


def moved(position: Position, action: Sequence[float], max_step: float | Sequence[float]) -> Position:
    """Give where an action leads.

    >>> moved((0.0, 0.9), [0.0, 1.0], 0.2)
    (0.0, 1.0)
    """
    beyond = max(1.0, math.hypot(*action))
    longest = max_step if isinstance(max_step, Sequence) else (max_step, max_step)
    x, y = (at + part / beyond * step for at, part, step in zip(position, action, longest, strict=True))
    return _within(x, -1.0, 1.0), _within(y, -1.0, 1.0)


def window(channel: Channel, position: Position, size: tuple[int, int], scale: float) -> Channel:
    """Give what a window of ``size`` (height, width) shows of a channel.

    >>> window([[0.0, 1.0], [2.0, 3.0]], (0.0, 0.0), (1, 1), 1.0)
    [[1.5]]
    """
    rows = _samples(len(channel), position[1], size[0], scale)
    columns = _samples(len(channel[0]), position[0], size[1], scale)
    return [[bilinear(channel, y, x) for x in columns] for y in rows]


def _samples(room: int, position: float, count: int, scale: float) -> list[float]:
    """Give where the samples lie along one axis, in pixels, pixel i being at i."""
    centre = (room - 1) / 2 + position * (room - count * scale) / 2
    return [_within(centre + (k - (count - 1) / 2) * scale, 0.0, room - 1.0) for k in range(count)]


def bilinear(channel: Channel, y: float, x: float) -> float:
    """Give the value between four pixels.

    >>> bilinear([[0.0, 1.0], [2.0, 3.0]], 0.5, 0.25)
    1.25
    """
    top, left = int(y), int(x)
    bottom, right = min(top + 1, len(channel) - 1), min(left + 1, len(channel[0]) - 1)
    down, across = y - top, x - left
    above = channel[top][left] * (1 - across) + channel[top][right] * across
    below = channel[bottom][left] * (1 - across) + channel[bottom][right] * across
    return above * (1 - down) + below * down


def cross_entropy(logits: Sequence[float], label: int) -> float:
    """Give −log of the probability that logits give to a class.

    >>> cross_entropy([0.0, 0.0], 1) == math.log(2)
    True
    """
    highest = max(logits)
    return highest - logits[label] + math.log(math.fsum(math.exp(logit - highest) for logit in logits))


def _numbers(values: Any) -> list[float]:
    return [float(value) for value in values]


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
