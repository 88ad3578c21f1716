from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import DoubleCircleSquare
from imagespaces.testing.strategies import image_spaces

Centre = tuple[int, int]
SHAPES = ("square", "circle")


@cache
def pairs(height: int, width: int, extent: int) -> list[tuple[Centre, Centre]]:
    """All pairs of centres (x, y) far enough apart, each once, in reading order of the first and then of the second."""
    centres = [(x, y) for y in range(height) for x in range(width)]
    return [
        (first, second)
        for place, first in enumerate(centres)
        for second in centres[place + 1 :]
        if abs(first[0] - second[0]) > extent or abs(first[1] - second[1]) > extent
    ]


def oracle(space: DoubleCircleSquare, index: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Image and mask of an index, pixel by pixel."""
    centres = pairs(space.height, space.width, space.extent)[index // 4]
    objects = list(zip(centres, (SHAPES[index % 2], SHAPES[index // 2 % 2]), strict=True))
    diagonal = math.sqrt(space.height**2 + space.width**2)
    image = np.zeros((space.height, space.width, 1), np.float32)
    mask = np.zeros((space.height, space.width), np.bool_)
    for y in range(space.height):
        for x in range(space.width):
            distances = [math.sqrt((x - centre[0]) ** 2 + (y - centre[1]) ** 2) for centre, _ in objects]
            for (centre, shape), distance in zip(objects, distances, strict=True):
                span = distance if shape == "circle" else max(abs(x - centre[0]), abs(y - centre[1]))
                mask[y, x] |= span <= space.extent / 2
            ground = 1 - min(distances) / diagonal if space.gradient else 0.0
            image[y, x, 0] = 1.0 if mask[y, x] else ground
    return image, mask


def built(data: st.DataObject, max_pixels: int, dtype: str | None = None) -> DoubleCircleSquare:
    space = data.draw(image_spaces(kinds=["double_circle_square"], max_pixels=max_pixels, dtype=dtype))
    assert isinstance(space, DoubleCircleSquare)
    return space


# ----------------------------------------------------------------------------------------------------------------------
# Which pairs there are, and in which order
# ----------------------------------------------------------------------------------------------------------------------


def centres_of(space: DoubleCircleSquare, indices: Any) -> list[tuple[Centre, Centre]]:
    values = {name: column.tolist() for name, column in space.instances(indices).factors.items()}
    rows = zip(*(values[name] for name in ("first_x", "first_y", "second_x", "second_y")), strict=True)
    return [((row[0], row[1]), (row[2], row[3])) for row in rows]


@given(st.data())
def test_pairs_equal_brute_force(data: st.DataObject) -> None:
    space = built(data, 60)
    expected = pairs(space.height, space.width, space.extent)
    assert space.size == 4 * len(expected)
    assert centres_of(space, range(0, space.size, 4)) == expected


@pytest.mark.parametrize(("height", "width", "extent"), [(28, 28, 8), (12, 31, 9), (31, 12, 10), (3, 40, 2)])
def test_pairs_of_larger_images_equal_brute_force(height: int, width: int, extent: int) -> None:
    space = DoubleCircleSquare(height=height, width=width, extent=extent)
    expected = pairs(height, width, extent)
    assert space.size == 4 * len(expected)
    some = np.unique(np.concatenate(([0, 1, len(expected) - 1], np.arange(0, len(expected), 997))))
    assert centres_of(space, 4 * some) == [expected[number] for number in some]


@given(st.data())
def test_shapes_are_the_fastest_digits(data: st.DataObject) -> None:
    space = built(data, 60)
    pair = data.draw(st.integers(0, space.num_states // 4 - 1))
    four = space.instances(range(4 * pair, 4 * pair + 4))
    assert four.factors["first_shape"].tolist() == [0, 1, 0, 1]
    assert four.factors["second_shape"].tolist() == [0, 0, 1, 1]
    assert four.labels is not None
    assert four.labels.tolist() == [0, 2, 2, 1]


def test_classes_are_named() -> None:
    space = DoubleCircleSquare(height=12, width=12, extent=4)
    assert space.class_names == ("two squares", "two circles", "one of each")
    assert space.num_classes == 3
    assert list(space.factors) == ["first_shape", "second_shape", "first_x", "first_y", "second_x", "second_y"]


def test_all_labels_occur_evenly() -> None:
    space = DoubleCircleSquare(height=8, width=8, extent=4)
    counts = np.bincount(space.labels(range(space.num_states)))
    assert counts.tolist() == [space.num_states // 4, space.num_states // 4, space.num_states // 2]


# ----------------------------------------------------------------------------------------------------------------------
# Images
# ----------------------------------------------------------------------------------------------------------------------


@given(st.data())
def test_images_equal_plain_loops(data: st.DataObject) -> None:
    space = built(data, 80, "float32")
    for index in data.draw(st.lists(st.integers(0, space.num_states - 1), min_size=1, max_size=3)):
        one = space.at(index)
        image, mask = oracle(space, index)
        np.testing.assert_allclose(one.image, image, rtol=0, atol=1e-7)
        assert one.mask is not None
        assert np.array_equal(one.mask, mask)


@given(st.data())
def test_bytes_are_rounded_plain_loops(data: st.DataObject) -> None:
    space = built(data, 60, "uint8")
    index = data.draw(st.integers(0, space.num_states - 1))
    exact = 255 * oracle(space, index)[0].astype(np.float64)
    assert np.abs(space.at(index).image - exact).max() <= 0.5 + 1e-4


@pytest.mark.parametrize("gradient", [True, False])
@pytest.mark.parametrize("index", [0, 3, 123_457, 500_002, 902_879])
def test_images_of_the_usual_size_equal_plain_loops(index: int, gradient: bool) -> None:
    space = DoubleCircleSquare(gradient=gradient)
    np.testing.assert_allclose(space.at(index).image, oracle(space, index)[0], rtol=0, atol=1e-7)


def test_shapes_never_overlap() -> None:
    space = DoubleCircleSquare(height=7, width=8, extent=2)
    many = space.instances(range(0, space.num_states, 4))  # two squares each, of 3 × 3 pixels
    assert many.masks is not None
    for mask, centres in zip(many.masks, centres_of(space, many.indices), strict=True):
        if all(1 <= x <= 6 and 1 <= y <= 5 for x, y in centres):  # the frame cuts neither
            assert mask.sum() == 18


# ----------------------------------------------------------------------------------------------------------------------
# States that look alike
# ----------------------------------------------------------------------------------------------------------------------


def alike(space: DoubleCircleSquare) -> list[list[int]]:
    """The groups of states that have one image."""
    groups: dict[bytes, list[int]] = defaultdict(list)
    for state, image in enumerate(space.images(range(space.num_states))):
        groups[image.tobytes()].append(state)
    return [states for states in groups.values() if len(states) > 1]


SIZES = [
    (height, width, extent)
    for extent in (2, 4, 5)
    for height in range(2 * (extent // 2) + 1, 9)
    for width in range(2 * (extent // 2) + 1, 11)
    if max(height, width) - 1 > extent and height * width <= 56
]


@pytest.mark.parametrize("gradient", [True, False])
def test_the_space_knows_whether_states_look_alike(gradient: bool) -> None:
    found = set()
    for height, width, extent in SIZES:
        space = DoubleCircleSquare(height=height, width=width, extent=extent, gradient=gradient)
        groups = alike(space)
        assert bool(groups) is space.may_repeat, space
        assert all(len(set(space.labels(states).tolist())) == 1 for states in groups), "one image, two classes"
        found.add(bool(groups))
    assert found == {True, False}


@pytest.mark.parametrize(
    ("parameters", "repeats"),
    [
        ({}, False),
        ({"gradient": False}, False),
        ({"height": 20, "width": 20, "gradient": False}, False),
        ({"height": 15, "width": 15}, False),
        ({"height": 15, "width": 15, "gradient": False}, True),
    ],
)
def test_which_usual_sizes_repeat(parameters: dict[str, Any], repeats: bool) -> None:
    assert DoubleCircleSquare(**parameters).may_repeat is repeats


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"width": "a"}, "width must be an integer of at least 1, got 'a'"),
        ({"height": 28.0}, "height must be an integer of at least 1, got 28.0"),
        ({"extent": 3}, "extent must be 2, or 4 and more, got 3, whose circle is a square"),
        ({"extent": 1}, "extent must be an integer of at least 2, got 1"),
        ({"height": 8}, "a shape of extent 8 is 9 pixels across, and does not fit 8 × 28"),
        ({"height": 9, "width": 9}, "two shapes of extent 8 do not fit 9 × 9 without overlapping"),
        ({"height": 3, "width": 3, "extent": 2}, "two shapes of extent 2 do not fit 3 × 3 without overlapping"),
        ({"height": 5, "width": 6, "extent": 5}, "two shapes of extent 5 do not fit 5 × 6 without overlapping"),
        ({"gradient": 1}, "gradient must be True or False, got 1"),
        ({"stream": None}, "stream must be an integer, got None"),
        ({"dtype": "int8"}, "dtype must be one of float32, uint8, got int8"),
    ],
)
def test_what_cannot_be_made(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        DoubleCircleSquare(**parameters)


@pytest.mark.parametrize(("height", "width", "extent"), [(9, 10, 8), (10, 9, 8), (3, 4, 2), (5, 7, 5)])
def test_what_just_fits(height: int, width: int, extent: int) -> None:
    space = DoubleCircleSquare(height=height, width=width, extent=extent)
    assert space.size == 4 * len(pairs(height, width, extent))
