"""How the form of actions and observations is built, of which only some fit a task."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hypothesis import strategies as st

from envspecs.interface.chosen_actions import MOST_CHOICES
from envspecs.specs.base import SensorKind
from envspecs.tasks.scales import scale_of
from envspecs.testing.describing import Fields
from envspecs.testing.sensor_building import SENSORS
from envspecs.testing.task_building import TASKS
from imagespaces.space import ImageSpace

__all__ = ["Setting", "draw_interface"]

_QUICK = 1 << 16
"""Pixel values of all images together that an ideal observer sifts in no time."""

_MOST_BINS = 7


@dataclass(frozen=True)
class Setting:
    """What a form must fit.

    Attributes:
        space: Where images come from.
        sensor: What a task file says of the sensor.
        seeing: The model of that.
        task: What a task file says of the task.
        stops: Whether an action may end an episode.
    """

    space: ImageSpace
    sensor: Fields
    seeing: SensorKind
    task: Fields
    stops: bool

    @property
    def is_known(self) -> bool:
        """Whether sensor, motion and task are of this library, so that it is known what actions they take."""
        motion = self.sensor.get("motion", {"kind": None})["kind"]
        return self.sensor["kind"] in SENSORS and self.task["kind"] in TASKS and (motion is None or motion in _MOVES)

    @property
    def predicts(self) -> bool:
        """Whether something is predicted."""
        return self.task["kind"] not in {"none", "find"} and bool(self.task.get("prediction", True))

    @property
    def has_ideal(self) -> bool:
        """Whether it can be worked out what images fit all that was seen."""
        bare = self.sensor["kind"] == "glimpse" and not any(self.seeing.extras.values())
        few = self.space.size is not None and self.space.size * math.prod(self.space.shape) <= _QUICK
        even = all(split.size == split.num_states for split in self.space.splits.values())
        return self.task["kind"] == "classification" and bare and self.sensor["border"] == "clamp" and few and even


def draw_interface(draw: st.DrawFn, setting: Setting, dtype: str) -> Fields:
    """Draw a form of actions and observations.

    Args:
        draw: Given by Hypothesis.
        setting: What it must fit.
        dtype: The type of images.
    """
    fields = draw(_OBSERVATIONS if setting.is_known else _MAPS) | {"dtype": dtype}
    if setting.predicts:
        fields["predictions"] = draw(_PREDICTIONS_WITH_IDEAL if setting.has_ideal else _PREDICTIONS)
    return fields | (_draw_actions(draw, setting, fields) if setting.is_known else {})


_FORMS = {"channels": st.sampled_from(["last", "first"]), "scalars": st.sampled_from(["plain", "vector"])}
_MAPS = st.fixed_dictionaries(dict(_FORMS))
_OBSERVATIONS = st.fixed_dictionaries({"observations": st.sampled_from(["dict", "image", "flat"]), **_FORMS})
_PREDICTIONS = st.sampled_from(["agent", "even", "oracle"])
_PREDICTIONS_WITH_IDEAL = st.sampled_from(["agent", "even", "oracle", "ideal"])
_CERTAINTIES, _BOUNDS = st.floats(0.01, 0.99), st.floats(0.1, 100)


# ------------------------------------------------------------------------------------------------------------- actions


def _draw_actions(draw: st.DrawFn, setting: Setting, fields: Fields) -> Fields:
    predicts = setting.predicts and fields["predictions"] == "agent"
    choices = [_of_moves(setting.sensor), *([_of_predictions(setting)] if predicts else [])]
    numbers, options = sum(each.numbers for each in choices), [n for each in choices for n in each.options]
    options += [2] if setting.stops else []
    most = _most_bins(numbers, options)
    forms = ["dict", "flat", *(["multi_discrete"] if numbers + len(options) <= MOST_CHOICES else [])]
    form = draw(st.sampled_from((*forms, *(["discrete"] if most > 1 else []))))
    if form == "dict":
        return {}
    if form == "flat":
        return {"actions": form, "bound": draw(_BOUNDS)}
    bins = draw(st.integers(2, most if form == "discrete" else _MOST_BINS))
    return {"actions": form, "bins": bins, "certainty": draw(_CERTAINTIES)}


@dataclass(frozen=True)
class _Choices:
    """What a part of an action is when it is chosen.

    Attributes:
        numbers: How many numbers, each of which becomes one of a few values.
        options: Of each thing that is chosen among some, among how many.
    """

    numbers: int = 0
    options: tuple[int, ...] = ()


_MOVES = {"absolute": 2, "relative": 2, "velocity": 2, "discrete": 0, "absolute_zoom": 3, "relative_zoom": 3}
"""How many numbers actions have, by kind of motion."""


def _of_moves(sensor: Fields) -> _Choices:
    motion = sensor.get("motion")
    if motion is None:
        return _Choices(options=(1,))
    if motion["kind"] == "discrete":
        return _Choices(options=(motion["directions"] + motion["stay"],))
    return _Choices(_MOVES[motion["kind"]])


def _of_predictions(setting: Setting) -> _Choices:
    space, task = setting.space, setting.task
    height, width = task.get("size") or space.shape[:2]
    if task["kind"] == "localization":
        return _Choices(2)
    if task["kind"] == "regression":
        return _Choices(sum(len(scale_of(space.factors[name]).variances) for name in task["factors"]))
    if task["kind"] == "reconstruction":
        return _Choices(height * width * space.channels)
    if task["kind"] == "segmentation":
        return _Choices(options=(len(space.mask_names or ()) or 2,) * (height * width))
    return _Choices(options=(space.num_classes or 0,))


def _most_bins(numbers: int, options: list[int]) -> int:
    """Give the most values of each number by which all choices together are not too many; 0 where there are none."""
    fixed = math.prod(options)
    return next((bins for bins in range(_MOST_BINS, 1, -1) if fixed * bins**numbers <= MOST_CHOICES), 0)
