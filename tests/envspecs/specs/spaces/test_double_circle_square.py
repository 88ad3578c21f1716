"""Specs of two shapes, beside the spaces that are built of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.base import MAX_BYTES
from envspecs.specs.spaces.double_circle_square import DoubleCircleSquareSpec
from imagespaces import DoubleCircleSquare

small = st.integers(1, 12)


@given(height=small, width=small, extent=st.integers(1, 14))
def test_what_the_spec_accepts_is_what_the_space_accepts(height: int, width: int, extent: int) -> None:
    fields = {"height": height, "width": width, "extent": extent}
    try:
        spec = DoubleCircleSquareSpec.model_validate({"kind": "double_circle_square", **fields})
    except ValidationError as error:
        assert {problem["loc"] for problem in error.errors()} == {("extent",)}  # noqa: PT017 - both branches are laws
        with pytest.raises(ValueError, match="extent"):
            DoubleCircleSquare(height=height, width=width, extent=extent)
    else:
        space = build(spec)
        assert space == DoubleCircleSquare(height=height, width=width, extent=extent)
        assert space.shape == spec.image_shape


def test_defaults_are_those_of_the_space() -> None:
    assert build(DoubleCircleSquareSpec(kind="double_circle_square")) == DoubleCircleSquare()


def test_no_room_for_two_is_told() -> None:
    with pytest.raises(ValidationError) as caught:
        DoubleCircleSquareSpec(kind="double_circle_square", height=9, width=9, extent=8)
    (error,) = caught.value.errors()
    assert error["msg"] == "too large: found 8, no room for two shapes apart in 9 × 9, allowed is less than 8"


def test_the_table_of_pairs_counts_as_memory() -> None:
    side = 1986
    assert DoubleCircleSquareSpec(kind="double_circle_square", height=side, width=side).bytes_needed <= MAX_BYTES
    with pytest.raises(ValidationError, match="images too large"):
        DoubleCircleSquareSpec(kind="double_circle_square", height=side + 20, width=side + 20)
