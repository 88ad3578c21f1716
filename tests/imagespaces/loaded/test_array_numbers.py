"""What arrays of pictures and labels may be."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.loaded import array_numbers
from imagespaces.loaded.array_numbers import as_labels, as_pixels, numbered


def wrong(allowed: str, found: object) -> ValueError:
    return ValueError(f"it must {allowed}, got {found}")


def refusal(array: NDArray[Any], convert: Any = as_pixels) -> str:
    with pytest.raises(ValueError, match=r"^it must ") as caught:
        convert(array, wrong)
    return str(caught.value)


@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 3, 4, 1), (2, 3, 4, 3)])
def test_bytes_are_taken_as_they_are(shape: tuple[int, ...]) -> None:
    array = np.arange(np.prod(shape), dtype=np.uint8).reshape(shape)
    pixels = as_pixels(array, wrong)
    assert pixels.shape == (*shape[:3], shape[3] if len(shape) == 4 else 1)
    assert np.array_equal(pixels.reshape(-1), array.reshape(-1))
    assert np.may_share_memory(pixels, array)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.sampled_from(["<f8", ">f8", "<f4", "<f2"]))
def test_floats_are_rounded_to_bytes(values: list[float], kind: str) -> None:
    array = np.array(values, kind).reshape(-1, 1, 1)
    expected = [round(255 * float(value)) for value in array.reshape(-1)]  # to even where there are two
    assert as_pixels(array, wrong).reshape(-1).tolist() == expected


def test_floats_are_converted_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    array = np.linspace(0, 1, 5 * 6).reshape(5, 2, 3)
    whole = as_pixels(array, wrong)
    monkeypatch.setattr(array_numbers, "_CHUNK", 12)
    assert np.array_equal(as_pixels(array, wrong), whole)
    array[3, 1, 0] = 1.5
    assert refusal(array) == "it must hold floats from 0 to 1, got 1.5 in picture 3"


@pytest.mark.parametrize(
    ("array", "message"),
    [
        (np.zeros((4, 4)), "hold pictures [N, h, w], [N, h, w, 1] or [N, h, w, 3], got an array [4, 4]"),
        (np.zeros((1, 4, 4, 2)), "hold pictures [N, h, w], [N, h, w, 1] or [N, h, w, 3], got an array [1, 4, 4, 2]"),
        (np.zeros((0, 4, 4)), "hold pictures [N, h, w], [N, h, w, 1] or [N, h, w, 3], got an array [0, 4, 4]"),
        (
            np.zeros((1, 4, 4), np.int64),
            "hold pictures of unsigned bytes, or of floats from 0 to 1, got numbers of type int64",
        ),
        (
            np.zeros((1, 4, 4), object),
            "hold pictures of unsigned bytes, or of floats from 0 to 1, got numbers of type object",
        ),
        (np.full((1, 2, 2), np.nan), "hold floats from 0 to 1, got nan in picture 0"),
        (np.array([0, -0.1, 1]).reshape(3, 1, 1), "hold floats from 0 to 1, got -0.1 in picture 1"),
        (np.frombuffer(b"\1\0\x80\x7f", "<f4").reshape(1, 1, 1), "hold floats from 0 to 1, got nan in picture 0"),
        (np.full((1, 2, 2), 255.0), "hold floats from 0 to 1, got 255.0 in picture 0"),
    ],
)
def test_other_pictures_are_refused(array: NDArray[Any], message: str) -> None:
    assert refusal(array) == f"it must {message}"


@pytest.mark.parametrize("kind", [np.int8, np.uint64, ">i4"])
@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_labels_are_a_row_or_a_column_of_integers(kind: Any, shape: tuple[int, ...]) -> None:
    assert as_labels(np.array([2, 0, 1], kind).reshape(shape), wrong).tolist() == [2, 0, 1]


@pytest.mark.parametrize(
    ("array", "found"),
    [
        (np.zeros(3), "float64 [3]"),
        (np.zeros(3, bool), "bool [3]"),
        (np.zeros((3, 2), int), "int64 [3, 2]"),
        (np.array(3), "int64 []"),
        (np.array(["a"]), "<U1 [1]"),
    ],
)
def test_other_labels_are_refused(array: NDArray[Any], found: str) -> None:
    assert refusal(array, as_labels) == f"it must hold labels as integers [N], got {found}"


def test_classes_are_numbered_up_to_the_highest() -> None:
    assert numbered([np.array([0]), np.array([3, 1], np.uint8)]) == ("0", "1", "2", "3")
