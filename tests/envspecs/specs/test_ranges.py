"""Parameters that are numbers or ranges."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, TypeAdapter, ValidationError

from envspecs.checking import check
from envspecs.problems import SpecError
from envspecs.specs.base import SpecPart
from envspecs.specs.ranges import Range, Within
from envspecs.tree import Place, written

ADAPTER: TypeAdapter[Range] = TypeAdapter(Annotated[Range, Within(-1, 2, "pixels")])
WHOLE: TypeAdapter[Range] = TypeAdapter(Annotated[Range, Within(0, 5, "boxes", whole=True)])


class Part(SpecPart):
    """A part with a range."""

    reach: Annotated[Range, Within(-1, 2, "pixels")] = Field(0.0, description="How far.")


def accepts(adapter: TypeAdapter[Range], value: object) -> bool:
    try:
        adapter.validate_python(value)
    except ValidationError:
        return False
    return True


@given(st.floats())
def test_a_number_lies_within_the_bounds(value: float) -> None:
    assert accepts(ADAPTER, value) == (-1 <= value <= 2)


@given(st.floats(-2, 3), st.floats(-2, 3))
def test_the_ends_of_a_range_lie_within_the_bounds_and_ascend(low: float, high: float) -> None:
    assert accepts(ADAPTER, [low, high]) == (-1 <= low < high <= 2)


@given(st.integers(-2, 7), st.integers(-2, 7))
def test_whole_numbers(low: int, high: int) -> None:
    assert accepts(WHOLE, low) == (0 <= low <= 5)
    assert accepts(WHOLE, (low, high)) == (0 <= low < high <= 5)


@pytest.mark.parametrize("value", [1.5, 1.0, [0, 1.5]])
def test_fractions_are_no_whole_numbers(value: object) -> None:
    assert not accepts(WHOLE, value)


@pytest.mark.parametrize("value", ["1", True, None, [], [1], [0, 1, 2], ["0", 1], [False, True], "01", {}])
def test_other_forms_are_refused(value: object) -> None:
    assert not accepts(ADAPTER, value)
    assert not accepts(WHOLE, value)


def test_a_number_stays_one_and_a_list_becomes_a_pair() -> None:
    assert ADAPTER.validate_python(1) == 1
    assert ADAPTER.validate_python([0, 1]) == (0, 1)
    assert ADAPTER.dump_python((0, 1), mode="json") == [0, 1]


@pytest.mark.parametrize("value", [3, [1, 0], [0, 3], "x"])
def test_one_line_says_all_that_is_allowed(value: Any) -> None:
    with pytest.raises(SpecError) as caught:
        check(Part, written({"reach": value}, Place()))
    shown = repr(value) if isinstance(value, str) else value
    number = "a number from -1 to 2 (pixels)"
    assert (
        str(caught.value)
        == f"reach: not allowed: found {shown}, allowed is {number}, or a list of 2, ascending, each {number}"
    )


def test_what_descends_is_told() -> None:
    with pytest.raises(ValidationError, match=r"not ascending: found \[1.0, 0.0\], allowed is low < high"):
        ADAPTER.validate_python([1, 0])
