"""How overlays are built: changes of a task spec that leave it one."""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any, TypeAlias

from hypothesis import strategies as st

from envspecs.registry import kinds
from envspecs.specs.base import MotionKind, TaskKind
from envspecs.specs.fields import MAX_SIDE
from envspecs.specs.interface import InterfaceSpec
from envspecs.specs.scored import ScoredTask
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.building import any_of, loss_of, motion_of
from envspecs.testing.options import MisfitError, Options
from envspecs.testing.sensor_building import SENSORS, STARTS
from envspecs.testing.task_building import TASKS

__all__ = ["overlays"]

Overlay: TypeAlias = dict[str, Any]
Choices: TypeAlias = dict[str, st.SearchStrategy[Any]]
"""For dotted paths the values that may be set there, whatever else is set."""

_LARGEST = 64
"""The most rows or columns of parts that are drawn for large images."""

_MORE = 4
"""By how much images grow at most."""

_MOST_CHANGES = 6

_GROWING = {"circle_square", "double_circle_square", "digits", "photos"}
"""Spaces whose images can be larger, all else the same."""

_OF_ANY_SPACE = {"none", "classification", "inverted_classification", "reconstruction"}
"""Tasks that ask nothing of a space, or that it has classes."""

_OF_CHOICES = {"discrete", "multi_discrete"}
"""Forms of actions that choose each number of a prediction among a few."""


def overlays(spec: TaskSpec) -> st.SearchStrategy[Overlay]:
    """Build overlays, values by dotted path, that ``spec.override`` takes: of any part of the spec, none to all of it.

    They shrink toward the empty overlay, and to a single change of a simple value.

    Args:
        spec: What is changed.

    >>> import envspecs
    >>> from hypothesis import find
    >>> spec = envspecs.load("CircleSquare-v0")
    >>> find(overlays(spec), lambda overlay: spec.override(overlay).reward.timing == "improvement")
    {'reward.timing': 'improvement'}
    """
    # A path and its value are drawn together, so that they are left out together while an overlay shrinks.
    changes = [st.tuples(st.just(path), value) for path, value in sorted(_choices(spec).items())]
    several = st.lists(st.one_of(changes), unique_by=operator.itemgetter(0), max_size=_MOST_CHANGES)
    return _overlays(several, _whole_parts(spec))


@st.composite
def _overlays(
    draw: st.DrawFn, several: st.SearchStrategy[list[tuple[str, Any]]], whole: Mapping[str, st.SearchStrategy[Overlay]]
) -> Overlay:
    try:
        changes = draw(several)
        part = draw(st.sampled_from(["", *whole]))
        other = draw(whole[part]) if part else {}
    except MisfitError:  # a plugin's part does not fit: the spec stays as it is
        return {}
    spoilt = _SPOILT.get(part, ())
    return {path: value for path, value in changes if not path.startswith(spoilt)} | other


_SPOILT: Mapping[str, tuple[str, ...]] = {
    "space": ("space.", "split"),
    "sensor": ("sensor.", "reward.size_penalty"),
    "task": ("task.", "episode.stop"),
}
"""What can't be set, or not as before, where a part is another one as a whole."""


def _choices(spec: TaskSpec) -> Choices:
    free: Choices = {
        "id": st.text("abc", min_size=1, max_size=5),
        "description": st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"]), max_size=20),
        "split": st.sampled_from(spec.space.split_names),
        "reward.action_cost": st.floats(0, 1),
        "reward.timing": st.sampled_from(["every_step", "final_step", "improvement"]),
        "reward.time_penalty": st.floats(0, 1),
        "episode.max_steps": st.integers(1, spec.episode.max_steps),
        "episode.at_limit": st.sampled_from(["terminate", "truncate"]),
        "episode.confidence": st.floats(0, 1),
        "interface.channels": st.sampled_from(["last", "first"]),
        "interface.scalars": st.sampled_from(["plain", "vector"]),
    }
    return free | _choices_of_space(spec) | _choices_of_sensor(spec) | _choices_of_rules(spec)


def _choices_of_space(spec: TaskSpec) -> Choices:
    if spec.space.kind not in _GROWING or spec.task.kind not in _OF_ANY_SPACE or _counts_pixels(spec):
        return {}
    height, width, _ = spec.space.image_shape
    choices: Choices = {
        "space.height": st.integers(height, min(height + _MORE, MAX_SIDE)),
        "space.width": st.integers(width, min(width + _MORE, MAX_SIDE)),
    }
    return choices | ({"space.gradient": st.booleans()} if "square" in spec.space.kind else {})


