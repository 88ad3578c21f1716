"""The library's parts are what the protocols ask for, by name, by signature, and in what they give."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from envspecs.losses import CrossEntropy
from envspecs.motions import Velocity
from envspecs.parts import Loss, Motion, Sensor, Task
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from imagespaces import CircleSquare
from imagespaces.bank import gallery
from imagespaces.draws import Draws, Plan
from tests.envspecs.toys import staged

SPACE = CircleSquare(height=8, width=9, extent=4)
LANES = 3

motion: Motion = Velocity()
loss: Loss = CrossEntropy()


def sensor() -> Sensor:
    return Glimpse(gallery(SPACE, LANES), motion=motion)


def task() -> Task:
    return Classification(staged(SPACE, LANES), loss=CrossEntropy())


PARTS: list[tuple[type, Any]] = [(Motion, motion), (Loss, loss), (Sensor, sensor()), (Task, task())]


def members(protocol: type) -> list[str]:
    """What a protocol asks for."""
    own = {name for base in protocol.__mro__ if base.__module__ == "envspecs.parts" for name in vars(base)}
    return sorted(name for name in own if not name.startswith("_") or name == "__call__")


@pytest.mark.parametrize(("protocol", "part"), PARTS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_member_is_there_with_the_same_arguments(protocol: type, part: Any) -> None:
    assert members(protocol)
    for name in members(protocol):
        asked, found = inspect.getattr_static(protocol, name), getattr(part, name)
        if inspect.isfunction(asked):
            arguments = list(inspect.signature(asked).parameters)[1:]
            assert list(inspect.signature(found).parameters) == arguments, name


def begun(part: Any) -> Any:
    """A part whose lanes have just begun; the words drawn are those that it asks for."""
    lanes = np.arange(LANES)
    draws = Draws(5, lanes, Plan(dict(part.words)))
    indices = [np.array([0, 1, 2])] if "indices" in inspect.signature(part.reset).parameters else []
    part.reset(lanes, draws, *indices, {})
    return part


@pytest.mark.parametrize("make", [sensor, task])
def test_states_are_the_arrays_themselves_with_a_row_for_each_lane(make: Any) -> None:
    part = begun(make())
    for name, array in part.state().items():
        assert array.shape[0] == LANES, name
        assert array is part.state()[name], name


@pytest.mark.parametrize("make", [sensor, task])
def test_observations_are_fresh_and_of_the_lanes_asked_for(make: Any) -> None:
    part = begun(make())
    for lanes, count in ((slice(None), LANES), (np.array([2, 0]), 2)):
        seen = part.observe(lanes)
        assert seen.keys() == part.observation_spaces.keys()
        for key, value in seen.items():
            assert len(value) == count
            assert all(part.observation_spaces[key].contains(row) for row in value)
            held = [*part.state().values(), part.observe(lanes)[key]]
            assert not any(np.shares_memory(value, other) for other in held)


def test_what_a_sensor_gives() -> None:
    part = begun(sensor())
    actions = np.zeros((LANES, *part.action_space.shape), np.float32)
    efforts = part.move(actions)
    assert (efforts.shape, efforts.dtype.name) == ((LANES,), "float64")
    assert (efforts >= 0).all()
    assert part.boxes(slice(None)).shape == (LANES, 4)
    assert part.boxes(np.array([1])).tolist() == part.boxes(slice(None))[[1]].tolist()
    assert all(axes >= 0 for axes in part.options.values())


def test_what_a_task_gives() -> None:
    part = begun(task())
    predictions = np.zeros((LANES, *part.prediction_space.shape), np.float32)
    losses = part.score(predictions, np.ones(LANES, np.int64))
    assert losses.tolist() == pytest.approx(part.loss(predictions, part.targets()).tolist())
    assert all(part.target_space.contains(target) for target in part.targets())
    assert all(len(value) == 2 for value in part.metrics(np.array([0, 2])).values())
    qualities = part.quality(slice(None))
    assert qualities.shape == (LANES,)
    assert ((qualities >= 0) & (qualities <= 1)).all()
    assert all(part.prediction_space.contains(told) for told in part.oracle())
    assert [type(words) for words in part.caption(1)] == [str, str]
