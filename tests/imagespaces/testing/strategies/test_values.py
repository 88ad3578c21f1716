from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from imagespaces import CircleSquare, DoubleCircleSquare, Finite, ImageSpace, Interval
from imagespaces.factors.weighted import Weighted
from imagespaces.pixels import convert
from imagespaces.testing.strategies import factor_values, values_of
from tests.imagespaces.testing.strategies.searching import anything, smallest
from tests.imagespaces.toys import Glyphs, Lone, Shades

SPACES = [Lone(), Glyphs(), Shades(), CircleSquare(height=9, width=9), DoubleCircleSquare()]


@pytest.mark.parametrize("space", SPACES, ids=lambda space: type(space).__name__)
@settings(max_examples=20)
@given(data=st.data())
def test_factor_values_can_be_rendered(space: ImageSpace, data: st.DataObject) -> None:
    values = data.draw(factor_values(space))
    assert values.keys() == space.factors.keys()
    for name, value in values.items():
        assert space.factors[name].contains([value]).all()
    (image,) = convert(space.render({name: np.array([value]) for name, value in values.items()}), space.dtype)
    assert image in space


@given(st.data())
def test_factor_values_of_two_shapes_are_those_of_a_state(data: st.DataObject) -> None:
    space = DoubleCircleSquare(height=6, width=6, extent=4)
    values = data.draw(factor_values(space))
    (state,) = space.domain.states({name: [value] for name, value in values.items()})
    assert space.at(int(state)).factors == values


@pytest.mark.parametrize(
    "factor",
    [
        Finite("shape", ("square", "circle")),
        Finite("size", (0.5, 1.5)),
        Interval("angle", 0, 360, "circular"),
        Interval("area", 1, 100, "log"),
        Interval("count", -3, 3, "integer"),
    ],
    ids=lambda factor: factor.name,
)
@given(data=st.data())
def test_values_are_of_their_factor(factor: Finite | Interval, data: st.DataObject) -> None:
    assert factor.contains([data.draw(values_of(factor))]).all()


def test_values_of_weight_0_are_not_drawn() -> None:
    drawn = values_of(Weighted("flip", ("none", "left_right", "top_bottom"), (0, 2, 1)))
    assert smallest(drawn, anything) == 1
    assert smallest(drawn, lambda code: code != 1) == 2
    with pytest.raises(NoSuchExample):
        smallest(drawn, lambda code: code not in {1, 2})


def test_spaces_without_factors_have_no_values() -> None:
    message = r"^ImageSpace\(.*\) is the space of all images of its shape; only its subclasses have instances$"
    with pytest.raises(ValueError, match=message):
        factor_values(ImageSpace(2, 2, 1))


def test_values_reach_all_that_there_is() -> None:
    count = Interval("count", -3, 3, "integer")
    for value in range(-3, 3):
        assert smallest(values_of(count), value.__eq__) == value
    assert smallest(values_of(Finite("shape", ("square", "circle"))), lambda code: code != 0) == 1
    below = math.nextafter(360.0, 0.0)
    assert smallest(values_of(Interval("angle", 0, 360)), lambda angle: angle == below) == below