def _counts_pixels(spec: TaskSpec) -> bool:
    """Tell whether more pixels may be too many: each is chosen, or an ideal observer knows them all."""
    of_pixels = getattr(spec.task, "size", ()) is None  # a prediction has the image's size
    return spec.interface.predictions == "ideal" or (of_pixels and spec.interface.actions in _OF_CHOICES)


def _choices_of_sensor(spec: TaskSpec) -> Choices:
    if spec.interface != InterfaceSpec() or spec.task.kind not in TASKS:
        return {}  # an ideal observer, for one, needs to know what is seen, and a plugin's task may
    height, width, _ = spec.space.image_shape
    choices: Choices = {
        "sensor.noise": st.floats(0, 1),
        "sensor.dropout": st.floats(0, 0.9),
        "sensor.periphery": st.none() | st.tuples(_sides(height), _sides(width)).map(list),
        "sensor.memory": st.sampled_from([None, "canvas", *(["history"] if _has_history(spec) else [])]),
        "sensor.observe": st.sampled_from([[], ["last_action"]]),
    }
    motion: MotionKind | None = getattr(spec.sensor, "motion", None)
    if motion is None or spec.sensor.kind not in SENSORS:
        return choices
    return choices | {"sensor.motion": motion_of(motion.axes, _options(spec)), "sensor.start": STARTS}


def _sides(most: int) -> st.SearchStrategy[int]:
    return st.integers(1, min(most, _LARGEST))


def _has_history(spec: TaskSpec) -> bool:
    """Tell whether all glimpses of an episode can be kept."""
    sensor = spec.sensor.model_copy(update={"memory": "history"})
    return "memory" not in sensor.misfits(spec.space.image_shape, spec.episode.max_steps)


def _choices_of_rules(spec: TaskSpec) -> Choices:
    choices: Choices = {}
    if isinstance(spec.task, ScoredTask):
        choices["task.loss"] = loss_of(spec.task.predicts)
    if spec.sensor.zooms:
        choices["reward.size_penalty"] = st.floats(0, 1)
    if spec.interface == InterfaceSpec():
        stops = ["never", "action", *(["confidence"] if spec.task.is_confident else [])]
        choices["episode.stop"] = st.sampled_from(stops)
    return choices


# --------------------------------------------------------------------------------------------------------- whole parts


def _whole_parts(spec: TaskSpec) -> dict[str, st.SearchStrategy[Overlay]]:
    """Build changes of a part as a whole, which fits the others as they are."""
    if spec.interface != InterfaceSpec():
        return {}
    parts: dict[str, st.SearchStrategy[Overlay]] = {}
    height, width, _ = spec.space.image_shape
    if spec.task.kind in _OF_ANY_SPACE and max(height, width) <= MAX_SIDE:
        spaces = _of_size(height, width)
        parts["space"] = spaces.map(lambda space: {"space": space, "split": "all"})
    if spec.task.kind in _OF_ANY_SPACE and not spec.reward.size_penalty:
        parts["sensor"] = any_of("envspecs.sensors", _options(spec), SENSORS).map(lambda sensor: {"sensor": sensor})
    if spec.episode.stop != "confidence":
        parts["task"] = _tasks(spec)
    return parts


@st.composite
def _tasks(draw: st.DrawFn, spec: TaskSpec) -> Overlay:
    """Build another task, of this library where a plugin's can't be done with the sensor."""
    task = draw(any_of("envspecs.tasks", _options(spec)))
    model: type[TaskKind] = kinds("envspecs.tasks")[task["kind"]]  # type: ignore[assignment]
    if model.model_validate(task).sensor_misfit(spec.sensor, spec.space.image_shape) is not None:
        task = draw(any_of("envspecs.tasks", _options(spec), TASKS))
    return {"task": task}


def _of_size(height: int, width: int) -> st.SearchStrategy[Overlay]:
    """Build spaces of images of a size, with classes."""
    size: dict[str, Any] = {"height": height, "width": width}
    digits = st.just({"kind": "digits", **size})
    if min(height, width) < 3:
        return digits
    shapes = st.booleans().map(lambda gradient: {"kind": "circle_square", **size, "extent": 2, "gradient": gradient})
    return shapes | digits


def _options(spec: TaskSpec) -> Options:
    """Give what other parts may be built for: no more than is known of any space that suits the task."""
    height, width, channels = spec.space.image_shape
    classes = 2 if spec.task.least_classes > 1 else 0
    coverage = spec.sensor.coverage(spec.space.image_shape)
    return Options((min(height, _LARGEST), min(width, _LARGEST)), channels, classes, coverage)
