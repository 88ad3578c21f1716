from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.tasks.overlap import mean_overlap, share_right


def maps(seed: int, pixels: int, count: int) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    random = np.random.default_rng(seed)
    predicted = random.integers(0, count, (3, pixels)).astype(np.int16)
    truth = np.where(random.random((3, pixels)) < 0.6, predicted, random.integers(-1, count, (3, pixels)))
    return predicted, truth.astype(np.int16)


cases = st.builds(maps, st.integers(0, 999), st.integers(1, 30), st.integers(1, 6))


@given(cases)
def test_shares_and_overlaps_are_those_of_plain_loops(case: Any) -> None:
    predicted, truth = case
    for row, (one, other) in enumerate(zip(predicted.tolist(), truth.tolist(), strict=True)):
        pairs = [(guess, true) for guess, true in zip(one, other, strict=True) if true >= 0]
        right = [guess == true for guess, true in pairs]
        assert share_right(predicted, truth)[row] == pytest.approx(sum(right) / len(right) if right else 1.0)
        overlaps = []
        for name in range(6):
            guessed = {place for place, (guess, _) in enumerate(pairs) if guess == name}
            there = {place for place, (_, true) in enumerate(pairs) if true == name}
            if guessed | there:
                overlaps.append(len(guessed & there) / len(guessed | there))
        expected = sum(overlaps) / len(overlaps) if overlaps else 1.0
        assert mean_overlap(predicted, truth, 6)[row] == pytest.approx(expected)


def test_classes_that_do_not_occur_do_not_count() -> None:
    predicted, truth = np.array([[0, 0, 1, 4]]), np.array([[0, 0, 1, -1]])
    assert mean_overlap(predicted, truth, 5).tolist() == share_right(predicted, truth).tolist() == [1.0]
