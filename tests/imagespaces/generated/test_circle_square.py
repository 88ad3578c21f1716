from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import CircleSquare, Finite
from imagespaces.testing.strategies import image_spaces


def covers(circle: bool, extent: int, dx: int, dy: int) -> bool:
    """Whether a shape covers the pixel so far from its centre."""
    return math.sqrt(dx * dx + dy * dy) <= extent / 2 if circle else abs(dx) <= extent / 2 and abs(dy) <= extent / 2


def oracle(space: CircleSquare, index: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Image and mask of an index, pixel by pixel."""
    label, place = index % 2, index // 2
    centre_x, centre_y = place % space.width, place // space.width
    diagonal = math.sqrt(space.height**2 + space.width**2)
    image = np.zeros((space.height, space.width, 1), np.float32)
    mask = np.zeros((space.height, space.width), np.bool_)
    for y in range(space.height):
        for x in range(space.width):
            dx, dy = x - centre_x, y - centre_y
            mask[y, x] = covers(label == 1, space.extent, dx, dy)
            ground = 1 - math.sqrt(dx * dx + dy * dy) / diagonal if space.gradient else 0.0
            image[y, x, 0] = 1.0 if mask[y, x] else ground
    return image, mask


@given(st.data())
def test_images_equal_plain_loops(data: st.DataObject) -> None:
    space = data.draw(image_spaces(kinds=["circle_square"], max_pixels=150, dtype="float32"))
    assert isinstance(space, CircleSquare)
    assert space.size == 2 * space.height * space.width
    for index in data.draw(st.lists(st.integers(0, space.size - 1), min_size=1, max_size=4)):
        one = space.at(index)
        image, mask = oracle(space, index)
        np.testing.assert_allclose(one.image, image, rtol=0, atol=1e-7)
        assert one.mask is not None
        assert np.array_equal(one.mask, mask)


@pytest.mark.parametrize("gradient", [True, False])
@pytest.mark.parametrize("index", [0, 1, 27 * 2, 811, 812, 1567])
def test_images_of_the_usual_size_equal_plain_loops(index: int, gradient: bool) -> None:
    space = CircleSquare(gradient=gradient)
    np.testing.assert_allclose(space.at(index).image, oracle(space, index)[0], rtol=0, atol=1e-7)


@given(st.data())
def test_bytes_are_rounded_plain_loops(data: st.DataObject) -> None:
    space = data.draw(image_spaces(kinds=["circle_square"], max_pixels=100, dtype="uint8"))
    assert isinstance(space, CircleSquare)
    index = data.draw(st.integers(0, space.num_states - 1))
    exact = 255 * oracle(space, index)[0].astype(np.float64)
    assert np.abs(space.at(index).image - exact).max() <= 0.5 + 1e-4


def test_shapes_as_they_are_drawn() -> None:
    space = CircleSquare(height=7, width=8, extent=5, gradient=False)
    square, circle = (space.at(label + 2 * (3 + 8 * 3)).image[..., 0].astype(int).tolist() for label in (0, 1))
    assert square == [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]
    assert circle == [
        [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 1, 1, 1, 0, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 1, 1, 1, 1, 1, 0, 0],
        [0, 0, 1, 1, 1, 0, 0, 0],
        [0, 0, 0, 0, 0, 0, 0, 0],
    ]


def test_the_frame_may_cut_the_shape() -> None:
    space = CircleSquare(height=5, width=6, extent=4, gradient=False)
    corner = space.at(2 * (5 + 6 * 4)).image[..., 0].astype(int).tolist()
    assert corner == [[0] * 6, [0] * 6, *[[0, 0, 0, 1, 1, 1]] * 3]


@pytest.mark.parametrize("extent", [2, 4, 5, 8])
@pytest.mark.parametrize("gradient", [True, False])
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_no_two_states_look_alike(extent: int, gradient: bool, dtype: str) -> None:
    least = 2 * (extent // 2) + 1
    for height, width in ((least, least), (least, least + 1), (least + 3, least), (2 * least, 2 * least + 1)):
        space = CircleSquare(height=height, width=width, extent=extent, gradient=gradient, dtype=dtype)
        images = space.images(range(space.num_states))
        assert len({image.tobytes() for image in images}) == space.size


def test_factors_count_label_then_column_then_row() -> None:
    space = CircleSquare(height=10, width=12)
    assert list(space.factors) == ["shape", "x", "y"]
    assert space.factors["shape"] == Finite("shape", ("square", "circle"))
    assert (space.factors["x"], space.factors["y"]) == (Finite("x", range(12)), Finite("y", range(10)))
    one = space.at(1 + 2 * (5 + 12 * 9))
    assert one.factors == {"shape": 1, "x": 5, "y": 9}
    assert (one.label, space.class_names) == (1, ("square", "circle"))


def test_labels_alternate() -> None:
    space = CircleSquare()
    assert space.labels(range(6)).tolist() == [0, 1, 0, 1, 0, 1]


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"width": "a"}, "width must be an integer of at least 1, got 'a'"),
        ({"width": True}, "width must be an integer of at least 1, got True"),
        ({"height": 0}, "height must be an integer of at least 1, got 0"),
        ({"height": -1}, "height must be an integer of at least 1, got -1"),
        ({"height": 28.0}, "height must be an integer of at least 1, got 28.0"),
        ({"extent": 1}, "extent must be an integer of at least 2, got 1"),
        ({"extent": 3}, "extent must be 2, or 4 and more, got 3, whose circle is a square"),
        ({"extent": "8"}, "extent must be an integer of at least 2, got '8'"),
        ({"extent": 28}, "a shape of extent 28 is 29 pixels across, and does not fit 28 × 28"),
        ({"height": 8}, "a shape of extent 8 is 9 pixels across, and does not fit 8 × 28"),
        ({"width": 6, "extent": 7}, "a shape of extent 7 is 7 pixels across, and does not fit 28 × 6"),
        ({"gradient": "no"}, "gradient must be True or False, got 'no'"),
        ({"stream": 1.5}, "stream must be an integer, got 1.5"),
        ({"dtype": "float16"}, "dtype must be one of float32, uint8, got float16"),
    ],
)
def test_what_cannot_be_made(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        CircleSquare(**parameters)


@pytest.mark.parametrize(
    "parameters", [{"extent": 27}, {"height": 9}, {"width": 7, "extent": 7}, {"width": 3, "extent": 2}]
)
def test_what_just_fits(parameters: dict[str, Any]) -> None:
    space = CircleSquare(**parameters)
    assert space.at(0).image.max() == 1.0


def test_integers_of_numpy_are_integers() -> None:
    sizes: dict[str, Any] = {"height": np.int64(9), "width": np.uint8(9), "extent": np.int32(4), "stream": np.int8(-1)}
    space = CircleSquare(**sizes, gradient=np.False_)  # type: ignore[arg-type]
    assert repr(space) == "CircleSquare(height=9, width=9, extent=4, gradient=False, dtype='float32', stream=-1)"
