"""How whole task specs are built."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from envspecs.loading import load
from envspecs.problems import either
from envspecs.registry import kinds
from envspecs.specs.base import SensorKind, TaskKind
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.building import KINDS, builders, fitting
from envspecs.testing.describing import Fields
from envspecs.testing.ground_building import Ground, draw_ground
from envspecs.testing.interface_building import Setting, draw_interface
from envspecs.testing.options import MisfitError, Options
from envspecs.testing.plugins import is_own
from envspecs.testing.rule_building import episodes, rewards
from envspecs.testing.sensor_building import MOTIONS, SENSORS, draw_extras
from envspecs.testing.space_building import SUIT_ALL, draw_space, known_spaces, options_of
from envspecs.testing.task_building import LOSSES, TASKS
from imagespaces.plugins import looked_up_once

__all__ = ["task_specs"]

KINDS["envspecs.sensors"].update(SENSORS)
KINDS["envspecs.motions"].update(MOTIONS)
KINDS["envspecs.tasks"].update(TASKS)
KINDS["envspecs.losses"].update(LOSSES)

_DTYPES = st.sampled_from(["float32", "uint8"])
_LEAST_PIXELS = 12

_ATTEMPTS = 5
"""So often is drawn what may not fit, before an example is given up."""

_HOPELESS = 200
"""So many attempts that failed, and none that did not, tell that nothing will ever fit."""

_BARE = Options((8, 8), classes=0, coverage=(1.0, 1.0), numbers=("x",), knows_objects=True, has_masks=True)
"""A space that has all but classes."""


def task_specs(
    *,
    max_pixels: int = 256,
    max_steps: int = 6,
    spaces: Iterable[str] | None = None,
    sensors: Iterable[str] | None = None,
    tasks: Iterable[str] | None = None,
    interfaces: bool = False,
) -> st.SearchStrategy[TaskSpec]:
    """Build task specs, valid by construction.

    Args:
        max_pixels: The most rows × columns of an image, at least 12.
        max_steps: The most steps of an episode.
        spaces: The kinds of spaces to choose from; all unless given whose images can be so small.
        sensors: The kinds of sensors to choose from; all unless given.
        tasks: The kinds of tasks to choose from; all unless given.
        interfaces: Whether actions and observations have any form, rather than that of dictionaries.

    Raises:
        ValueError: If a kind is none of those that there are, or a limit is too low; while drawn, if none of the spaces
            suits one of the tasks, or none of the sensors.
        PluginError: If a plugin, or the strategy that it names, is broken.

    >>> from hypothesis import find
    >>> spec = find(task_specs(spaces=["circle_square"], sensors=["full"], tasks=["none"]), lambda spec: True)
    >>> spec.space
    CircleSquareSpec(kind='circle_square', height=3, width=3, extent=2, gradient=False)
    """
    if max_pixels < _LEAST_PIXELS:
        raise ValueError(f"max_pixels must be {_LEAST_PIXELS} or more, got {max_pixels!r}")
    if max_steps < 1:
        raise ValueError(f"max_steps must be 1 or more, got {max_steps!r}")
    wanted = _Wanted(
        max_pixels,
        max_steps,
        _known("spaces", spaces, known_spaces(max_pixels)),
        _known("sensors", sensors, tuple(builders("envspecs.sensors"))),
        _known("tasks", tasks, tuple(builders("envspecs.tasks"))),
        interfaces,
    )
    sure = tuple(name for name in wanted.spaces if name in SUIT_ALL)
    attempts = [_attempts(each) for each in (wanted, replace(wanted, spaces=sure)) if each.spaces]
    return _first_fitting(attempts, _record_of(wanted))


def _known(what: str, names: Iterable[str] | None, known: tuple[str, ...]) -> tuple[str, ...]:
    """Give names of kinds, all that are known where none are given.

    Raises:
        ValueError: If one is unknown, or there is none.
    """
    wanted = known if names is None else tuple(names)
    if not wanted or not set(wanted) <= set(known):
        raise ValueError(f"{what} must be one or more of {either(known)}, got {list(wanted)}")
    return wanted


@dataclass(frozen=True)
class _Wanted:
    """What :func:`task_specs` was asked for."""

    max_pixels: int
    max_steps: int
    spaces: tuple[str, ...]
    sensors: tuple[str, ...]
    tasks: tuple[str, ...]
    interfaces: bool

    def tasks_for(self, options: Options) -> list[st.SearchStrategy[Fields]]:
        """Give the tasks that fit."""
        return fitting(builders("envspecs.tasks", self.tasks).values(), options)

    def sensors_for(self, options: Options) -> list[st.SearchStrategy[Fields]]:
        """Give the sensors that fit."""
        return fitting(builders("envspecs.sensors", self.sensors).values(), options)

    def suits(self, options: Options) -> bool:
        """Tell whether a task fits a space, with some sensor."""
        return bool(self.tasks_for(replace(options, coverage=(1.0, 1.0))))

    @cached_property
    def needs_classes(self) -> bool:
        """Whether a space without classes suits no task, though it has all else."""
        bare, labelled = (
            any(self.suits(replace(_BARE, channels=channels, classes=classes)) for channels in (1, 3))
            for classes in (0, 2)
        )
        return labelled and not bare


@dataclass(repr=False)
class _Record:
    """How attempts went so far.

    Attributes:
        fitted: Whether one succeeded.
        missed: How many failed.
    """

    fitted: bool = False
    missed: int = 0


@looked_up_once
def _record_of(wanted: _Wanted) -> _Record:
    """Give how attempts went at what was asked for, by whomever: a strategy may be built anew for every example."""
    del wanted  # the key
    return _Record()


@st.composite
def _first_fitting(draw: st.DrawFn, attempts: list[st.SearchStrategy[TaskSpec]], record: _Record) -> TaskSpec:
    """Draw by turns until all parts fit; give up where they never do.

    Raises:
        ValueError: If nothing has ever fitted.
    """
    for turn in range(_ATTEMPTS):
        try:
            spec = draw(attempts[turn % len(attempts)])
        except MisfitError as error:
            record.missed, reason = record.missed + 1, str(error)
        else:
            record.fitted = True
            return spec
    if record.fitted or record.missed < _HOPELESS:
        reject()
    raise ValueError(reason)


@st.composite
def _attempts(draw: st.DrawFn, wanted: _Wanted) -> TaskSpec:
    dtype = draw(_DTYPES) if wanted.interfaces else "float32"
    space = draw_space(draw, wanted.spaces, wanted.max_pixels, dtype, labelled=wanted.needs_classes)
    if not wanted.suits(options_of(space)):
        raise _misfit("space", wanted.spaces, wanted.tasks)
    ground = draw_ground(draw, space)
    sensor, seeing, task = _draw_view(draw, wanted, ground)
    episode = draw(episodes(wanted.max_steps, is_confident=_model("envspecs.tasks", task).is_confident))
    setting = Setting(ground.space, sensor, seeing, task, stops=episode["stop"] == "action")
    return load(
        {
            "envspec": 1,
            "space": ground.model,
            "split": draw(st.sampled_from(ground.splits)),
            "sensor": sensor,
            "task": task,
            "reward": draw(rewards(zooms=seeing.zooms)),
            "episode": episode,
            **({"interface": draw_interface(draw, setting, dtype)} if wanted.interfaces else {}),
        }
    )


def _draw_view(draw: st.DrawFn, wanted: _Wanted, ground: Ground) -> tuple[Fields, SensorKind, Fields]:
    """Draw a sensor, with its model, and a task that fits it.

    Raises:
        MisfitError: If no task was found that fits a sensor.
    """
    options = replace(ground.options, leaves_room=not wanted.tasks_for(ground.options))
    shape = ground.model.image_shape
    sensors = wanted.sensors_for(options)
    while sensors:
        with suppress(MisfitError):
            sensor = _draw_one_of(draw, sensors)
            bare: SensorKind = _model("envspecs.sensors", sensor).model_validate(sensor)
            has_glimpses = bare.glimpse_shape(shape) is not None
            sensor = sensor | draw_extras(draw, options, has_glimpses=has_glimpses)
            seeing: SensorKind = _model("envspecs.sensors", sensor).model_validate(sensor)
            return sensor, seeing, _draw_task(draw, wanted, options, seeing, shape)
    raise _misfit("sensor", wanted.sensors, wanted.tasks)


def _draw_task(
    draw: st.DrawFn, wanted: _Wanted, options: Options, seeing: SensorKind, shape: tuple[int, int, int]
) -> Fields:
    """Draw a task for what a sensor sees of images of a shape.

    Raises:
        MisfitError: If none was found.
    """
    tasks = wanted.tasks_for(replace(options, coverage=seeing.coverage(shape)))
    while tasks:
        with suppress(MisfitError):
            task = _draw_one_of(draw, tasks)
            if _can_do(task, seeing, shape):
                return task
    raise _misfit("sensor", wanted.sensors, wanted.tasks)


def _can_do(task: Fields, seeing: SensorKind, shape: tuple[int, int, int]) -> bool:
    """Tell whether a task can be done with a sensor; the builders of this library's see to that themselves."""
    model: type[TaskKind] = _model("envspecs.tasks", task)
    return is_own(model) or model.model_validate(task).sensor_misfit(seeing, shape) is None


def _draw_one_of(draw: st.DrawFn, strategies: list[st.SearchStrategy[Fields]]) -> Fields:
    """Draw from one of some strategies, and take it from among them; first which: others need not be looked over."""
    return draw(strategies.pop(draw(st.sampled_from(range(len(strategies))))))


def _misfit(what: str, found: tuple[str, ...], tasks: tuple[str, ...]) -> MisfitError:
    return MisfitError(f"a {what} must suit one of the tasks {', '.join(tasks)}, got {', '.join(found)}")


def _model(group: str, fields: Fields) -> Any:
    """Give the model of the kind that fields name."""
    return kinds(group)[fields["kind"]]
