from __future__ import annotations

import math
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.losses import CrossEntropy, PixelCrossEntropy, portions
from envspecs.losses.pixel_cross_entropy import class_by_class, surprise

LARGEST = float(np.finfo(np.float32).max)

shapes = st.tuples(st.integers(1, 3), st.integers(1, 4), st.integers(2, 12))
seeds = st.integers(0, 2**32 - 1)


def pair(seed: int, shape: tuple[int, ...]) -> tuple[NDArray[np.float32], NDArray[np.int16]]:
    """Logits, many of them equal, and classes, some of them none."""
    random = np.random.default_rng(seed)
    return random.integers(-3, 4, shape).astype(np.float32), random.integers(-1, shape[-1], shape[:-1]).astype(np.int16)


def by_definition(logits: Any, classes: Any) -> float:
    """The loss, pixel by pixel."""
    lost = []
    for row, true in zip(logits.reshape(-1, logits.shape[-1]).tolist(), classes.ravel().tolist(), strict=True):
        if true >= 0:
            highest = max(row)
            lost.append(highest - row[true] + math.log(math.fsum(math.exp(logit - highest) for logit in row)))
    return math.fsum(lost) / len(lost) if lost else 0.0


@given(seeds, shapes)
def test_it_is_the_mean_over_pixels_that_have_a_class(seed: int, shape: tuple[int, ...]) -> None:
    logits, classes = pair(seed, shape)
    expected = by_definition(logits, classes)
    assert float(PixelCrossEntropy(normalized=False)(logits, classes)) == pytest.approx(expected, rel=1e-12)
    even = math.log(shape[-1])
    assert float(PixelCrossEntropy()(logits, classes)) == pytest.approx(expected / even, rel=1e-12)


@given(seeds, shapes)
def test_of_one_pixel_it_is_the_cross_entropy(seed: int, shape: tuple[int, ...]) -> None:
    logits, classes = pair(seed, (1, 1, shape[-1]))
    expected = CrossEntropy()(logits[0, 0], np.abs(classes[0, 0]))
    assert float(PixelCrossEntropy()(logits, np.abs(classes))) == pytest.approx(float(expected), rel=1e-12)


@given(seeds, shapes)
def test_nothing_is_lost_where_no_pixel_counts(seed: int, shape: tuple[int, ...]) -> None:
    logits, classes = pair(seed, shape)
    assert float(PixelCrossEntropy()(logits, np.full_like(classes, -1))) == 0


@given(st.integers(2, 200), st.booleans())
def test_guessing_evenly_loses_what_is_said(count: int, normalized: bool) -> None:
    loss = PixelCrossEntropy(normalized=normalized)
    found = loss(np.zeros((2, 2, count)), np.array([[0, count - 1], [-1, 1]]))
    assert float(found) == pytest.approx(loss.blind(count), rel=1e-12)


@given(st.booleans(), seeds, shapes)
def test_rows_do_not_depend_on_each_other(normalized: bool, seed: int, shape: tuple[int, ...]) -> None:
    logits, classes = pair(seed, (2, 3, *shape))
    loss = PixelCrossEntropy(normalized=normalized)
    together = loss(logits, classes)
    assert together.shape == (2, 3)
    for place in np.ndindex(2, 3):
        assert loss(logits[place], classes[place]).tobytes() == together[place].tobytes()


def test_rows_of_many_pixels_are_the_same_in_portions_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    logits, classes = pair(0, (5, 30, 31, 20))
    logits += np.random.default_rng(0).random(logits.shape, np.float32)
    loss = PixelCrossEntropy()
    expected = loss(logits, classes)
    for size in (1, 300_000, 10**9):
        monkeypatch.setattr(portions, "_BYTES", size)
        assert loss(logits, classes).tobytes() == expected.tobytes()
    assert np.array([loss(*each) for each in zip(logits, classes, strict=True)]).tobytes() == expected.tobytes()


@pytest.mark.parametrize(
    ("logits", "expected"),
    [([LARGEST, LARGEST], math.log(2)), ([LARGEST, -LARGEST], 0.0), ([-LARGEST, LARGEST], 2 * LARGEST)],
)
def test_extreme_logits_lose_no_digit(logits: list[float], expected: float) -> None:
    found = PixelCrossEntropy(normalized=False)(np.array([[logits]], np.float32), np.array([[0]]))
    assert float(found) == pytest.approx(expected, rel=1e-12)


@given(seeds, shapes)
def test_of_classes_with_equal_logits_the_first_is_likeliest(seed: int, shape: tuple[int, ...]) -> None:
    logits, classes = pair(seed, shape)
    _, likeliest = surprise(class_by_class(logits), classes.ravel())
    assert likeliest.tolist() == logits.argmax(axis=-1).ravel().tolist()


def test_no_copy_in_float64_is_made_of_large_predictions() -> None:
    logits, classes = pair(0, (128, 64, 64, 3))
    loss = PixelCrossEntropy()
    tracemalloc.start()
    loss(logits, classes)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < logits.nbytes  # a copy in float64 alone would take twice as much


def test_arguments_are_left_alone() -> None:
    logits, classes = pair(0, (2, 3, 3, 4))
    before = logits.copy(), classes.copy()
    PixelCrossEntropy()(logits, classes)
    assert (logits.tobytes(), classes.tobytes()) == (before[0].tobytes(), before[1].tobytes())
