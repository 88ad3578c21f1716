"""Trees of values and places: merging, settling, paths."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.tree import Node, Place, Text, dotted, merge, plain, settle, written

HERE, THERE = Place("here"), Place("there", 3, 4, "/folder")

values = st.recursive(
    st.integers() | st.text(max_size=3) | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "kind"]), inner, max_size=3),
    max_leaves=10,
)
maps = st.dictionaries(st.sampled_from(["a", "b", "c"]), values, max_size=3)


def merged(under: Any, over: Any) -> Any:
    return plain(merge(written(under, HERE), written(over, THERE)))


@given(values)
def test_writing_and_reading_back_changes_nothing(value: Any) -> None:
    assert plain(written(value, HERE)) == value


def test_numbers_and_arrays_of_numpy_become_plain() -> None:
    found = plain(written({"a": np.int64(3), "b": np.array([[1.5]]), "c": (np.True_,)}, HERE))
    assert found == {"a": 3, "b": [[1.5]], "c": [True]}
    assert type(found["a"]) is int
    assert type(found["c"][0]) is bool


@given(values)
def test_merging_with_itself_or_with_nothing_changes_nothing(value: Any) -> None:
    assert merged(value, value) == value
    if isinstance(value, dict):
        assert merged(value, {}) == value
        assert merged({}, value) == value


@given(maps, maps, maps)
def test_merging_is_associative_without_kinds(first: Any, second: Any, third: Any) -> None:
    one, two, three = (without_kinds(value) for value in (first, second, third))
    assert merged(merged(one, two), three) == merged(one, merged(two, three))


def without_kinds(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_kinds(child) for key, child in value.items() if key != "kind"}
    # A scalar between two maps would not be associative: what is replaced is gone.
    return {} if not isinstance(value, list) else {"list": value}


def test_maps_merge_deeply_and_lists_replace() -> None:
    under = {"a": {"b": [1, 2, 3], "c": 1}, "d": {"e": 1}}
    assert merged(under, {"a": {"b": [4]}, "d": 5}) == {"a": {"b": [4], "c": 1}, "d": 5}


def test_a_map_of_another_kind_replaces_the_old_one() -> None:
    assert merged({"x": {"kind": "p", "a": 1}}, {"x": {"kind": "q", "b": 2}}) == {"x": {"kind": "q", "b": 2}}


def test_a_map_whose_kind_was_left_open_merges() -> None:
    assert merged({"x": {"a": 1}}, {"x": {"kind": "q", "b": 2}}) == {"x": {"a": 1, "kind": "q", "b": 2}}


def test_a_map_of_the_same_kind_merges() -> None:
    assert merged({"x": {"kind": "p", "a": 1}}, {"x": {"kind": "p", "b": 2}}) == {"x": {"kind": "p", "a": 1, "b": 2}}


def test_merged_values_keep_their_places() -> None:
    tree = merge(written({"a": 1, "b": 2}, HERE), written({"b": 3}, THERE))
    assert (tree.place, tree["a"].place, tree["b"].place) == (THERE, HERE, THERE)


def test_texts_know_the_folder_that_they_were_written_in() -> None:
    text = plain(written("photos", THERE))
    assert isinstance(text, Text)
    assert (text, text.folder) == ("photos", "/folder")


def test_settled_data_keep_places_and_give_defaults_that_of_their_map() -> None:
    tree = Node({"a": Node({"b": Node(1, THERE, HERE)}, THERE), "l": Node((Node(1, THERE),), HERE)}, HERE)
    settled = settle({"a": {"b": 1.0, "c": 5}, "l": [1, 2], "d": {"e": 0}}, tree, HERE)
    assert plain(settled) == {"a": {"b": 1.0, "c": 5}, "l": [1, 2], "d": {"e": 0}}
    assert settled["a"]["b"] == Node(1.0, THERE, HERE)
    assert settled["a"]["c"] == Node(5, THERE)
    assert settled["l"][0].place == THERE
    assert settled["d"]["e"] == Node(0, HERE)


def test_children_are_found_by_key_or_index() -> None:
    tree = written({"a": [1, 2]}, HERE)
    assert tree["a"][1].value == 2
    assert tree.child("b") is tree["a"].child(2) is tree["a"].child(-1) is tree["a"].child("0") is None
    assert tree["a"][0].child("a") is None
    with pytest.raises(KeyError, match="b"):
        tree["b"]


def test_changing_a_copy_leaves_the_tree_alone() -> None:
    tree = written({"a": [1, 2], "b": 3}, HERE)
    changed = tree.with_child("a", tree["a"].with_child(0, Node(9, HERE))).without("b")
    assert plain(changed) == {"a": [9, 2]}
    assert plain(tree) == {"a": [1, 2], "b": 3}


def test_all_places_are_given() -> None:
    assert set(Node({"a": Node(1, THERE, Place("key"))}, HERE).places()) == {HERE, THERE, Place("key")}


@pytest.mark.parametrize(
    ("place", "text"), [(Place(), ""), (Place("f"), "f"), (Place("f", 0, 1), "f:0:1"), (THERE, "there:3:4")]
)
def test_places_are_shown_with_what_is_known(place: Place, text: str) -> None:
    assert str(place) == text


@pytest.mark.parametrize(("path", "text"), [((), ""), (("a",), "a"), ((0, "a", 1), "[0].a[1]")])
def test_paths_are_shown_with_dots_and_brackets(path: tuple[str | int, ...], text: str) -> None:
    assert dotted(path) == text
