"""Ids of variants."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.ids import choices, variant_id


@pytest.mark.parametrize(
    ("base", "names", "expected"),
    [
        ("Task-v0", [], "Task-v0"),
        ("Task-v0", ["a"], "Task-a-v0"),
        ("Task-v12", ["a", "b"], "Task-a-b-v12"),
        ("Task-v0-x", ["a"], "Task-v0-x-a"),
        ("Task", ["a"], "Task-a"),
        ("v1", ["a"], "v1-a"),
    ],
)
def test_names_stand_before_the_version(base: str, names: list[str], expected: str) -> None:
    assert variant_id(base, names) == expected


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=3), max_size=4))
def test_at_most_one_of_each_group_is_chosen_in_every_way(groups: list[list[str]]) -> None:
    numbered = [[f"{name}{at}" for name in group] for at, group in enumerate(groups)]
    found = list(choices(numbered))
    assert found[0] == ()
    assert len(set(found)) == len(found) == math.prod(len(group) + 1 for group in groups)
    for names in found:
        at = [int(name[1:]) for name in names]
        assert at == sorted(set(at))
        assert all(name in numbered[int(name[1:])] for name in names)
