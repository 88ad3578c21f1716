"""Specs of circles and squares, beside the spaces that are built of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from envspecs.build import build
from envspecs.specs.spaces.circle_square import CircleSquareSpec
from imagespaces import CircleSquare

small = st.integers(1, 12)


@given(height=small, width=small, extent=st.integers(1, 14), gradient=st.booleans())
def test_what_the_spec_accepts_is_what_the_space_accepts(height: int, width: int, extent: int, gradient: bool) -> None:
    fields = {"height": height, "width": width, "extent": extent, "gradient": gradient}
    try:
        spec = CircleSquareSpec.model_validate({"kind": "circle_square", **fields})
    except ValidationError:
        with pytest.raises(ValueError, match="extent"):
            CircleSquare(height=height, width=width, extent=extent, gradient=gradient)
    else:
        space = build(spec)
        assert space == CircleSquare(height=height, width=width, extent=extent, gradient=gradient)
        assert space.shape == spec.image_shape


def test_defaults_are_those_of_the_space() -> None:
    assert build(CircleSquareSpec(kind="circle_square")) == CircleSquare()


def test_a_circle_that_is_a_square_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        CircleSquareSpec(kind="circle_square", extent=3)
    (error,) = caught.value.errors()
    assert error["loc"] == ("extent",)
    assert error["msg"] == "not distinct: found 3, whose circle is a square, allowed is 2, or 4 and more"
