from __future__ import annotations

import math
import pickle
import re
from copy import deepcopy
from typing import Any, Literal

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

from envspecs.motions import Relative
from envspecs.sensors import Glimpse
from imagespaces import CircleSquare, ImageSpace
from imagespaces.bank import gallery
from imagespaces.draws import Draws, derive_key

SPACE = CircleSquare(height=9, width=12, extent=4)
KEY = derive_key("episode", 7)

coordinates = st.floats(-1, 1)
positions = st.tuples(coordinates, coordinates)


def glimpse(lanes: int = 1, space: ImageSpace = SPACE, motion: Relative | None = None, **arguments: Any) -> Glimpse:
    return Glimpse(gallery(space, lanes), motion=motion or Relative(), **arguments)


def begin(sensor: Glimpse, lanes: list[int], **options: Any) -> Draws:
    draws = Draws(KEY, np.array(lanes) + 10)
    sensor.reset(np.array(lanes), draws, {name: np.array(value) for name, value in options.items()})
    return draws


def where(sensor: Glimpse) -> list[list[float]]:
    found: list[list[float]] = sensor.state()["positions"].tolist()
    return found


# ----------------------------------------------------------------------------------------------------------------------
# Where episodes start
# ----------------------------------------------------------------------------------------------------------------------


def test_a_random_start_is_uniform_over_all_positions() -> None:
    sensor = glimpse(4000)
    draws = begin(sensor, list(range(4000)))
    found = np.array(where(sensor))
    assert found.tolist() == (2 * draws.uniform("start", 2) - 1).tolist()
    for column in found.T:
        shares = (np.sort(column) + 1) / 2
        assert np.abs(shares - np.arange(4000) / 4000).max() < 0.04  # Kolmogorov and Smirnov, one chance in 10⁵
    assert abs(np.corrcoef(found.T)[0, 1]) < 0.08


@pytest.mark.parametrize(("start", "expected"), [("center", [0.0, 0.0]), ((0.25, -1.0), [0.25, -1.0])])
def test_a_given_start_is_that_of_every_episode_and_draws_nothing(
    start: Literal["center"] | tuple[float, float], expected: list[float]
) -> None:
    sensor = glimpse(3, start=start)
    assert sensor.words == {}
    begin(sensor, [0, 1, 2])
    assert where(sensor) == [expected] * 3


def test_a_random_start_draws_four_words() -> None:
    assert glimpse().words == {"start": 4}


@given(positions)
def test_the_option_position_comes_before_any_start(position: tuple[float, float]) -> None:
    for start in ("random", "center", (0.5, 0.5)):
        sensor = glimpse(3, start=start)
        begin(sensor, [0, 1, 2])
        before = where(sensor)
        begin(sensor, [1], position=[position])
        assert where(sensor) == [before[0], list(position), before[2]]


@pytest.mark.parametrize(
    "position", [(0.0, 1.5), (-1.0001, 0.0), (0.0, float("nan")), (0.0,), (0.0, 0.0, 0.0), (float("inf"), 0.0)]
)
def test_a_position_that_is_none_is_refused(position: tuple[float, ...]) -> None:
    message = f"a position must be (x, y), both in [-1, 1], got {list(position)}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        glimpse(start=position)
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        begin(glimpse(), [0], position=[position])


def test_of_many_positions_the_wrong_one_is_shown() -> None:
    sensor = glimpse(1000)
    given_positions = np.zeros((1000, 2))
    given_positions[700] = (0.5, 2.0)
    with pytest.raises(ValueError, match=re.escape("got [0.5, 2.0]") + "$"):
        begin(sensor, list(range(1000)), position=given_positions)


# ----------------------------------------------------------------------------------------------------------------------
# What is looked at
# ----------------------------------------------------------------------------------------------------------------------


@given(
    positions,
    st.integers(1, 9),
    st.integers(1, 12),
    st.floats(0.1, 1),
)
def test_boxes_lie_about_the_centre_that_the_position_names(
    position: tuple[float, float], height: int, width: int, scale: float
) -> None:
    sensor = glimpse(size=(height, width), scale=scale)
    begin(sensor, [0], position=[position])
    middle = [12 / 2 + position[0] * (12 - width * scale) / 2, 9 / 2 + position[1] * (9 - height * scale) / 2]
    half = [width * scale / 2, height * scale / 2]
    expected = [middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]]
    (box,) = sensor.boxes(slice(None)).tolist()
    assert box == pytest.approx(expected, abs=1e-9)
    assert min(box) >= -1e-9
    assert box[2] <= 12 + 1e-9
    assert box[3] <= 9 + 1e-9


def test_boxes_of_some_lanes() -> None:
    sensor = glimpse(3)
    begin(sensor, [0, 1, 2])
    assert sensor.boxes(np.array([2, 0])).tolist() == sensor.boxes(slice(None))[[2, 0]].tolist()


@pytest.mark.parametrize(
    ("size", "scale", "expected"),
    [
        ((3, 4), 1.0, (1.0, 1.0)),  # 8 and 6 pixels of room are 2 long
        ((5, 5), 1.0, (10 / 7, 2.5)),
        ((3, 3), 2.0, (2.0, 4.0)),
        ((9, 4), 1.0, (1.0, math.inf)),
        ((9, 12), 1.0, (math.inf, math.inf)),
    ],
)
def test_coverage_is_the_extent_in_units_of_positions(
    size: tuple[int, int], scale: float, expected: tuple[float, float]
) -> None:
    assert glimpse(size=size, scale=scale).coverage == pytest.approx(expected)


