from __future__ import annotations

import math
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.losses import RootMeanSquaredError, portions

LARGEST = float(np.finfo(np.float32).max)

shapes = st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))
seeds = st.integers(0, 2**32 - 1)
losses = st.builds(RootMeanSquaredError, scale=st.sampled_from([1, 255]), normalized=st.booleans())


def pair(
    seed: int, shape: tuple[int, ...], *, uncounted: float = 0.0
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A prediction, and a truth of which a share does not count."""
    random = np.random.default_rng(seed)
    truth = random.random(shape, np.float32)
    truth[random.random(shape) < uncounted] = -1
    return random.random(shape, np.float32), truth


def by_definition(prediction: Any, truth: Any, scale: float) -> float:
    """The loss, pixel by pixel."""
    squares = []
    for one, other in zip(prediction.ravel().tolist(), truth.ravel().tolist(), strict=True):
        if other >= 0:
            squares.append((one - other) ** 2)
    return scale * math.sqrt(math.fsum(squares) / len(squares)) if squares else 0.0


@given(seeds, shapes, st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([1, 255]))
def test_it_is_the_root_of_the_mean_over_what_counts(
    seed: int, shape: tuple[int, ...], uncounted: float, scale: int
) -> None:
    prediction, truth = pair(seed, shape, uncounted=uncounted)
    found = RootMeanSquaredError(scale=scale)(prediction, truth)
    assert float(found) == pytest.approx(by_definition(prediction, truth, scale), rel=1e-12)


@given(seeds, shapes)
def test_normalised_it_is_divided_by_the_loss_of_mid_gray(seed: int, shape: tuple[int, ...]) -> None:
    prediction, truth = pair(seed, shape)
    for scale in (1, 255):
        found = RootMeanSquaredError(scale=scale, normalized=True)(prediction, truth)
        assert float(found) == pytest.approx(by_definition(prediction, truth, 1) * math.sqrt(12), rel=1e-12)


@pytest.mark.parametrize("scale", [1, 255])
@pytest.mark.parametrize("normalized", [True, False])
def test_mid_gray_loses_what_is_said_where_pixels_are_uniform(scale: int, normalized: bool) -> None:
    loss = RootMeanSquaredError(scale=scale, normalized=normalized)
    levels = ((np.arange(100_000) + 0.5) / 100_000).reshape(100, 1000, 1)
    assert float(loss(np.full_like(levels, 0.5), levels)) == pytest.approx(loss.blind, rel=1e-6)
    assert loss.blind == pytest.approx(1.0 if normalized else scale / math.sqrt(12))


@given(losses, seeds, shapes)
def test_nothing_is_lost_where_all_is_right_or_nothing_counts(
    loss: RootMeanSquaredError, seed: int, shape: tuple[int, ...]
) -> None:
    prediction, truth = pair(seed, shape)
    assert float(loss(truth, truth)) == 0
    assert float(loss(prediction, np.full(shape, -1.0))) == 0


@given(losses, seeds, shapes)
def test_rows_do_not_depend_on_each_other(loss: RootMeanSquaredError, seed: int, shape: tuple[int, ...]) -> None:
    prediction, truth = pair(seed, (2, 3, *shape), uncounted=0.3)
    together = loss(prediction, truth)
    assert together.shape == (2, 3)
    for place in np.ndindex(2, 3):
        assert loss(prediction[place], truth[place]).tobytes() == together[place].tobytes()


def test_rows_of_many_pixels_are_the_same_in_portions_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    prediction, truth = pair(0, (7, 64, 64, 3), uncounted=0.1)
    loss = RootMeanSquaredError()
    expected = loss(prediction, truth)
    for size in (1, 300_000, 10**9):
        monkeypatch.setattr(portions, "_BYTES", size)
        assert loss(prediction, truth).tobytes() == expected.tobytes()
    assert np.array([loss(*each) for each in zip(prediction, truth, strict=True)]).tobytes() == expected.tobytes()


def test_the_largest_predictions_do_not_overflow() -> None:
    found = RootMeanSquaredError(scale=1)(np.full((2, 2, 1), LARGEST, np.float32), np.zeros((2, 2, 1), np.float32))
    assert float(found) == pytest.approx(LARGEST, rel=1e-6)


def test_no_copy_in_float64_is_made_of_large_predictions() -> None:
    prediction, truth = pair(0, (64, 64, 64, 3))
    loss = RootMeanSquaredError()
    tracemalloc.start()
    loss(prediction, truth)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < prediction.nbytes / 2  # a copy in float64 would take twice as much as the prediction


def test_arguments_are_left_alone() -> None:
    prediction, truth = pair(0, (2, 3, 3, 1), uncounted=0.5)
    before = prediction.copy(), truth.copy()
    RootMeanSquaredError()(prediction, truth)
    assert (prediction.tobytes(), truth.tobytes()) == (before[0].tobytes(), before[1].tobytes())


def test_the_gradient_is_finite_where_all_is_right() -> None:
    torch = pytest.importorskip("torch", reason="gradients are tested where PyTorch is installed")
    truth = torch.rand(2, 3, 3, 1)
    prediction = truth.clone().requires_grad_()
    RootMeanSquaredError()(prediction, truth).sum().backward()
    assert prediction.grad.abs().max() == 0


def test_the_gradient_is_finite_where_nothing_counts() -> None:
    torch = pytest.importorskip("torch", reason="gradients are tested where PyTorch is installed")
    prediction = torch.rand(2, 3, 3, 1, requires_grad=True)
    RootMeanSquaredError()(prediction, -torch.ones(2, 3, 3, 1)).sum().backward()
    assert prediction.grad.abs().max() == 0
