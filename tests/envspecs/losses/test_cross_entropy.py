from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as stnp
from numpy.typing import NDArray

from envspecs.losses import CrossEntropy
from envspecs.losses.cross_entropy import below_highest, softmax

LARGEST = float(np.finfo(np.float32).max)

any_logits = st.one_of(st.floats(-30, 30, width=32), st.floats(-LARGEST, LARGEST, width=32))


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[float], int]:
    logits = draw(st.lists(any_logits, min_size=2, max_size=6))
    return logits, draw(st.integers(0, len(logits) - 1))


def cross_entropy(logits: list[float], true: int) -> float:
    """−log of the true class's probability, in plain floats, which do not overflow below the largest logit."""
    highest = max(logits)
    return highest - logits[true] + math.log(math.fsum(math.exp(logit - highest) for logit in logits))


def loss(logits: list[float], true: int, *, normalized: bool = False) -> float:
    return float(CrossEntropy(normalized=normalized)(np.array(logits, np.float32), np.array(true)))


@given(cases())
def test_it_is_minus_the_logarithm_of_the_true_class_s_probability(case: tuple[list[float], int]) -> None:
    assert loss(*case) == pytest.approx(cross_entropy(*case), rel=1e-12, abs=1e-15)


@given(st.lists(st.floats(-20, 20, width=32), min_size=2, max_size=6))
def test_probabilities_of_all_classes_add_up_to_one(logits: list[float]) -> None:
    assert math.fsum(math.exp(-loss(logits, true)) for true in range(len(logits))) == pytest.approx(1)


@given(cases())
def test_normalised_it_is_divided_by_the_loss_of_an_even_guess(case: tuple[list[float], int]) -> None:
    even = math.log(len(case[0]))
    assert loss(*case, normalized=True) == pytest.approx(loss(*case) / even, rel=1e-12)


@given(st.integers(2, 50), any_logits)
def test_guessing_evenly_costs_one(count: int, logit: float) -> None:
    assert loss([logit] * count, 0, normalized=True) == pytest.approx(1, rel=1e-12)


@given(cases())
def test_it_is_not_negative(case: tuple[list[float], int]) -> None:
    assert loss(*case) >= 0


@pytest.mark.parametrize(
    ("logits", "expected"),
    [
        ([LARGEST, LARGEST], math.log(2)),
        ([1e20, 1e20, -1e20], math.log(2)),
        ([LARGEST, -LARGEST], 0.0),
        ([-LARGEST, LARGEST], 2 * LARGEST),
        ([-LARGEST] * 4, math.log(4)),
        ([5e-324, 0.0], math.log(2)),
    ],
)
def test_extreme_logits_lose_no_digit(logits: list[float], expected: float) -> None:
    assert loss(logits, 0) == pytest.approx(expected, rel=1e-12)


@given(
    stnp.arrays(
        np.float32,
        st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(2, 5)),
        elements=st.floats(-10, 10, width=32),
    ),
    st.integers(0, 2**32 - 1),
)
def test_any_leading_axes_are_rows_that_do_not_depend_on_each_other(logits: NDArray[np.float32], seed: int) -> None:
    classes = np.random.default_rng(seed).integers(logits.shape[-1], size=logits.shape[:-1])
    together = CrossEntropy()(logits, classes)
    assert together.shape == classes.shape
    for place in np.ndindex(classes.shape):
        alone = CrossEntropy()(logits[place], classes[place])
        assert alone.shape == ()
        assert alone.tobytes() == together[place].tobytes()


@given(cases())
def test_predictions_are_left_alone(case: tuple[list[float], int]) -> None:
    logits, classes = np.array([case[0]]), np.array([case[1]])
    CrossEntropy()(logits, classes)
    assert logits.tolist() == [case[0]]
    assert classes.tolist() == [case[1]]


def test_it_is_normalised_unless_told() -> None:
    assert float(CrossEntropy()(np.zeros(3), np.array(1))) == pytest.approx(1)


@given(st.lists(any_logits, min_size=1, max_size=6))
def test_softmax_gives_probabilities_and_the_logarithm_of_what_they_were_divided_by(logits: list[float]) -> None:
    shifted = below_highest(np.array([logits], np.float64))
    assert shifted.max() == 0
    before = shifted[0].tolist()
    probabilities, log_totals = softmax(shifted)
    total = math.fsum(math.exp(logit) for logit in before)
    assert probabilities[0].tolist() == pytest.approx([math.exp(logit) / total for logit in before], rel=1e-12)
    assert log_totals.tolist() == pytest.approx([math.log(total)], rel=1e-12, abs=1e-15)
