"""Windows of any place and size, against the definition in plain loops."""

from __future__ import annotations

import pickle
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st

import envspecs
from envspecs.motions import AbsoluteZoom, RelativeZoom
from envspecs.sensors import Zoom
from imagespaces import CircleSquare, ImageSpace
from imagespaces.bank import gallery
from imagespaces.draws import Draws, Plan

HEIGHT, WIDTH = 40, 57
SPACE = CircleSquare(height=HEIGHT, width=WIDTH, extent=8)
ONE = np.float32(1)


def sensor(lanes: int = 1, **options: Any) -> Zoom:
    all_options: dict[str, Any] = {"patch": 5, "grid": 3, "motion": AbsoluteZoom()} | options
    return Zoom(gallery(SPACE, lanes), **all_options)


def begun(zoom: Zoom, lanes: int = 1, seed: int = 0, **options: Any) -> Zoom:
    draws = Draws(seed, np.arange(lanes), Plan(dict(zoom.words)))
    zoom.reset(np.arange(lanes), draws, {name: np.array(value) for name, value in options.items()})
    return zoom


def window(action: Any, height: int, width: int, least: int) -> list[int]:
    """AdaGlimpse's window of an action (y, x, s), number by number in float32."""
    y, x, s = (np.float32(part) for part in action)
    side = s * np.float32(min(height, width) - least) + np.float32(least)
    return [int(y * (np.float32(height) - side)), int(x * (np.float32(width) - side)), int(side)]


shares = st.one_of(st.floats(0, 1, width=32), st.sampled_from([0.0, 0.5, 1.0]))


@given(st.tuples(shares, shares, shares))
def test_windows_are_those_of_the_definition_to_the_pixel(action: Any) -> None:
    zoom = begun(sensor())
    zoom.move(np.array([action], np.float32))
    assert zoom.windows(slice(None)).tolist() == [window(action, HEIGHT, WIDTH, 15)]


@given(st.integers(15, 300), st.integers(15, 300), st.tuples(shares, shares, shares))
def test_windows_lie_in_images_of_any_shape(height: int, width: int, action: Any) -> None:
    space = CircleSquare(height=height, width=width, extent=2, dtype="uint8")
    zoom = begun(Zoom(gallery(space, 1), patch=5, grid=3, motion=AbsoluteZoom()))
    zoom.move(np.array([action], np.float32))
    ((top, left, side),) = zoom.windows(slice(None)).tolist()
    assert [top, left, side] == window(action, height, width, 15)
    assert 15 <= side <= min(height, width)
    assert 0 <= top <= height - side
    assert 0 <= left <= width - side


@given(st.tuples(shares, shares, shares))
def test_the_observation_says_where_and_how_large_it_is(action: Any) -> None:
    zoom = begun(sensor())
    zoom.move(np.array([action], np.float32))
    seen = zoom.observe(slice(None))
    assert seen.keys() == zoom.observation_spaces.keys()
    for name, values in seen.items():
        assert zoom.observation_spaces[name].contains(values[0] if values[0].ndim else np.asarray(values[0])), name
    np.testing.assert_allclose(seen["glimpse_pos"][0], [2 * action[1] - 1, 2 * action[0] - 1], atol=1e-7)
    assert seen["glimpse_scale"][0] == np.float32(action[2])
    top, left, side = window(action, HEIGHT, WIDTH, 15)
    assert seen["glimpse_boxes"][0, 0].tolist() == [top, left, top + side // 3, left + side // 3]
    assert seen["glimpse_boxes"][0, -1, 2:].tolist() == [top + side, left + side]
    assert zoom.boxes(slice(None)).tolist() == [[left, top, left + side, top + side]]


def test_spaces() -> None:
    zoom = sensor()
    assert dict(zoom.observation_spaces) == {
        "glimpse": ImageSpace(15, 15, 1),
        "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
        "glimpse_scale": Box(0.0, 1.0, (), np.float32),
        "glimpse_boxes": Box(0, WIDTH, (9, 4), np.int32),
    }
    assert zoom.action_space == Box(0.0, 1.0, (3,), np.float32)


def test_the_largest_window_in_the_middle_is_as_large_as_can_be() -> None:
    zoom = begun(sensor(start="center", start_scale=1))
    assert zoom.windows(slice(None)).tolist() == [[0, (WIDTH - HEIGHT) // 2, HEIGHT]]


def test_starts_are_uniform_over_all_poses() -> None:
    zoom = begun(sensor(4000), 4000)
    state = zoom.state()
    for values, low in ((state["positions"][:, 0], -1), (state["positions"][:, 1], -1), (state["scales"], 0)):
        counts, _ = np.histogram(values, bins=10, range=(low, 1))
        assert ((counts - 400) ** 2 / 400).sum() < 40  # χ² with 9 degrees of freedom
    assert abs(np.corrcoef(np.c_[state["positions"], state["scales"]].T) - np.eye(3)).max() < 0.08


def test_what_is_given_changes_no_other_draw() -> None:
    drawn, given_position = begun(sensor(2), 2), begun(sensor(2), 2, position=[[0.5, -0.5]] * 2)
    assert given_position.state()["positions"].tolist() == [[0.5, -0.5]] * 2
    assert given_position.state()["scales"].tolist() == drawn.state()["scales"].tolist()
    given_scale = begun(sensor(2), 2, scale=[0.25, 1.0])
    assert given_scale.state()["scales"].tolist() == [0.25, 1.0]
    assert given_scale.state()["positions"].tolist() == drawn.state()["positions"].tolist()


@pytest.mark.parametrize("motion", [AbsoluteZoom, lambda: RelativeZoom(0.3, 0.4)])
def test_it_can_be_sent_anywhere(motion: Any) -> None:
    zoom = begun(sensor(3, motion=motion()), 3)
    goals = np.array([[-1.0, 1.0], [0.0, 0.0], [0.3, -0.7]])
    for _ in range(20):
        actions = zoom.toward(goals)
        assert all(zoom.action_space.contains(action) for action in actions)
        zoom.move(actions)
    np.testing.assert_allclose(zoom.state()["positions"], goals, atol=1e-6)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: sensor(patch=14), "a window must fit 40 × 57 pixels, got 3 × 3 patches of 14 × 14 samples"),
        (lambda: sensor(start=(0.0, 2.0)), "a position must be (x, y), both in [-1, 1], got [0.0, 2.0]"),
        (lambda: sensor(start_scale=1.5), "a scale must be in [0, 1], got 1.5"),
        (lambda: begun(sensor(), scale=[-0.5]), "a scale must be in [0, 1], got -0.5"),
        (
            lambda: begun(sensor(), position=[[0.0, -3.0]]),
            "a position must be (x, y), both in [-1, 1], got [0.0, -3.0]",
        ),
    ],
)
def test_what_can_not_be_is_refused(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        make()


def test_copies_see_the_same() -> None:
    zoom = begun(sensor(2), 2)
    again = pickle.loads(pickle.dumps(zoom))  # noqa: S301 - our own
    seen, expected = again.observe(slice(None)), zoom.observe(slice(None))
    assert all(np.array_equal(seen[name], expected[name]) for name in expected)


def test_states_keep_scales_in_range() -> None:
    spec = envspecs.load("CircleSquare-v0").override(
        {"sensor": {"kind": "zoom", "patch": 4, "motion": {"kind": "relative_zoom"}}}
    )
    env: Any = spec.make()
    env.reset(seed=0)
    state = env.unwrapped.get_state()
    state["sensor"]["scales"][...] = -0.5
    with pytest.raises(ValueError, match=r"sensor\.scales .*-0\.5"):
        env.unwrapped.set_state(state)
