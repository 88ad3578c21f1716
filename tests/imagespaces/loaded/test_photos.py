"""Parts of photographs against the photographs themselves."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from imagespaces import Photos
from imagespaces.bank import Slots, gallery
from imagespaces.factors import RandomSplit
from imagespaces.names import COLOURED, PARTS, PHOTOGRAPHS
from imagespaces.testing import check_space
from imagespaces.transforms import Flip

CONFIGURATIONS: list[dict[str, Any]] = [
    {},
    {"channels": 1, "photographs": ["moon", "rocket"], "height": 7, "width": 33},
    {"photographs": ["chelsea"], "scale": 1, "dtype": "uint8", "transforms": [Flip()]},
    {"scale": (0.01, 0.02), "partition": RandomSplit({"a": 0.5, "b": 0.5}), "stream": 5, "height": 20, "width": 20},
]


def photograph(name: str) -> NDArray[np.uint8]:
    read: Any = data.stereo_motorcycle if name == "motorcycle" else getattr(data, name)
    picture = read()[0] if name == "motorcycle" else read()
    return np.asarray(picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2), np.uint8)


@pytest.mark.parametrize("parameters", CONFIGURATIONS, ids=str)
def test_all_laws_of_spaces_hold(parameters: dict[str, Any]) -> None:
    check_space(Photos(**parameters))


@pytest.mark.parametrize("name", PHOTOGRAPHS)
def test_each_photograph_is_what_scikit_image_shows(name: str) -> None:
    """The whole of a photograph, as it is."""
    picture = photograph(name)
    height, width = picture.shape[:2]
    space = Photos(height=height, width=width, photographs=[name], scale=1, dtype="uint8")
    assert np.array_equal(space.at(3).image, picture)


def seen(
    picture: NDArray[np.uint8], box: tuple[float, float, float, float], size: tuple[int, int]
) -> NDArray[np.float64]:
    """A part of a picture as Pillow shows it, antialiased; left, top, right and bottom need not be whole."""
    found = Image.fromarray(picture).resize(size[::-1], Image.Resampling.BILINEAR, box=box)
    return np.asarray(found, np.float64)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**62), st.sampled_from([(48, 64), (64, 64), (40, 90)]))
def test_a_part_is_where_its_factors_say(index: int, size: tuple[int, int]) -> None:
    """It looks as Pillow shows it, and less so as a part shows that is a pixel further off."""
    space = Photos(height=size[0], width=size[1], scale=(0.5, 1.0), dtype="uint8")
    one = space.at(index)
    picture = photograph(COLOURED[int(one.factors["photograph"])])
    zoom = one.factors["scale"] * min(picture.shape[0] / size[0], picture.shape[1] / size[1])
    rows, columns = zoom * size[0], zoom * size[1]
    top = (one.factors["y"] + 1) / 2 * (picture.shape[0] - rows)
    left = (one.factors["x"] + 1) / 2 * (picture.shape[1] - columns)
    apart = np.abs(one.image - seen(picture, (left, top, left + columns, top + rows), size)).mean()
    assert apart < 6
    for across, down in [(-zoom, 0), (zoom, 0), (0, -zoom), (0, zoom)]:
        box = left + across, top + down, left + across + columns, top + down + rows
        if min(box) >= 0 and box[2] <= picture.shape[1] and box[3] <= picture.shape[0]:
            assert np.abs(one.image - seen(picture, box, size)).mean() > apart


def test_the_class_is_the_photograph() -> None:
    space = Photos(photographs=["rocket", "coffee", "chelsea"])
    many = space.instances(range(9))
    assert space.class_names == ("rocket", "coffee", "chelsea")
    assert many.labels is not None
    assert many.labels.tolist() == many.factors["photograph"].tolist() == [0, 1, 2] * 3
    assert space.size is None


def test_gray_is_the_luma_of_the_colours_and_gray_photographs_have_no_colours() -> None:
    shape: dict[str, Any] = {"height": 300, "width": 451, "scale": 1, "photographs": ["chelsea"]}
    gray, colour = Photos(channels=1, **shape).at(0).image, Photos(**shape).at(0).image
    luma = colour @ np.array([0.299, 0.587, 0.114], np.float32)
    assert np.abs(gray[..., 0] - luma).max() < 0.01
    moon = Photos(photographs=["moon"]).at(5).image
    assert np.array_equal(moon[..., 0], moon[..., 1])
    assert np.array_equal(moon[..., 0], moon[..., 2])


def test_scales_are_log_uniform_and_places_uniform() -> None:
    many = Photos(height=2, width=2, photographs=["cell"], scale=(0.25, 1.0)).instances(range(2000)).factors
    assert abs((many["scale"] < 0.5).mean() - 0.5) < 0.05
    for axis in "xy":
        assert many[axis].min() >= -1
        assert many[axis].max() < 1
        assert abs(many[axis].mean()) < 0.05


def test_a_fixed_scale_is_no_factor() -> None:
    assert list(Photos(scale=0.5).factors) == ["photograph", "x", "y"]


def test_training_and_testing_show_different_photographs() -> None:
    space = Photos(photographs=PHOTOGRAPHS)
    assert list(space.splits) == ["all", "train", "test"]
    for part, names in PARTS.items():
        shown = {PHOTOGRAPHS[code] for code in space.labels(space.splits[part].indices(range(50))).tolist()}
        assert shown == set(names)


def test_a_part_of_which_no_photograph_is_chosen_is_not_there() -> None:
    assert list(Photos(photographs=["retina"]).splits) == ["all", "train"]


def test_only_the_environments_that_reset_pay() -> None:
    assert isinstance(gallery(Photos(), 4), Slots)


@pytest.mark.parametrize("axis", [0, 1])
def test_the_ends_of_places_are_the_borders_of_the_photograph(axis: int) -> None:
    """At scale 1 a wide photograph is as high as the part: x alone moves it, from one border to the other."""
    picture = photograph("coffee")  # 400 × 600
    space = Photos(height=400, width=400, photographs=["coffee"], scale=1, dtype="uint8")
    values = {"photograph": np.zeros(2, np.int64), "x": np.array([-1.0, 1.0]), "y": np.zeros(2)}
    images = space.render(values)
    assert np.array_equal(images[0], picture[:, :400])
    assert np.array_equal(images[1], picture[:, 200:])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"channels": 2}, "channels must be 1 or 3, got 2"),
        ({"channels": True}, "channels must be 1 or 3, got True"),
        ({"photographs": []}, f"photographs must be different ones of {', '.join(PHOTOGRAPHS)}, got []"),
        ({"photographs": "cell"}, f"photographs must be different ones of {', '.join(PHOTOGRAPHS)}, got 'cell'"),
        (
            {"photographs": ["cell", "cell"]},
            f"photographs must be different ones of {', '.join(PHOTOGRAPHS)}, got ['cell', 'cell']",
        ),
        ({"photographs": ["dog"]}, f"photographs must be different ones of {', '.join(PHOTOGRAPHS)}, got ['dog']"),
        (
            {"scale": (0.5, 1.5)},
            "scale must be a number from 0.01 to 1, or a pair (low, high) of such with low < high, got (0.5, 1.5)",
        ),
    ],
    ids=str,
)
def test_what_is_not_allowed_is_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Photos(**parameters)


def test_no_network_is_needed() -> None:
    """All photographs are in scikit-image's package; whoever opens a connection fails."""
    code = (
        "import socket\n"
        "def refuse(*_, **__): raise AssertionError('a connection')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse\n"
        "from imagespaces.loaded.photos import Photos\n"
        "from imagespaces.names import PHOTOGRAPHS\n"
        "print(Photos(photographs=PHOTOGRAPHS, height=4, width=4).images(range(12)).shape)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "(12, 4, 4, 3)\n"
