from __future__ import annotations

import numpy as np

from imagespaces.factors.groups import ListedGroups, OneGroup, ProductGroups


def test_members_of_listed_groups_ascend() -> None:
    groups = ListedGroups(np.array([1, 0, 1, 1, 0]))
    assert groups.counts.tolist() == [2, 3]
    assert groups.states(np.array([0, 0, 1, 1, 1]), np.array([0, 1, 0, 1, 2])).tolist() == [1, 4, 0, 2, 3]


def test_one_group_is_no_table() -> None:
    groups = OneGroup(2**62)
    last = np.array([2**62 - 1])
    assert groups.counts.tolist() == [2**62]
    assert groups.of(last).tolist() == [0]
    assert groups.states(np.array([0]), last).tolist() == last.tolist()


def test_products_of_classes_make_no_long_table() -> None:
    sizes = {"a": 10**6, "b": 4, "c": 10**6, "d": 10**5}
    groups = ProductGroups(sizes, {"b": np.array([0, 1, 1, 0])})
    assert groups.counts.tolist() == [2 * 10**17, 2 * 10**17]
    last = np.array([4 * 10**17 - 1])
    assert groups.of(last).tolist() == [0]
    assert groups.states(np.array([0]), np.array([2 * 10**17 - 1])).tolist() == last.tolist()
