from __future__ import annotations

import copy
import math
import pickle
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.pixels import PIXEL_RANGE, PixelBox, convert, dtype_name, from_bytes, to_bytes

EVERY_BYTE = np.arange(256, dtype=np.uint8)


# ----------------------------------------------------------------------------------------------------------------------
# From one type to the other
# ----------------------------------------------------------------------------------------------------------------------


def test_bytes_are_255ths() -> None:
    floats = from_bytes(EVERY_BYTE)
    assert floats.dtype == np.float32
    assert floats.tolist() == [np.float32(byte / 255).item() for byte in range(256)]


def test_bytes_survive_the_way_there_and_back() -> None:
    assert np.array_equal(to_bytes(from_bytes(EVERY_BYTE)), EVERY_BYTE)


@given(st.lists(st.floats(0, 1, width=32), min_size=1))
def test_floats_go_to_the_nearest_byte(values: list[float]) -> None:
    found = to_bytes(np.array(values, np.float32))
    assert found.dtype == np.uint8
    for value, byte in zip(values, found.tolist(), strict=True):
        assert abs(255 * value - byte) <= 0.5 + 1e-5


def test_halves_go_to_even_bytes() -> None:
    halves = np.array([0.5, 1.5, 2.5, 253.5, 254.5], np.float64) / 255
    exact = [value for value in halves.astype(np.float32) if (value * np.float32(255)) % 1 == 0.5]
    assert exact, "no half is hit exactly: choose others"
    assert to_bytes(np.array(exact)).tolist() == [round(float(value * np.float32(255))) for value in exact]


def test_conversions_write_nowhere() -> None:
    floats, integers = np.linspace(0, 1, 5, dtype=np.float32), EVERY_BYTE.copy()
    kept = floats.copy()
    for found, given_array in ((to_bytes(floats), floats), (from_bytes(integers), integers)):
        assert not np.shares_memory(found, given_array)
    assert np.array_equal(floats, kept)
    assert np.array_equal(integers, EVERY_BYTE)


def test_converting_keeps_what_has_the_type() -> None:
    floats = from_bytes(EVERY_BYTE)
    assert convert(floats, "float32") is floats
    assert convert(EVERY_BYTE, np.uint8) is EVERY_BYTE
    assert np.array_equal(convert(floats, "uint8"), EVERY_BYTE)
    assert np.array_equal(convert(EVERY_BYTE, np.dtype(np.float32)), floats)


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("source", ["float64", "int64", "bool"])
def test_other_types_are_not_taken_for_bytes(source: str, dtype: str) -> None:
    with pytest.raises(ValueError, match=rf"^pixels must be float32 in \[0, 1\] or uint8, got {source}$"):
        convert(np.zeros(3, source), dtype)


@pytest.mark.parametrize(
    ("dtype", "name"),
    [
        ("float32", "float32"),
        (np.float32, "float32"),
        (np.dtype(">f4"), "float32"),
        ("u1", "uint8"),
        (np.uint8, "uint8"),
    ],
)
def test_names_of_types(dtype: Any, name: str) -> None:
    assert dtype_name(dtype) == name


@pytest.mark.parametrize(
    ("dtype", "shown"), [("float64", "float64"), (None, "float64"), (bool, "bool"), ("float33", "'float33'"), (3, "3")]
)
def test_other_types_are_refused(dtype: Any, shown: str) -> None:
    for call in (dtype_name, lambda dtype: PixelBox((2, 2, 1), dtype)):
        with pytest.raises(ValueError, match=f"^{re.escape(f'dtype must be one of float32, uint8, got {shown}')}$"):
            call(dtype)


# ----------------------------------------------------------------------------------------------------------------------
# The box
# ----------------------------------------------------------------------------------------------------------------------

BOXES = [
    PixelBox((2, 3, 1)),
    PixelBox((2, 3, 1), "uint8"),
    PixelBox((4, 2, 3, 3), np.uint8),
    PixelBox((0, 3), "float32"),
]


