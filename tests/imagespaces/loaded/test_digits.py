"""The digits that come with the package against what is known of those that were published."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from PIL import Image

from imagespaces import Digits
from imagespaces.bank import Bank
from imagespaces.factors import RandomSplit
from imagespaces.loaded.digits import NATIVE_SIDE
from imagespaces.loaded.relabelling import FirstClasses, Merge, OnlyClasses
from imagespaces.testing import check_space
from imagespaces.transforms import Flip, Rotate

CONFIGURATIONS: list[dict[str, Any]] = [
    {},
    {"height": 8, "width": 8, "dtype": "uint8"},
    {"height": 5, "width": 21, "upsampling": "nearest", "classes": [OnlyClasses(["9", "4"])]},
    {"transforms": [Flip(), Rotate()], "partition": RandomSplit({"a": 0.5, "b": 0.5}), "stream": 4},
]
COUNTS = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
"""How many of each digit there are, as the data set's own page says of its test part."""


@pytest.mark.parametrize("parameters", CONFIGURATIONS, ids=str)
def test_all_laws_of_spaces_hold(parameters: dict[str, Any]) -> None:
    check_space(Digits(**parameters))


def test_they_are_all_there() -> None:
    space = Digits()
    assert space.size == 1797
    assert np.bincount(space.labels(range(1797))).tolist() == COUNTS
    assert space.class_names == tuple("0123456789")


def test_levels_from_0_to_16_fill_the_range() -> None:
    images = Digits(height=NATIVE_SIDE, width=NATIVE_SIDE, dtype="uint8").images(range(1797))
    assert np.unique(images).tolist() == [round(255 * level / 16) for level in range(17)]


def test_the_first_is_the_first_line_of_the_published_file() -> None:
    line = (
        "0,0,5,13,9,1,0,0,0,0,13,15,10,15,5,0,0,3,15,2,0,11,8,0,0,4,12,0,0,8,8,0,"
        "0,5,8,0,0,9,8,0,0,4,11,0,1,12,7,0,0,2,14,5,10,12,0,0,0,0,6,13,10,0,0,0"
    )
    levels = np.array(line.split(","), int).reshape(8, 8, 1)
    image = Digits(height=8, width=8, dtype="uint8").at(0).image
    assert np.array_equal(image, np.rint(levels * 255 / 16))


def test_hard_edges_repeat_pixels() -> None:
    small = Digits(height=8, width=8, dtype="uint8").images([3, 99])
    large = Digits(height=24, width=16, upsampling="nearest", dtype="uint8").images([3, 99])
    assert np.array_equal(large, small.repeat(3, axis=1).repeat(2, axis=2))


def test_smooth_ones_are_those_of_pillow() -> None:
    small = Digits(height=8, width=8, dtype="uint8").at(42).image[..., 0]
    expected = np.asarray(Image.fromarray(small).resize((30, 20), Image.Resampling.BICUBIC))
    assert np.array_equal(Digits(height=20, width=30, dtype="uint8").at(42).image[..., 0], expected)


def test_the_same_pictures_are_for_testing_whatever_is_asked_for() -> None:
    def tested(space: Digits) -> set[int]:
        split = space.splits["test"]
        indices = split.indices(np.arange(split.size or 0))
        return {int(number) for number in space.instances(indices).factors["picture"]}

    every = tested(Digits())
    assert len(every) == 346
    assert tested(Digits(height=8, width=9, stream=7, upsampling="nearest")) == every
    some = Digits(classes=[FirstClasses(3)])
    numbers = {int(number) for number in some.instances(range(some.num_states)).factors["picture"]}
    assert tested(some) == every & numbers


def test_classes_are_changed_and_left_out() -> None:
    odd = tuple("13579")
    space = Digits(classes=[OnlyClasses([*odd, "0"]), Merge({"odd": odd}, rest="keep")])
    assert space.class_names == ("odd", "0")
    assert space.size == COUNTS[0] + sum(COUNTS[1::2])


def test_all_of_a_process_share_their_pictures() -> None:
    every, some = Digits(), Digits(classes=[FirstClasses(2)], dtype="uint8")
    pixels, rows = some.stored_pixels(), some.stored_rows()
    assert pixels is every.stored_pixels()
    assert pixels is not None
    assert rows is not None
    assert np.shares_memory(Bank.of(every).pixels, pixels)
    assert np.array_equal(some.images(range(some.num_states)), pixels[rows])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"upsampling": "cubic"}, "upsampling must be one of 'smooth', 'nearest', got 'cubic'"),
        ({"height": 0}, "height must be an integer of at least 1, got 0"),
    ],
)
def test_what_is_not_allowed_is_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        Digits(**parameters)


def test_their_licence_and_source_come_with_them() -> None:
    text = files("imagespaces.loaded").joinpath("data", "README").read_text(encoding="utf-8")
    assert "CC BY 4.0" in text
    assert "10.24432/C50P49" in text


def test_no_network_is_needed() -> None:
    code = (
        "import socket\n"
        "socket.socket.connect = None\n"
        "from imagespaces import Digits\n"
        "assert Digits().at(5).image.max() > 0.9\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
