"""What holds of every option of every kind of sensor."""

from __future__ import annotations

import pickle
from copy import deepcopy
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from envspecs.parts import Zooming
from envspecs.policies.policy import Steerable
from envspecs.sensors import Foveated, Full, Glimpse, Zoom
from tests.envspecs.sensors.lookers import KINDS, LANES, STEPS, Looker, Pictures

OPTIONS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "noise": {"noise": 0.2},
    "dropout": {"dropout": 0.3},
    "periphery": {"periphery": (3, 5)},
    "canvas": {"memory": "canvas"},
    "history": {"memory": "history"},
    "last_action": {"observe": ["last_action"]},
    "all, canvas": {"noise": 0.2, "dropout": 0.3, "periphery": (4, 4), "memory": "canvas", "observe": ["last_action"]},
    "all, history": {
        "noise": 0.2,
        "dropout": 0.3,
        "periphery": (4, 4),
        "memory": "history",
        "observe": ["last_action"],
    },
}

each_kind = pytest.mark.parametrize("kind", KINDS)
each_option = pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)


def same(one: Any, other: Any) -> bool:
    """Tell whether observations are the same, bit for bit."""
    return one.keys() == other.keys() and all(
        one[key].dtype == other[key].dtype and one[key].tobytes() == other[key].tobytes() for key in one
    )


@each_kind
@each_option
@pytest.mark.parametrize(("dtype", "stored"), [("float32", "float32"), ("float32", "uint8"), ("uint8", "uint8")])
def test_observations_are_in_their_spaces(kind: str, options: dict[str, Any], dtype: str, stored: str) -> None:
    looker = Looker(kind, Pictures(dtype=dtype, stored=stored), **options)
    for seen in looker.play():
        assert seen.keys() == looker.sensor.observation_spaces.keys()
        for key, values in seen.items():
            space = looker.sensor.observation_spaces[key]
            for lane in range(LANES):
                assert space.contains(values[lane, ...]), (key, space, values[lane, ...])


@each_kind
@each_option
def test_whoever_looks_twice_or_at_some_lanes_sees_the_same(kind: str, options: dict[str, Any]) -> None:
    one, other = Looker(kind, **options).begin(), Looker(kind, **options).begin()
    for _ in range(STEPS):
        first = one.see()
        assert same(one.see(), first)
        some = other.see(np.array([2, 0]))
        other.see(np.array([1]))
        assert same(some, {key: values[[2, 0]] for key, values in first.items()})
        one.act()
        other.act()


@each_kind
@each_option
def test_lanes_are_what_they_are_alone(kind: str, options: dict[str, Any]) -> None:
    together = Looker(kind, **options).play()
    for lane in range(LANES):
        alone = Looker(kind, Pictures(1), first=lane, **options).play()
        for seen, own in zip(together, alone, strict=True):
            assert same(own, {key: values[lane : lane + 1] for key, values in seen.items()})


@each_kind
@each_option
def test_an_episode_shows_nothing_of_those_before(kind: str, options: dict[str, Any]) -> None:
    """The second episode of lanes that have played, and of lanes that have not."""
    used, unused = Looker(kind, **options), Looker(kind, **options)
    used.play()
    unused.begin()
    for one in (used, unused):
        one.sensor.state()  # nothing is put off until it is looked at
    again, expected = used.begin(), unused.begin()
    assert same(again.see(), expected.see())
    actions = again.act()
    expected.sensor.move(actions)
    assert same(again.see(), expected.see())


@each_kind
@each_option
def test_a_reset_of_some_lanes_leaves_the_others_alone(kind: str, options: dict[str, Any]) -> None:
    some, none = Looker(kind, **options), Looker(kind, **options)
    for looker in (some, none):
        looker.play(2)
    some.begin(1)
    for _ in range(2):
        seen, expected = some.see(), none.see()
        assert same(*({key: values[[0, 2]] for key, values in each.items()} for each in (seen, expected)))
        some.act()
        none.act()


@each_kind
@each_option
@pytest.mark.parametrize("copy", [deepcopy, lambda looker: pickle.loads(pickle.dumps(looker))])  # noqa: S301 - own
def test_copies_pickles_and_states_go_on(kind: str, options: dict[str, Any], copy: Any) -> None:
    looker = Looker(kind, **options)
    looker.play(2)
    other, restored = copy(looker), Looker(kind, **options)
    restored.pictures.show(np.arange(LANES), looker.pictures.rows)
    for name, array in looker.sensor.state().items():
        restored.sensor.state()[name][...] = array.copy()
    for _ in range(2):
        actions = looker.act()
        for each in (other, restored):
            each.sensor.move(actions)
            assert same(each.see(), looker.see())


@each_kind
@each_option
def test_no_array_is_given_twice_and_none_is_kept(kind: str, options: dict[str, Any]) -> None:
    looker, other = Looker(kind, **options), Looker(kind, **options)
    given: list[Any] = []
    for seen, expected in zip(_spoilt(looker), other.play(), strict=True):
        assert same(seen[0], expected)
        given += [*seen[1].values()]
    given += looker.sensor.state().values()
    for one, another in combinations(given, 2):
        assert not np.shares_memory(one, another)


def _spoilt(looker: Looker) -> Any:
    """Give copies of what is observed, and what was given, which is written to."""
    looker.begin()
    for step in range(STEPS + 1):
        if step:
            looker.act()
        seen = looker.see()
        kept = {key: values.copy() for key, values in seen.items()}
        for values in seen.values():
            values[...] = 1
        yield kept, seen


@each_kind
@each_option
def test_what_else_a_sensor_can_do_it_can_still(kind: str, options: dict[str, Any]) -> None:
    bare, wrapped = Looker(kind), Looker(kind, **options)
    for looker in (bare, wrapped):
        looker.play(2)
    assert isinstance(wrapped.sensor, Zooming) == isinstance(bare.sensor, Zooming) == (kind in {"zoom", "area"})
    assert isinstance(wrapped.sensor, Steerable) == isinstance(bare.sensor, Steerable)
    assert wrapped.sensor.boxes(np.array([1])).tolist() == bare.sensor.boxes(np.array([1])).tolist()
    assert (wrapped.sensor.coverage, wrapped.sensor.precision) == (bare.sensor.coverage, bare.sensor.precision)
    goals = np.full((LANES, 2), 0.25)
    assert wrapped.sensor.toward(goals).tolist() == bare.sensor.toward(goals).tolist()
    assert wrapped.sensor.options == bare.sensor.options
    assert wrapped.sensor.limits.items() >= bare.sensor.limits.items()
    assert wrapped.sensor.words.items() >= bare.sensor.words.items()
    assert wrapped.sensor.state().keys() >= bare.sensor.state().keys()


@each_kind
@each_option
def test_the_values_of_a_state_are_within_its_limits(kind: str, options: dict[str, Any]) -> None:
    looker = Looker(kind, **options)
    looker.play()
    state = looker.sensor.state()
    assert all(len(array) == LANES for array in state.values())
    for name, (low, high) in looker.sensor.limits.items():
        assert low <= state[name].min() <= state[name].max() <= high, name


@each_kind
def test_without_options_a_sensor_is_itself(kind: str) -> None:
    assert type(Looker(kind).sensor).__module__ != "envspecs.sensors.wrapped"
    assert type(Looker(kind).sensor) in {Foveated, Full, Glimpse, Zoom}
