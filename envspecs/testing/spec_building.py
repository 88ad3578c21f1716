"""How whole task specs are built."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from envspecs.loading import load
from envspecs.problems import either
from envspecs.registry import kinds
from envspecs.specs.base import SensorKind
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.building import KINDS, builders, fitting
from envspecs.testing.describing import Fields
from envspecs.testing.interface_building import Setting, draw_interface
from envspecs.testing.options import Options
from envspecs.testing.rule_building import episodes, rewards
from envspecs.testing.sensor_building import MOTIONS, SENSORS, draw_extras
from envspecs.testing.space_building import draw_ground, known_spaces
from envspecs.testing.task_building import LOSSES, TASKS

__all__ = ["task_specs"]

KINDS["envspecs.sensors"].update(SENSORS)
KINDS["envspecs.motions"].update(MOTIONS)
KINDS["envspecs.tasks"].update(TASKS)
KINDS["envspecs.losses"].update(LOSSES)

_DTYPES = st.sampled_from(["float32", "uint8"])
_LEAST_PIXELS = 12


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
        ValueError: If a kind is none of those that there are, or a limit is too low.

    >>> from hypothesis import find
    >>> spec = find(task_specs(spaces=["circle_square"], sensors=["full"], tasks=["none"]), lambda spec: True)
    >>> spec.space
    CircleSquareSpec(kind='circle_square', height=3, width=3, extent=2, gradient=False)
    """
    if max_pixels < _LEAST_PIXELS:
        raise ValueError(f"max_pixels must be {_LEAST_PIXELS} or more, got {max_pixels!r}")
    if max_steps < 1:
        raise ValueError(f"max_steps must be 1 or more, got {max_steps!r}")
    return _task_specs(
        _Wanted(
            max_pixels,
            max_steps,
            _known("spaces", spaces, known_spaces(max_pixels)),
            _known("sensors", sensors, tuple(builders("envspecs.sensors"))),
            _known("tasks", tasks, tuple(builders("envspecs.tasks"))),
            interfaces,
        )
    )


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
        """Give the sensors that fit.

        Raises:
            ValueError: If there is none.
        """
        found = fitting(builders("envspecs.sensors", self.sensors).values(), options)
        if not found:
            sensors = ", ".join(self.sensors)
            raise ValueError(f"a sensor must suit one of the tasks {', '.join(self.tasks)}, got {sensors}")
        return found

    def suits(self, options: Options) -> bool:
        """Tell whether a task fits a space, with some sensor."""
        return bool(self.tasks_for(replace(options, coverage=(1.0, 1.0))))


@st.composite
def _task_specs(draw: st.DrawFn, wanted: _Wanted) -> TaskSpec:
    dtype = draw(_DTYPES) if wanted.interfaces else "float32"
    ground = draw_ground(draw, wanted.spaces, wanted.max_pixels, dtype, wanted.suits)
    options = replace(ground.options, leaves_room=not wanted.tasks_for(ground.options))
    sensor = _draw_one(draw, wanted.sensors_for(options))
    bare: SensorKind = _model("envspecs.sensors", sensor).model_validate(sensor)
    has_glimpses = bare.glimpse_shape(ground.model.image_shape) is not None
    sensor = sensor | draw_extras(draw, options, has_glimpses=has_glimpses)
    seeing: SensorKind = _model("envspecs.sensors", sensor).model_validate(sensor)
    about = replace(options, coverage=seeing.coverage(ground.model.image_shape))
    task = _draw_one(draw, wanted.tasks_for(about))
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


def _draw_one(draw: st.DrawFn, strategies: list[st.SearchStrategy[Fields]]) -> Fields:
    """Draw from one of some strategies; first which, so that the others need not be looked over."""
    return draw(strategies[draw(st.sampled_from(range(len(strategies))))])


def _model(group: str, fields: Fields) -> Any:
    """Give the model of the kind that fields name."""
    return kinds(group)[fields["kind"]]
