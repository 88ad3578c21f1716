"""Overlays: values set at dotted paths."""

# ruff: noqa: E501 - messages are matched whole, on one line as their reader sees them

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import envspecs
from envspecs.overlays import FIXED, apply, parse_path, values_at, written_by_call
from envspecs.problems import SpecError
from envspecs.tree import Place, plain, written

BASE = {"space": {"kind": "p", "height": 1, "width": 2}, "parts": [{"a": 1}, {"a": 2}], "nothing": None}


def applied(changes: dict[str, object], base: object = BASE) -> Any:
    return plain(apply(written(base, Place("file")), written_by_call(changes)))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, BASE),
        ({"space.height": 5}, {**BASE, "space": {"kind": "p", "height": 5, "width": 2}}),
        ({"space": 5}, {**BASE, "space": 5}),
        ({"parts.1.a": 5}, {**BASE, "parts": [{"a": 1}, {"a": 5}]}),
        ({"parts.0": 5}, {**BASE, "parts": [5, {"a": 2}]}),
        ({"nothing.a": 5}, {**BASE, "nothing": {"a": 5}}),
        ({"new.a.b": 5}, {**BASE, "new": {"a": {"b": 5}}}),
        ({"space.0": 5}, {**BASE, "space": {"kind": "p", "height": 1, "width": 2, "0": 5}}),
        # The same kind changes nothing, another one starts afresh.
        ({"space.kind": "p"}, BASE),
        ({"space.kind": "q"}, {**BASE, "space": {"kind": "q"}}),
    ],
)
def test_a_value_replaces_what_was_there(changes: dict[str, object], expected: object) -> None:
    assert applied(changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"space.kind": "q", "space.height": 5},
        {"space": {"kind": "p", "height": 7}, "space.height": 5},
        {"new.kind": "q", "new.a": {"c": 5}, "new.a.b": 3},
        {"parts.0.kind": "q", "parts.0.a": 5, "parts.1.b": 7},
    ],
)
def test_the_order_of_changes_does_not_matter(changes: dict[str, object]) -> None:
    first, *others = [applied(dict(order)) for order in itertools.permutations(changes.items())]
    assert all(other == first for other in others)


def test_kinds_are_set_before_their_keys() -> None:
    assert applied({"space.height": 5, "space.kind": "q"})["space"] == {"kind": "q", "height": 5}


def test_all_that_leads_nowhere_is_told() -> None:
    with pytest.raises(SpecError) as caught:
        applied({"space.height.x": 1, "parts.2": 1, "parts.a": 1, "variants": 1})
    through = "allowed is a path through maps and lists"
    short = "allowed is a number below its length"
    assert str(caught.value).splitlines() == [
        f"override['parts.2']: parts.2: leads nowhere: found a list of 2, which has no item '2', {short}",
        f"override['parts.a']: parts.a: leads nowhere: found a list of 2, which has no item 'a', {short}",
        f"override['space.height.x']: space.height.x: leads nowhere: found 1, which has no key 'x', {through}",
        "override['variants']: variants: not part of the task: found 'variants', which is the file's, allowed are other keys",
    ]


def test_a_map_that_loses_its_kind_is_told_to_be_changed_by_its_keys() -> None:
    with pytest.raises(SpecError) as caught:
        applied({"space": {"height": 5}})
    assert str(caught.value) == (
        "override['space']: space: replaces all that was there: found a map without a 'kind', "
        "allowed is each key by itself, or a whole map"
    )
    assert applied({"space": {"height": 5}, "space.kind": "q"})["space"] == {"kind": "q", "height": 5}


@pytest.mark.parametrize("path", ["", ".", "a.", ".a", "a..b", None, 3, ("a",), *FIXED, "envspec.a"])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(ValueError, match="found"):
        parse_path(path)


def test_values_come_from_the_tree_and_places_from_the_overlay() -> None:
    overlay = written({"parts.1.a": "old", "space": "old"}, Place("line"))
    found = values_at(written(BASE, Place("file")), overlay)
    assert plain(found) == {"parts.1.a": 2, "space": BASE["space"]}
    assert found.place == Place("line")


# ----------------------------------------------------------------------------------------------------------------------
# Of a task spec
# ----------------------------------------------------------------------------------------------------------------------

CHANGES: dict[str, st.SearchStrategy[object]] = {
    "space.height": st.integers(9, 40),
    "space.width": st.integers(9, 40),
    "space.gradient": st.booleans(),
    "sensor.size": st.lists(st.integers(1, 9), min_size=2, max_size=2),
    "sensor.scale": st.floats(0.1, 1),
    "sensor.motion.max_step": st.floats(0.01, 2) | st.tuples(st.floats(0.01, 2), st.floats(0.01, 2)),
    "sensor.start": st.sampled_from(["random", "center", [0.5, -1]]),
    "task.loss.normalized": st.booleans(),
    "reward": st.fixed_dictionaries(
        {
            "action_cost": st.floats(0, 9),
            "timing": st.just("final_step"),
            "size_penalty": st.just(0.0),
            "time_penalty": st.floats(0, 9),
        }
    ),
    "episode.max_steps": st.integers(1, 99),
    "episode.at_limit": st.sampled_from(["terminate", "truncate"]),
}


@st.composite
def two_sets_of_changes(draw: st.DrawFn) -> tuple[dict[str, object], dict[str, object]]:
    """Two overlays that have no path in common."""
    sides = {path: draw(st.sampled_from([None, 0, 1])) for path in CHANGES}
    first, second = ({path: draw(CHANGES[path]) for path in CHANGES if sides[path] == side} for side in (0, 1))
    return first, second


@given(two_sets_of_changes())
def test_overrides_of_different_keys_commute(changes: tuple[dict[str, object], dict[str, object]]) -> None:
    spec = envspecs.load("CircleSquare-v0")
    first, second = changes
    expected = spec.override(first | second)
    assert spec.override(first).override(second) == expected
    assert spec.override(second).override(first) == expected


@given(two_sets_of_changes())
def test_an_override_is_a_copy_with_the_values_given(changes: tuple[dict[str, object], dict[str, object]]) -> None:
    spec = envspecs.load("CircleSquare-v0")
    before = spec.model_dump_json()
    changed = spec.override(changes[0]).tree
    for path, value in written_by_call(changes[0]).items():
        node = changed
        for key in parse_path(path):
            node = node[key]
        assert plain(node) == plain(value)
        assert node.place == Place(f"override[{path!r}]")
    assert spec.model_dump_json() == before
    assert spec.override({}) == spec
