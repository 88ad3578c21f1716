from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp

from envspecs.testing.comparing import (
    arrays_in,
    copied,
    expect_refused,
    expect_same_data,
    expect_same_run,
    ignoring,
    is_same_data,
    leaves,
    row_of_info,
)

arrays = stnp.arrays(
    st.sampled_from([np.float32, np.int64, np.bool_]), stnp.array_shapes(min_dims=0, max_dims=2, max_side=3)
)
numbers = st.one_of(st.integers(), st.floats(), st.booleans(), st.none(), st.text(max_size=3))
data = st.recursive(
    st.one_of(arrays, numbers),
    lambda inner: st.one_of(
        st.dictionaries(st.text(max_size=2), inner, max_size=3),
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
    ),
    max_leaves=6,
)


def broken(message: str) -> Any:
    return pytest.raises(AssertionError, match=f"^{re.escape(message)}$")


@given(data)
def test_copies_are_the_same_and_share_nothing(each: Any) -> None:
    other = copied(each)
    expect_same_data(other, each, "a copy")
    for (_, one), (_, copy) in zip(arrays_in(each), arrays_in(other), strict=True):
        assert one is not copy
        assert not np.shares_memory(one, copy)


def test_copies_of_rows_of_things() -> None:
    row = np.full(2, None, object)
    row[0] = {"glimpse": np.zeros((2, 2))}
    other = copied({"final_obs": row})["final_obs"]
    assert other.dtype == object
    assert other.shape == (2,)
    assert other[1] is None
    row[0]["glimpse"][:] = 1
    assert not other[0]["glimpse"].any()


@pytest.mark.parametrize(
    ("found", "expected", "message"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, "the keys of it is ['a'] (list), not ['a', 'b'] (list)"),
        ({"a": {"b": 1}}, {"a": {"b": 1.0}}, "it['a']['b'] is 1 (int), not 1.0 (float)"),
        ([1, 2], [1, 2, 3], "the length of it is 2 (int), not 3 (int)"),
        ((1, True), (1, 1), "it[1] is True (bool), not 1 (int)"),
        (np.zeros(2), np.zeros(2, np.float32), "it is float64 [2], not float32 [2]"),
        (np.zeros(2), np.zeros((2, 1)), "it is float64 [2], not float64 [2, 1]"),
        (np.array([0.0, 1.0]), np.array([0.0, 2.0]), "it differs in 1 of 2 values, first at [1]: 1.0, not 2.0"),
        (np.array([0.0]), np.array([-0.0]), "it differs in 1 of 1 values, first at [0]: 0.0, not -0.0"),
        (np.float64(1), 1.0, "it is np.float64(1.0) (float64), not 1.0 (float)"),
        (
            np.array([None, {"x": 1}], object),
            np.array([None, {"x": 2}], object),
            "it[1]['x'] is 1 (int), not 2 (int)",
        ),
    ],
)
def test_what_differs_is_shown(found: Any, expected: Any, message: str) -> None:
    expect_same_data(expected, expected, "it")
    with broken(message):
        expect_same_data(found, expected, "it")


class Place(NamedTuple):
    x: float
    path: Any


class Opaque:
    pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.array([np.nan]), np.array([np.nan])),
        ({"goal": float("nan")}, {"goal": float("nan")}),
        ([np.float32("nan")], [np.float32("nan")]),
        ({3: 1, "a": 2, (0,): 3}, {"a": 2, (0,): 3, 3: 1}),
        (Opaque(), Opaque()),
        (Place(1.0, np.zeros(2)), Place(1.0, np.zeros(2))),
        ({"episode": {"r": 1.0, "t": 0.25}}, {"episode": {"r": 1.0, "t": 0.5}}),
        ({"episode": 3}, {"episode": 3}),
    ],
)
def test_what_is_as_good_as_the_same(one: Any, other: Any) -> None:
    assert is_same_data(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (float("nan"), np.float64("nan")),
        (float("nan"), 0.0),
        (Opaque(), object()),
        ({"episode": {"r": 1.0, "t": 0.25}}, {"episode": {"r": 2.0, "t": 0.25}}),
        ({"other": {"t": 0.25}}, {"other": {"t": 0.5}}),
    ],
)
def test_what_is_not(one: Any, other: Any) -> None:
    assert not is_same_data(one, other)


def test_entries_may_be_ignored() -> None:
    with ignoring(["seconds"]):
        expect_same_data({"info": {"seconds": 1, "x": 2}}, {"info": {"seconds": 3, "x": 2}}, "it")
        assert not is_same_data({"info": {"seconds": 1}}, {"info": {}})
    assert not is_same_data({"seconds": 1}, {"seconds": 3})


def test_copies_of_named_rows_are_named() -> None:
    place = Place(1.0, np.zeros(2))
    other = copied({"place": place})["place"]
    assert isinstance(other, Place)
    assert other.path is not place.path


def test_copies_of_things_of_any_shape() -> None:
    things = np.array([[None, 1], [np.zeros(2), "a"]], object)
    other = copied(things)
    assert other.shape == (2, 2)
    assert other[1, 0] is not things[1, 0]
    assert copied(np.array(None)).shape == ()


def test_runs_are_compared_call_by_call() -> None:
    expect_same_run([{"reward": 1.0}], [{"reward": 1.0}], "runs")
    with broken("runs, call 1: result['reward'] is 2.0 (float), not 1.0 (float)"):
        expect_same_run([{}, {"reward": 2.0}], [{}, {"reward": 1.0}], "runs")


def refuse() -> None:
    raise ValueError("got 7")


@pytest.mark.parametrize(
    ("call", "error", "shows", "message"),
    [
        (refuse, TypeError, "7", "it must raise TypeError, and raised ValueError: got 7"),
        (refuse, ValueError, "8", "it is refused without the words '8': got 7"),
        (lambda: 5, ValueError, "7", "it must raise ValueError, and gave 5"),
    ],
)
def test_calls_that_are_not_refused_as_they_must_be(call: Any, error: Any, shows: str, message: str) -> None:
    expect_refused(refuse, ValueError, "it", "7")
    with broken(message):
        expect_refused(call, error, "it", shows)


def test_leaves_have_paths() -> None:
    row = np.array([None, {"x": 1}], object)
    found = {path: type(value).__name__ for path, value in leaves({"a": [1, {"b": np.zeros(2)}], "c": row}, "data")}
    assert found == {
        "data['a'][0]": "int",
        "data['a'][1]['b']": "ndarray",
        "data['c'][0]": "NoneType",
        "data['c'][1]['x']": "int",
    }
    assert [path for path, _ in arrays_in({"a": [1, {"b": np.zeros(2)}]})] == ["['a'][1]['b']"]


def test_a_row_of_info_is_what_one_environment_would_say() -> None:
    info = {
        "index": np.array([3, 4]),
        "_index": np.array([True, True]),
        "prediction": {"loss": np.array([0.5, 0.0]), "_loss": np.array([True, False])},
        "_prediction": np.array([True, False]),
        "target": np.array([[1.0, 2.0], [3.0, 4.0]]),
        "_target": np.array([False, True]),
    }
    assert row_of_info(info, 0) == {"index": 3, "prediction": {"loss": 0.5}}
    second = row_of_info(info, 1)
    assert second.keys() == {"index", "target"}
    assert second["target"].tolist() == [3.0, 4.0]
