"""What came of runs."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.results import Results, Statistic, summarise

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20)


@given(VALUES)
def test_means_have_their_standard_errors(values: list[float]) -> None:
    found = summarise("return", np.array(values))
    assert found.mean == pytest.approx(statistics.fmean(values), abs=1e-6)
    assert found.error == pytest.approx(statistics.stdev(values) / math.sqrt(len(values)), abs=1e-6)
    assert found.episodes == len(values)


def test_one_episode_has_no_error_and_none_no_mean() -> None:
    assert summarise("return", np.array([2.0])) == Statistic(2.0, None, 1)
    assert summarise("return", np.array([])) == Statistic(None, None, 0)


def test_what_never_happened_does_not_count_as_step_minus_one() -> None:
    assert summarise("first_correct_step", np.array([-1.0, 3.0, 5.0, -1.0])) == Statistic(4.0, 1.0, 2)
    assert summarise("first_correct_step", np.array([-1.0])) == Statistic(None, None, 0)
    assert summarise("return", np.array([-1.0, 3.0])).mean == 1.0


def test_a_dict_holds_no_time() -> None:
    one, other = (Results(3, {"return": Statistic(1.0, 0.5, 3)}, 48, seconds) for seconds in (1.0, 2.0))
    assert one.to_dict() == other.to_dict()
    assert one.to_dict() == {"episodes": 3, "statistics": {"return": {"mean": 1.0, "error": 0.5, "episodes": 3}}}


def test_speed_is_steps_by_time() -> None:
    assert Results(1, {}, 30, 2.0).steps_per_second == 15.0
    assert Results(0, {}, 0, 0.0).steps_per_second == math.inf
