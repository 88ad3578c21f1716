from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from envspecs.tasks.scales import ends_of, scale_of
from imagespaces import Finite, Interval
from imagespaces.factors import Factor, Stepped, Weighted
from imagespaces.testing.strategies import values_of

FACTORS: dict[str, Factor] = {
    "linear": Interval("x", -3.0, 5.0),
    "log": Interval("size", 0.5, 8.0, "log"),
    "circular": Interval("angle", -180.0, 180.0, "circular"),
    "circular from 0": Interval("hue", 0.0, 360.0, "circular"),
    "integer": Interval("count", 2, 9, "integer"),
    "stepped": Stepped("turn", 0.0, 10.0, step=3.0),
    "stepped circle": Stepped("turn", 0.0, 360.0, "circular", step=90.0),
    "some of a circle": Stepped("turn", 0.0, 360.0, "circular", step=100.0),
    "finite": Finite("n", (5, 1, 2)),
    "finite floats": Finite("r", (0.5, -1.5)),
}
each = pytest.mark.parametrize("factor", FACTORS.values(), ids=FACTORS.keys())


def numbers_of(factor: Any, value: float) -> list[float]:
    """The numbers of a value, by the definition, in plain Python."""
    if isinstance(factor, Finite):
        low, high = min(factor.values), max(factor.values)
        return [2 * (value - low) / (high - low) - 1]  # type: ignore[operator]
    if factor.scale == "circular":
        angle = 2 * math.pi * value / (factor.high - factor.low)
        return [math.cos(angle), math.sin(angle)]
    if factor.scale == "log":
        return [2 * math.log(value / factor.low) / math.log(factor.high / factor.low) - 1]
    last = 9.0 if isinstance(factor, Stepped) else factor.high - (factor.scale == "integer")
    return [2 * (value - factor.low) / (last - factor.low) - 1]


@each
@given(data=st.data())
def test_numbers_are_those_of_plain_python_and_mean_the_value(factor: Any, data: st.DataObject) -> None:
    values = np.array(data.draw(st.lists(values_of(factor), min_size=1, max_size=5)), np.float64)
    scale = scale_of(factor)
    numbers = scale.encode(values)
    np.testing.assert_allclose(numbers, [numbers_of(factor, value) for value in values.tolist()], atol=1e-12)
    assert (np.abs(numbers) <= 1).all()
    assert numbers.shape == (len(values), len(scale.variances))
    found = scale.decode(numbers)
    assert (scale.error(found, values) < 1e-9 * max(map(abs, ends_of(factor) or ()))).all()
    for row, value in enumerate(values):  # rows do not depend on one another
        assert scale.encode(np.array([value])).tobytes() == numbers[row : row + 1].tobytes()


@each
def test_variances_are_those_of_values_as_the_factor_draws_them(factor: Any) -> None:
    units = (np.arange(180_000) + 0.5) / 180_000
    values = factor.decode(np.arange(factor.size)) if isinstance(factor, Finite) else factor.from_unit(units)
    scale = scale_of(factor)
    variances = scale.encode(values.astype(np.float64)).var(axis=0)
    assert sum(scale.variances) == pytest.approx(variances.sum(), rel=1e-4)
    assert len(set(scale.variances)) == 1  # cosine and sine count alike


def test_variances_that_are_known() -> None:
    assert scale_of(FACTORS["linear"]).variances == scale_of(FACTORS["log"]).variances == (1 / 3,)
    assert scale_of(FACTORS["circular"]).variances == (1 / 2, 1 / 2)
    assert scale_of(FACTORS["stepped circle"]).variances == pytest.approx((1 / 2, 1 / 2))
    assert scale_of(Finite("n", (0, 1))).variances == (1.0,)
    assert scale_of(Finite("n", (0, 1, 2))).variances == pytest.approx((2 / 3,))
    assert scale_of(Interval("n", 0, 3, "integer")).variances == pytest.approx((2 / 3,))
    assert scale_of(Finite("n", (0, 1, 10))).variances == pytest.approx((np.var([-1, -0.8, 1]),))


def test_steps_that_are_many_are_not_counted_one_by_one() -> None:
    assert scale_of(Stepped("turn", 0.0, 360.0, "circular", step=1e-9)).variances == pytest.approx((1 / 2, 1 / 2))
    assert scale_of(Interval("key", 0, 2**53, "integer")).variances == pytest.approx((1 / 3,))


@pytest.mark.parametrize(
    ("found", "true", "error"), [(350.0, 10.0, 20.0), (10.0, 350.0, 20.0), (180.0, 0.0, 180.0), (5.0, 5.0, 0.0)]
)
def test_errors_on_a_circle_go_the_shorter_way_round(found: float, true: float, error: float) -> None:
    scale = scale_of(FACTORS["circular from 0"])
    assert scale.error(np.array([found]), np.array([true])).tolist() == [error]


def test_what_is_beyond_the_ends_means_the_ends() -> None:
    beyond = np.array([[-7.0], [-1.0], [1.0], [3e38]])
    np.testing.assert_allclose(scale_of(FACTORS["linear"]).decode(beyond), [-3, -3, 5, 5])
    np.testing.assert_allclose(scale_of(FACTORS["log"]).decode(beyond), [0.5, 0.5, 8, 8])


@pytest.mark.parametrize(
    ("numbers", "value"), [([2.0, 0.0], 0.0), ([0.0, 9.0], 90.0), ([-1e-3, -1e-3], -135.0), ([0.0, 0.0], 0.0)]
)
def test_of_cosine_and_sine_the_direction_counts(numbers: list[float], value: float) -> None:
    assert scale_of(FACTORS["circular"]).decode(np.array([numbers])).tolist() == pytest.approx([value])
    from_zero = scale_of(FACTORS["circular from 0"]).decode(np.array([numbers]))
    assert from_zero.tolist() == pytest.approx([value % 360])


@pytest.mark.parametrize(
    ("factor", "message"),
    [
        (Finite("shape", ("circle", "square")), "factor 'shape' must hold numbers, got names"),
        (Weighted("flip", ("no", "yes")), "factor 'flip' must hold numbers, got names"),
        (Finite("sides", (3,)), "factor 'sides' must have several values, got 3 alone"),
        (Interval("count", 4, 5, "integer"), "factor 'count' must have several values, got 4 alone"),
        (Stepped("turn", 0, 90, step=100), "factor 'turn' must have several values, got 0 alone"),
    ],
)
def test_factors_without_numbers_to_tell(factor: Factor, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        scale_of(factor)
