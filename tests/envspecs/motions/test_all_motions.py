"""What holds of every motion."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import Absolute, Discrete, Relative, Velocity
from imagespaces.testing.strategies import elements

ALL = st.sampled_from(
    [
        Absolute,
        Relative,
        lambda: Relative((0.7, 0.03)),
        Discrete,
        lambda: Discrete(8, stay=False, step=(0.3, 0.17)),
        Velocity,
        lambda: Velocity(0.05, 0.2, friction=0.3),
        lambda: Velocity(0.6, 0.02),
    ]
)
coordinates = st.floats(-1, 1)
positions = st.tuples(coordinates, coordinates)


def prepared(make: Any, lanes: int) -> Any:
    motion = make()
    motion.prepare(lanes)
    return motion


def actions(motion: Any, lanes: int, length: int) -> st.SearchStrategy[Any]:
    rows = st.lists(elements(motion.action_space), min_size=lanes, max_size=lanes).map(np.array)
    return st.lists(rows, min_size=1, max_size=length)


@given(ALL, st.lists(positions, min_size=1, max_size=4), st.data())
def test_positions_stay_in_range_and_observations_in_their_spaces(make: Any, starts: Any, data: st.DataObject) -> None:
    motion, places = prepared(make, len(starts)), np.array(starts, np.float64)
    for action in data.draw(actions(motion, len(starts), 8)):
        places, efforts = motion.move(places, action)
        assert (np.abs(places) <= 1).all()
        assert (efforts >= 0).all()
        seen = motion.observe(slice(None))
        assert seen.keys() == motion.observation_spaces.keys()
        for name, values in seen.items():
            assert all(motion.observation_spaces[name].contains(value) for value in values)
        for name, (least, most) in motion.limits.items():
            assert ((motion.state()[name] >= least) & (motion.state()[name] <= most)).all()


@given(ALL, st.lists(positions, min_size=2, max_size=4), st.data())
def test_rows_do_not_depend_on_each_other(make: Any, starts: Any, data: st.DataObject) -> None:
    together, alone = prepared(make, len(starts)), [prepared(make, 1) for _ in starts]
    places, singles = np.array(starts, np.float64), [np.array([start], np.float64) for start in starts]
    for action in data.draw(actions(together, len(starts), 4)):
        places, efforts = together.move(places, action)
        for row, motion in enumerate(alone):
            singles[row], effort = motion.move(singles[row], action[row : row + 1])
            assert (singles[row][0].tobytes(), effort[0]) == (places[row].tobytes(), efforts[row])


@given(ALL, positions, st.data())
def test_what_is_passed_is_not_changed_and_what_is_given_is_fresh(make: Any, start: Any, data: st.DataObject) -> None:
    motion, places = prepared(make, 1), np.array([start], np.float64)
    (action,) = data.draw(actions(motion, 1, 1))
    before = places.copy(), action.copy()
    found, efforts = motion.move(places, action)
    again, _ = motion.move(places, action)
    assert np.array_equal(places, before[0])
    assert np.array_equal(action, before[1])
    shared = [places, action, again, *motion.state().values(), *motion.observe(slice(None)).values()]
    assert not any(np.shares_memory(each, other) for each in (found, efforts) for other in shared)


@given(ALL, positions, positions)
def test_toward_gets_there_and_stays(make: Any, start: Any, goal: Any) -> None:
    motion = prepared(make, 1)
    near = np.array(getattr(motion, "precision", (0.0, 0.0))) + 1e-4
    places, goals = np.array([start], np.float64), np.array([goal], np.float64)
    there = [False]
    for _ in range(500):
        action = motion.toward(places, goals)
        assert motion.action_space.contains(action[0])
        places, _ = motion.move(places, action)
        there.append(bool((np.abs(places - goals) <= near).all()))
    if getattr(motion, "action_names", ("stay",))[-1] == "stay":
        assert all(there[-2:])
    else:  # what may not stay goes to and fro
        assert any(there[-2:])


@pytest.mark.parametrize("make", [Absolute, Relative, Discrete])
def test_most_motions_keep_nothing(make: Any) -> None:
    motion = prepared(make, 3)
    motion.reset(np.arange(2))
    assert motion.state() == motion.observe(slice(None)) == {} == motion.observation_spaces == motion.limits