@given(positions, st.integers(1, 20), st.integers(1, 20), st.floats(0.1, 3))
def test_with_padding_the_centre_ranges_over_the_whole_image(
    position: tuple[float, float], height: int, width: int, scale: float
) -> None:
    sensor = glimpse(size=(height, width), scale=scale, border="pad")
    begin(sensor, [0], position=[position])
    middle = [(position[0] + 1) * 12 / 2, (position[1] + 1) * 9 / 2]
    half = [width * scale / 2, height * scale / 2]
    expected = [middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1]]
    assert sensor.boxes(slice(None))[0].tolist() == pytest.approx(expected, abs=1e-9)
    assert sensor.coverage == pytest.approx((2 * width * scale / 12, 2 * height * scale / 9))
    assert sensor.observation_spaces["glimpse"].contains(sensor.observe(slice(None))["glimpse"][0])


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("copy", [lambda sensor: sensor, deepcopy])
def test_with_padding_all_is_0_beyond_the_image(dtype: str, copy: Any) -> None:
    space = CircleSquare(height=9, width=12, extent=4, dtype=dtype)
    sensor = copy(glimpse(2, space=space, size=(4, 6), border="pad"))
    begin(sensor, [0, 1], position=[(-1.0, -1.0), (1.0, 0.0)])
    corner, edge = sensor.observe(slice(None))["glimpse"]
    image = space.at(0).image
    assert corner.tolist() == np.pad(image[:2, :3], ((2, 0), (3, 0), (0, 0))).tolist()
    assert (edge[:, 3:] == 0).all()
    tolerance = 0.5 if dtype == "uint8" else 1e-6  # bytes are rounded
    np.testing.assert_allclose(edge[:, :3], (image[2:6, 9:].astype(float) + image[3:7, 9:]) / 2, rtol=0, atol=tolerance)


def test_observations_are_windows_and_positions() -> None:
    sensor = glimpse(3, size=(2, 4))
    begin(sensor, [0, 1, 2])
    everything = sensor.observe(slice(None))
    assert {key: (value.dtype.name, value.shape) for key, value in everything.items()} == {
        "glimpse": ("float32", (3, 2, 4, 1)),
        "glimpse_pos": ("float32", (3, 2)),
    }
    assert everything["glimpse_pos"].tolist() == np.array(where(sensor), np.float32).tolist()
    some = sensor.observe(np.array([2, 0]))
    assert {key: value.tolist() for key, value in some.items()} == {
        key: value[[2, 0]].tolist() for key, value in everything.items()
    }


def test_each_lane_looks_at_the_picture_that_is_on_show_for_it() -> None:
    pictures = gallery(SPACE, 2)
    sensor = Glimpse(pictures, size=(9, 12), motion=Relative(), start="center")
    pictures.show(np.arange(2), np.array([5, 100]))
    begin(sensor, [0, 1])
    assert sensor.observe(slice(None))["glimpse"].tolist() == SPACE.instances([5, 100]).images.tolist()


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_the_observation_space_says_what_is_observed(dtype: str) -> None:
    space = CircleSquare(height=9, width=12, extent=4, dtype=dtype)
    sensor = glimpse(space=space, size=(3, 2), scale=1.5)
    assert sensor.observation_spaces == {
        "glimpse": ImageSpace(3, 2, 1, dtype=dtype),
        "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
    }
    begin(sensor, [0])
    for key, value in sensor.observe(slice(None)).items():
        assert sensor.observation_spaces[key].contains(value[0])


def test_a_window_larger_than_the_image_is_refused() -> None:
    message = "a window's height must be at most the image's 9 pixels, got 5 × 2.0"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        glimpse(scale=2.0)


# ----------------------------------------------------------------------------------------------------------------------
# How it moves, and how it is kept
# ----------------------------------------------------------------------------------------------------------------------


def test_it_moves_as_its_motion_says() -> None:
    motion = Relative((0.5, 0.25))
    sensor = glimpse(2, motion=motion, start="center")
    begin(sensor, [0, 1])
    assert sensor.action_space is motion.action_space
    assert sensor.move(np.array([[1.0, 0.0], [0.0, -0.5]])).tolist() == [1.0, 0.5]
    assert where(sensor) == [[0.5, 0.0], [0.0, -0.125]]
    assert sensor.toward(np.array([[0.75, 0.0], [0.0, -0.125]])).tolist() == [[0.5, 0.0], [0.0, 0.0]]


def pickled(sensor: Glimpse) -> Glimpse:
    other: Glimpse = pickle.loads(pickle.dumps(sensor))  # noqa: S301 - what was just pickled
    return other


@pytest.mark.parametrize("copy", [deepcopy, pickled])
def test_copies_and_pickles_see_the_same(copy: Any) -> None:
    sensor = glimpse(2, size=(3, 3), scale=1.25)
    begin(sensor, [0, 1])
    other = copy(sensor)
    before = sensor.observe(slice(None))
    other.move(np.array([[1.0, 0.0], [0.0, 1.0]]))
    assert {key: value.tobytes() for key, value in sensor.observe(slice(None)).items()} == {
        key: value.tobytes() for key, value in before.items()
    }
    sensor.move(np.array([[1.0, 0.0], [0.0, 1.0]]))
    for key, value in sensor.observe(slice(None)).items():
        assert value.tobytes() == other.observe(slice(None))[key].tobytes()


def test_a_pickle_holds_no_pictures_of_a_finite_space() -> None:
    space = CircleSquare(height=40, width=40)
    assert len(pickle.dumps(glimpse(space=space))) < 4000
