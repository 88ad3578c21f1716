from __future__ import annotations

import pickle
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Finite
from tests.imagespaces.factors.cases import finite_factors


@given(finite_factors("any"), st.data())
def test_codes_are_places_in_the_order_given(factor: Finite, data: st.DataObject) -> None:
    codes = data.draw(st.lists(st.integers(0, factor.size - 1), max_size=20))
    values = [factor.values[code] for code in codes]
    if values:
        assert factor.encode(values).tolist() == codes
    held = factor.decode(codes)
    assert held.tolist() == (codes if factor.categorical else values)
    assert factor.contains(held).all()
    assert factor.encode(held).tolist() == codes


@given(finite_factors("any"), st.data())
def test_arrays_may_have_any_shape(factor: Finite, data: st.DataObject) -> None:
    shape = data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    codes = np.arange(shape[0] * shape[1]).reshape(shape) % factor.size
    assert factor.encode(factor.decode(codes)).tolist() == codes.tolist()


def test_a_factor_is_what_it_was_made_of() -> None:
    factor = Finite("x", range(3))
    assert factor == Finite("x", (0, 1, 2))
    assert factor != Finite("x", (0, 2, 1))
    assert factor != Finite("y", (0, 1, 2))
    assert hash(factor) == hash(Finite("x", [0, 1, 2]))
    assert pickle.loads(pickle.dumps(factor)) == factor  # noqa: S301 - made here
    assert repr(factor) == "Finite(name='x', values=(0, 1, 2))"


@pytest.mark.parametrize(
    ("given_values", "values", "kind"),
    [
        ("ab", ("a", "b"), str),
        ([np.str_("a")], ("a",), str),
        ([False, np.bool_(1)], (False, True), bool),
        (np.arange(2), (0, 1), int),
        ([np.float32(0.5), 1], (0.5, 1.0), float),
    ],
)
def test_values_become_pythons_own(given_values: Any, values: tuple[Any, ...], kind: type) -> None:
    factor = Finite("any", given_values)
    assert factor.values == values
    assert {type(value) for value in factor.values} == {kind}
    assert factor.categorical == (kind is str)


@pytest.mark.parametrize(
    ("values", "given_values", "known"),
    [
        (("a", "b"), ["b", "c", "ab", ""], [True, False, False, False]),
        (("a", "b"), [0, 1, 2, -1], [True, True, False, False]),
        (("a", "b"), [0.0, 1.0], [False, False]),
        ((1, 3), [1, 2, 3, 4], [True, False, True, False]),
        ((1, 3), [1.0, 1.5, np.nan, np.inf], [True, False, False, False]),
        ((1, 3), ["1", "3"], [False, False]),
        ((1, 3), [True, False], [False, False]),
        ((False, True), [True, False], [True, True]),
        ((False, True), [0, 1], [False, False]),
        ((0.5, -0.5), [-0.5, 0], [True, False]),
    ],
)
def test_a_factor_knows_its_values(values: Any, given_values: list[Any], known: list[bool]) -> None:
    assert Finite("any", values).contains(given_values).tolist() == known


@pytest.mark.parametrize(
    ("values", "stranger", "message"),
    [
        ("abc", ["a", "d"], "factor 'f' has no value 'd'; its values are 'a', 'b', 'c'"),
        (range(28), [28], "factor 'f' has no value 28; its values are 0, 1, 2, …, 27"),
        ("abc", [3], "factor 'f' has no value 3; its values are 'a', 'b', 'c'"),
        ([0.5], [[0.25]], "factor 'f' has no value 0.25; its values are 0.5"),
    ],
)
def test_a_stranger_is_named(values: Any, stranger: list[Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Finite("f", values).encode(stranger)


def test_integers_may_take_all_of_64_bits() -> None:
    ends = (2**63 - 1, -(2**63))
    assert Finite("f", ends).values == ends
    assert Finite("f", ends).encode([-(2**63)]).tolist() == [1]


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ((), ValueError, "factor 'f' must have at least one value, got none"),
        ("aba", ValueError, "the values of factor 'f' must be different, got 'a' twice"),
        ((1, 2, 1.0), ValueError, "the values of factor 'f' must be different, got 1.0 twice"),
        (
            ("a", 1),
            ValueError,
            "the values of factor 'f' must be all strings, all booleans or all numbers, got int and str",
        ),
        (
            (True, 2),
            ValueError,
            "the values of factor 'f' must be all strings, all booleans or all numbers, got bool and int",
        ),
        ((0.0, np.nan), ValueError, "a number of factor 'f' must be finite and fit 64 bits, got nan"),
        ((2**63,), ValueError, "a number of factor 'f' must be finite and fit 64 bits, got 9223372036854775808"),
        ((-(2**63) - 1, 0), ValueError, f"a number of factor 'f' must be finite and fit 64 bits, got {-(2**63) - 1}"),
        ((None,), TypeError, "a value of factor 'f' must be a string, a boolean or a number, got None"),
    ],
)
def test_values_that_make_no_factor_are_refused(values: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        Finite("f", values)
