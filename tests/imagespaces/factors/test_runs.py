from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors.runs import Runs


@given(st.lists(st.integers(1, 5), min_size=1, max_size=20))
def test_numbers_count_through_the_runs(lengths: list[int]) -> None:
    runs = Runs(np.array(lengths))
    expected = [(run, place) for run, length in enumerate(lengths) for place in range(length)]
    found, places = runs.find(np.arange(runs.total))
    assert list(zip(found.tolist(), places.tolist(), strict=True)) == expected


@given(st.lists(st.integers(1, 2**56), min_size=1, max_size=50), st.data())
def test_long_runs(lengths: list[int], data: st.DataObject) -> None:
    runs = Runs(np.array(lengths))
    assert runs.total == sum(lengths)
    number = data.draw(st.integers(0, runs.total - 1))
    (run,), (place,) = runs.find(np.array([number]))
    assert sum(lengths[:run]) + place == number
    assert 0 <= place < lengths[run]


def test_runs_of_one_length_are_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(np, "searchsorted")
    found, places = Runs(np.full(1000, 7)).find(np.array([6999, 7]))
    assert (found.tolist(), places.tolist()) == ([999, 1], [6, 0])
