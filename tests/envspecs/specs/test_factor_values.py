from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

import envspecs
from envspecs.specs.factor_values import FactorNumber
from tests.envspecs.testing.faults import SPEC

ALLOWED = "allowed is a number from -9007199254740992 to 9007199254740992 (as the factor's values)"
RANGE, TYPE = f"out of range: found {{}}, {ALLOWED}", f"wrong type: found {{}}, {ALLOWED}"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (float("nan"), RANGE.format("nan")),
        (float("inf"), RANGE.format("inf")),
        (-1e16, RANGE.format("-1e+16")),
        (2**53 + 1, RANGE.format(2**53 + 1)),
        ("a", TYPE.format("'a'")),
        (True, TYPE.format("true")),
    ],
)
def test_what_is_no_number_of_a_factor_is_told_apart_from_what_is_none_at_all(value: Any, message: str) -> None:
    scene = {"kind": "scene", "height": 16, "width": 16, "objects": {"ball": {"size": {"low": value, "high": 1}}}}
    with pytest.raises(envspecs.SpecError) as refused:
        SPEC.override({"space": scene})
    assert [problem.message for problem in refused.value.problems] == [message]


@pytest.mark.parametrize("value", [2**53, -(2**53), 1.5])
def test_numbers_are_taken_as_they_are(value: float) -> None:
    taken = TypeAdapter(FactorNumber).validate_python(value)
    assert (taken, type(taken)) == (value, type(value))
