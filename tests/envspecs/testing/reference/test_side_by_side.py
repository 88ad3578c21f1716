from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from envspecs.testing.reference import Handed, Reference
from tests.envspecs.testing.faults import SPEC

ACTIONS = [{"action": np.zeros(2, np.float32), "prediction": np.zeros(2, np.float32)}] * 2
NONE: list[dict[str, Any]] = [{}, {}]
BOTH = [True, True]


def places(reference: Reference) -> list[tuple[Any, int, int]]:
    return [(lane.seed, lane.number, lane.steps) for lane in reference.lanes]


def test_seeds_are_one_for_all_one_each_or_none() -> None:
    with Reference(SPEC.make, 2, AutoresetMode.NEXT_STEP) as reference:
        reference.reset(5, NONE, BOTH)
        assert places(reference) == [(5, 0, 0), (6, 0, 0)]
        reference.reset([None, 9], NONE, BOTH)
        assert places(reference) == [(5, 1, 0), (9, 0, 0)]
        reference.reset(None, NONE, [True, False])
        assert places(reference) == [(5, 2, 0), (9, 0, 0)]
        reference.reset(20, NONE, [False, True])
        assert places(reference) == [(5, 2, 0), (21, 0, 0)]


def test_without_a_seed_the_generator_s_counts() -> None:
    with Reference(SPEC.make, 2, AutoresetMode.NEXT_STEP) as reference:
        reference.reset([None, 3], NONE, BOTH, source=40)
        assert places(reference) == [(40, 0, 0), (3, 0, 0)]
        unbegun = Reference(SPEC.make, 2).saved()
        reference.restore(unbegun)
        assert not reference.has_begun
        reference.reset(None, NONE, BOTH, source=40)
        assert places(reference) == [(40, 0, 0), (41, 0, 0)]


def test_what_is_restored_goes_on_with_its_own_seeds() -> None:
    with Reference(SPEC.make, 2, AutoresetMode.NEXT_STEP) as reference:
        reference.reset(5, NONE, BOTH)
        reference.step(ACTIONS)
        saved = reference.saved()
        reference.reset(8, NONE, BOTH)
        reference.restore(saved)
        assert places(reference) == [(5, 0, 1), (6, 0, 1)]
        reference.reset(None, NONE, BOTH)
        assert places(reference) == [(5, 1, 0), (6, 1, 0)]


@pytest.mark.parametrize("mode", [None, *AutoresetMode])
def test_what_comes_at_an_end_is_as_the_mode_says(mode: AutoresetMode | None) -> None:
    with Reference(SPEC.make, 2, mode) as reference:
        assert not reference.may_step
        reference.reset(5, NONE, BOTH)
        reference.step(ACTIONS)
        reference.reset(None, NONE, [False, True])
        reference.step(ACTIONS)
        first, second = reference.step(ACTIONS)
        assert (first["terminated"], second["terminated"]) == (True, False)
        assert ("final_info" in first["info"]) == (mode == AutoresetMode.SAME_STEP)
        assert reference.may_step == (mode in {AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP})
        if mode == AutoresetMode.SAME_STEP:
            assert first["observation"]["time_step"] == -1
            assert first["info"]["final_obs"]["time_step"] == 1
            assert first["reward"] < 0
            assert places(reference) == [(5, 1, 0), (6, 1, 2)]
        if mode == AutoresetMode.NEXT_STEP:
            assert places(reference) == [(5, 0, 3), (6, 1, 2)]
            first, second = reference.step(ACTIONS)
            assert (first["reward"], first["terminated"], first["truncated"]) == (0.0, False, False)
            assert first["info"].keys() == {"index"}
            assert second["terminated"]
            assert places(reference) == [(5, 1, 0), (6, 1, 3)]


def test_those_that_a_mask_leaves_out_show_what_they_showed() -> None:
    with Reference(SPEC.make, 2, AutoresetMode.DISABLED) as reference:
        shown = reference.reset(5, NONE, BOTH)
        begun = reference.reset(None, NONE, [True, False])
        assert begun[1]["info"] == {}
        np.testing.assert_array_equal(begun[1]["observation"]["glimpse"], shown[1]["observation"]["glimpse"])
        assert begun[0]["info"] != shown[0]["info"]


def test_a_generator_that_was_put_in_counts_at_each_one_s_next_reset() -> None:
    with Reference(SPEC.make, 2, AutoresetMode.NEXT_STEP) as reference:
        reference.reset(5, NONE, BOTH)
        reference.hand_over(1)
        reference.reset(None, NONE, [False, True])
        assert places(reference) == [(5, 0, 0), (Handed(1, 0), 0, 0)]
        reference.reset(None, NONE, BOTH)
        assert places(reference) == [(Handed(1, 1), 0, 0), (Handed(1, 0), 1, 0)]
        env = SPEC.make()
        env.unwrapped.np_random = Handed(1, 1).generator()
        assert env.reset()[1] == reference.lanes[0].latest["info"]