@pytest.mark.parametrize("box", BOXES, ids=repr)
def test_it_is_a_box_of_gymnasium(box: PixelBox) -> None:
    low, high = PIXEL_RANGE[box.dtype.name]
    same = Box(low, high, box.shape, box.dtype.type)
    assert box == same
    assert same == box
    assert repr(box) == (repr(same) if box.low.size else "Box(0.0, 1.0, (0, 3), float32)")
    for name in ("low", "high", "bounded_below", "bounded_above"):
        found, expected = getattr(box, name), getattr(same, name)
        assert (found.shape, found.dtype) == (expected.shape, expected.dtype)
        assert np.array_equal(found, expected)
    assert box.is_np_flattenable


def test_bounds_take_no_memory() -> None:
    box = PixelBox((1000, 1000, 1000, 1000))
    for bound in (box.low, box.high, box.bounded_below, box.bounded_above):
        assert set(bound.strides) == {0}


@pytest.mark.parametrize("manner", ["both", "above", "below"])
def test_pixels_are_bounded(manner: Any) -> None:
    assert PixelBox((2, 2, 1)).is_bounded(manner) is True


def test_manners_are_those_of_gymnasium() -> None:
    with pytest.raises(ValueError, match=r"^manner must be 'both', 'below' or 'above', got 'around'$"):
        PixelBox((2, 2, 1)).is_bounded("around")  # type: ignore[arg-type]


@pytest.mark.parametrize("box", BOXES, ids=repr)
def test_samples_are_in_the_box(box: PixelBox) -> None:
    sample = box.sample()
    assert type(sample) is np.ndarray
    assert sample in box
    assert not np.shares_memory(sample, box.sample())


def test_samples_fill_the_range() -> None:
    integers = PixelBox((100, 100), "uint8", seed=0).sample()
    assert np.array_equal(np.unique(integers), EVERY_BYTE)
    floats = PixelBox((100, 100), seed=0).sample()
    assert abs(floats.mean() - 0.5) < 4.5 * math.sqrt(1 / 12 / floats.size)
    assert floats.min() < 0.01
    assert floats.max() > 0.99


@pytest.mark.parametrize("box", BOXES[:2], ids=repr)
def test_sampling_is_seeded(box: PixelBox) -> None:
    first, second = PixelBox(box.shape, box.dtype, seed=0), PixelBox(box.shape, box.dtype)
    second.seed(0)
    other = PixelBox(box.shape, box.dtype, seed=1)
    images = [first.sample() for _ in range(2)]
    assert [image.tolist() for image in images] == [second.sample().tolist() for _ in images]
    assert images[0].tolist() != images[1].tolist()
    assert images[0].tolist() != other.sample().tolist()


def test_a_generator_is_taken_as_it_is() -> None:
    generator = np.random.default_rng(3)
    assert PixelBox((2, 2), seed=generator).np_random is generator


@pytest.mark.parametrize("arguments", [{"mask": 1}, {"probability": [0.5]}])
def test_masks_are_refused(arguments: dict[str, Any]) -> None:
    shown = {"mask": None, "probability": None} | arguments
    message = f"pixels are sampled without masks, got mask={shown['mask']!r}, probability={shown['probability']!r}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        PixelBox((2, 2)).sample(**arguments)


def test_other_values_are_not_in_the_box() -> None:
    box = PixelBox((2, 2))
    for value in (-1e-7, 1.0000001, math.nan, math.inf, -math.inf):
        assert box.contains(np.array([[0, value], [0, 1]], np.float32)) is False
    assert box.contains(np.array([[0, 1], [0.5, -0.0]], np.float32)) is True


@pytest.mark.parametrize(
    "thing", [None, 1, "x", [[0.0, 0.0], [0.0, 0.0]], np.zeros((2, 2)), np.zeros((2, 2), np.uint8)], ids=repr
)
def test_other_things_are_not_in_the_box(thing: Any) -> None:
    assert PixelBox((2, 2)).contains(thing) is False


def test_copies_continue() -> None:
    box = PixelBox((2, 2), "uint8", seed=4)
    box.sample()
    others = [copy.deepcopy(box), pickle.loads(pickle.dumps(box))]  # noqa: S301 - of what was dumped here
    images = [box.sample().tolist() for _ in range(3)]
    for other in others:
        assert other == box
        assert [other.sample().tolist() for _ in range(3)] == images


def test_bytes_are_turned_where_one_says() -> None:
    levels, out = np.arange(256, dtype=np.uint8), np.full(256, 7, np.float32)
    assert from_bytes(levels, out=out) is out
    assert np.array_equal(out, from_bytes(levels))
