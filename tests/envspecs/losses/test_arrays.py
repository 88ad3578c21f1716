"""Losses take arrays of any library, give arrays of that library, and have gradients where it has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import array_api_strict
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.losses import CrossEntropy, ErrorProbability, PixelCrossEntropy, RootMeanSquaredError, SquaredError

CASES: list[tuple[Any, Callable[[np.random.Generator, tuple[int, ...]], tuple[NDArray[Any], NDArray[Any]]]]] = [
    (
        CrossEntropy(),
        lambda random, lead: (
            random.normal(0, 3, (*lead, 4)).astype(np.float32),
            random.integers(4, size=lead),
        ),
    ),
    (
        CrossEntropy(normalized=False),
        lambda random, lead: (
            random.normal(0, 3, (*lead, 2)).astype(np.float32),
            random.integers(2, size=lead),
        ),
    ),
    *(
        (
            ErrorProbability(normalized=normalized),
            lambda random, lead: (
                random.normal(0, 3, (*lead, 3)).astype(np.float32),
                random.integers(3, size=lead),
            ),
        )
        for normalized in (True, False)
    ),
    (
        SquaredError().of((1 / 3, 0.5, 2.0)),
        lambda random, lead: (
            random.normal(0, 3, (*lead, 3)).astype(np.float32),
            random.uniform(-1, 1, (*lead, 3)),
        ),
    ),
    (
        SquaredError(normalized=False),
        lambda random, lead: (
            random.normal(0, 3, (*lead, 2)).astype(np.float32),
            random.uniform(-1, 1, (*lead, 2)),
        ),
    ),
    (
        RootMeanSquaredError(),
        lambda random, lead: (
            random.random((*lead, 3, 2, 3)).astype(np.float32),
            random.random((*lead, 3, 2, 3)).astype(np.float32),
        ),
    ),
    (
        RootMeanSquaredError(scale=1, normalized=True),
        lambda random, lead: (
            random.random((*lead, 2, 4, 1)).astype(np.float32),
            np.where(random.random((*lead, 2, 4, 1)) < 0.5, random.random((*lead, 2, 4, 1)), -1),
        ),
    ),
    (
        PixelCrossEntropy(),
        lambda random, lead: (
            random.normal(0, 3, (*lead, 3, 2, 4)).astype(np.float32),
            random.integers(-1, 4, size=(*lead, 3, 2)).astype(np.int16),
        ),
    ),
    (
        PixelCrossEntropy(normalized=False),
        lambda random, lead: (
            random.normal(0, 3, (*lead, 1, 5, 2)).astype(np.float32),
            random.integers(-1, 2, size=(*lead, 1, 5)),
        ),
    ),
]

losses = pytest.mark.parametrize(("loss", "draw"), CASES)
leads = st.sampled_from([(), (3,), (2, 5)])


@losses
@given(leads, st.integers(0, 99))
def test_the_array_api_alone_is_used(loss: Any, draw: Any, lead: tuple[int, ...], seed: int) -> None:
    prediction, target = draw(np.random.default_rng(seed), lead)
    strict = loss(array_api_strict.asarray(prediction), array_api_strict.asarray(np.asarray(target)))
    assert type(strict).__module__.startswith("array_api_strict")
    assert strict.shape == lead
    np.testing.assert_allclose(np.asarray(strict), loss(prediction, target), rtol=1e-4, atol=1e-5)


@losses
@given(leads, st.integers(0, 99))
def test_numpy_s_are_exact_and_not_negative(loss: Any, draw: Any, lead: tuple[int, ...], seed: int) -> None:
    prediction, target = draw(np.random.default_rng(seed), lead)
    found = loss(prediction, target)
    assert found.dtype == np.float64
    assert (found >= 0).all()
    assert loss(prediction.tolist(), target.tolist()) == pytest.approx(found)


@losses
def test_gradients_flow_through_pytorch(loss: Any, draw: Any) -> None:
    torch = pytest.importorskip("torch", reason="gradients are tested where PyTorch is installed")
    prediction, target = draw(np.random.default_rng(0), (2, 5))
    tensor = torch.tensor(prediction, dtype=torch.float64, requires_grad=True)
    total = loss(tensor, torch.as_tensor(target))
    assert isinstance(total, torch.Tensor)
    np.testing.assert_allclose(total.detach().numpy(), loss(prediction, target), rtol=1e-9)
    np.testing.assert_allclose(loss(tensor, target).detach().numpy(), loss(prediction, target), rtol=1e-9)
    total.sum().backward()
    assert torch.autograd.gradcheck(lambda each: loss(each, torch.as_tensor(target)), (tensor,))
    assert torch.isfinite(tensor.grad).all()


@losses
def test_gradients_flow_through_jax(loss: Any, draw: Any) -> None:
    jax = pytest.importorskip("jax", reason="gradients are tested where JAX is installed")
    prediction, target = draw(np.random.default_rng(0), (2, 5))
    found = jax.jit(loss)(jax.numpy.asarray(prediction), jax.numpy.asarray(target))
    np.testing.assert_allclose(np.asarray(found), loss(prediction, target), rtol=1e-4)
    gradient = jax.grad(lambda each: loss(each, jax.numpy.asarray(target)).sum())(jax.numpy.asarray(prediction))
    assert np.isfinite(np.asarray(gradient)).all()


@given(st.lists(st.floats(0.1, 10), min_size=1, max_size=4), st.booleans(), st.integers(0, 99))
def test_blind_guessing_loses_what_is_said(variances: list[float], normalized: bool, seed: int) -> None:
    loss = SquaredError(normalized=normalized).of(variances)
    spread = np.sqrt(variances) * np.random.default_rng(seed).choice([-1.0, 1.0], (50, len(variances)))
    assert loss(np.zeros_like(spread), spread).mean() == pytest.approx(loss.blind)
    assert loss.of_numbers(np.zeros_like(spread), spread).tolist() == loss(np.zeros_like(spread), spread).tolist()


@pytest.mark.parametrize("count", [2, 3, 10])
@pytest.mark.parametrize("normalized", [True, False])
def test_an_even_guess_loses_what_is_said(count: int, normalized: bool) -> None:
    loss = CrossEntropy(normalized=normalized)
    assert loss(np.zeros(count), 0) == pytest.approx(loss.blind(count))
