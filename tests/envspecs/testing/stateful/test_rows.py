from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete

from envspecs.testing.stateful.rows import expect_masks, expect_rows

YES_NO = np.array([True, False])


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        ({"index": np.zeros(2)}, "info has 'index' without a mask"),
        ({"_index": YES_NO}, "info has '_index' without 'index'"),
        ({"index": np.zeros(2), "_index": np.array([1, 0])}, "the form of info['_index'] is (dtype('int64'), (2,))"),
        ({"index": np.zeros(3), "_index": YES_NO}, "info['index'] has 3 rows, not 2"),
        ({"index": np.ones(2), "_index": YES_NO}, "info['index'] is [1.0, 1.0], and [False, True] of it are not set"),
        (
            {"final_info": {"index": np.ones(2), "_index": YES_NO}, "_final_info": YES_NO},
            "info['final_info']['index'] is [1.0, 1.0]",
        ),
        ({"final_obs": np.array([{}, {}], object), "_final_obs": YES_NO}, "info['final_obs'] is [{}, {}]"),
    ],
)
def test_rows_that_are_not_set_are_empty_and_masked(info: dict[str, Any], reason: str) -> None:
    with pytest.raises(AssertionError, match="^" + re.escape(reason)):
        expect_masks(info, 2, "info")


def result(observation: Any, reward: Any = 0.5, **info: Any) -> dict[str, Any]:
    flags = {"terminated": np.zeros(2, np.bool_), "truncated": np.zeros(2, np.bool_)}
    return {"observation": observation, "reward": np.full(2, reward), **flags, "info": info}


def alone(observation: Any, reward: float = 0.5, **info: Any) -> dict[str, Any]:
    return {"observation": observation, "reward": reward, "terminated": False, "truncated": False, "info": info}


def test_each_row_is_compared_with_what_is_expected_of_it() -> None:
    space = Box(0, 9, (1,))
    found = result(np.array([[1.0], [2.0]], np.float32), index=np.array([3, 0]), _index=YES_NO)
    one, two = (np.array([value], np.float32) for value in (1, 2))
    expect_rows(found, [alone(one, index=3), alone(two)], space, "step", is_vector=True, exactly=True)
    for wrong, reason in [
        ([alone(one, index=3), alone(one)], "step, environment 1: result['observation'] differs"),
        ([alone(one, index=4), alone(two)], "step, environment 0: result['info']['index'] is 3 (int), not 4 (int)"),
        ([alone(one, 0.25, index=3), alone(two)], "step, environment 0: result['reward'] is 0.5 (float), not 0.25"),
    ]:
        with pytest.raises(AssertionError, match="^" + re.escape(reason)):
            expect_rows(found, wrong, space, "step", is_vector=True, exactly=True)


def test_types_and_info_of_vectors_do_not_count_where_no_one_promises_them() -> None:
    found = result(np.array([1, 2]), reward=1)
    expected = [alone(1, 1.0, prob=1), alone(np.int32(2), 1.0)]
    expect_rows(found, expected, Discrete(5), "step", is_vector=True, exactly=False)
    with pytest.raises(AssertionError, match=r"^step, environment 1: result\['observation'\] differs"):
        expect_rows(found, [expected[0]] * 2, Discrete(5), "step", is_vector=True, exactly=False)
