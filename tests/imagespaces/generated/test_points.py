"""Points: where things are, against arithmetic; that all is inside and seen; what is refused."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import Points
from imagespaces.factors import ExtrapolationSplit, Finite, InterpolationSplit, Interval
from imagespaces.testing.strategies import image_spaces, index_lists
from imagespaces.transforms import Flip, GaussianNoise, SolidBackground

GROUND, AGENT, TARGET = (208, 208, 208), (67, 99, 216), (60, 180, 75)
BLACK_WHITE: dict[str, Any] = {"ground": "black", "agent": "white"}


def centroid(weights: NDArray[Any]) -> tuple[float, float]:
    y, x = np.mgrid[: weights.shape[0], : weights.shape[1]]
    return (weights * x).sum() / weights.sum(), (weights * y).sum() / weights.sum()


def place(value: float, low: float, high: float, size: int, radius: float) -> float:
    """Where a value is, counted from the left border, half a pixel before the first pixel's middle."""
    first, last = 1 + radius, size - 1 - radius
    return first + (value - low) / (high - low) * (last - first) - 0.5


# ----------------------------------------------------------------------------------------------------------------------
# Where things are
# ----------------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.floats(0, 4), st.floats(-3, 7), st.floats(1, 8))
def test_the_agent_is_where_the_state_says(x: float, y: float, radius: float) -> None:
    space = Points(
        bounds={"x": (0, 4), "y": (-3, 7)}, height=40, width=60, radius=radius, channels=1, colors=BLACK_WHITE
    )
    image = space.draw([[x, y]])[0, ..., 0]
    expected = place(x, 0, 4, 60, radius), place(y, -3, 7, 40, radius)
    assert centroid(image) == pytest.approx(expected, abs=0.08 if radius < 2 else 0.04)
    np.testing.assert_allclose(space.positions_px([[x, y]])[0, 0], expected, atol=1e-9)


def test_panels_are_side_by_side() -> None:
    space = Points(panels=[["x", "y"], ["u"]], height=40, width=80, channels=1, colors=BLACK_WHITE)
    image = space.draw([[-1, 1, 0.5]])[0, ..., 0]
    assert centroid(image[:, :40]) == pytest.approx((5.5, 33.5), abs=0.02)
    assert centroid(image[:, 40:]) == pytest.approx((place(0.5, -1, 1, 40, 5), 19.5), abs=0.02)
    np.testing.assert_allclose(space.positions_px([[-1, 1, 0.5]])[0, 1], (40 + place(0.5, -1, 1, 40, 5), 19.5))


def test_instances_are_drawn_where_their_factors_say() -> None:
    space = Points(panels=[["x", "y"], ["u"]], width=200, dtype="uint8")
    many = space.instances([5, 0, 17])
    states = np.stack([many.factors[name] for name in ("x", "y", "u")], axis=1)
    np.testing.assert_array_equal(space.draw(states), many.images)


def test_masks_are_the_agents() -> None:
    space = Points(target={"x": 0, "y": 0}, height=30, width=30)
    one = space.at(3)
    assert one.mask is not None
    assert one.mask.sum() == pytest.approx(np.pi * 25, abs=4)
    expected = space.positions_px([[one.factors["x"], one.factors["y"]]])[0, 0]
    assert centroid(one.mask.astype(float)) == pytest.approx(tuple(expected), abs=0.3)


def test_targets_and_regions_are_where_they_are_said_to_be() -> None:
    colors: dict[str, Any] = {"ground": "black", "agent": "black", "target": "white"}
    space = Points(target={"x": 0.25, "y": -0.5}, colors=colors, channels=1)
    expected = place(0.25, -1, 1, 100, 5), place(-0.5, -1, 1, 100, 5)
    assert centroid(space.draw([[1, 1]])[0, ..., 0]) == pytest.approx(expected, abs=0.02)
    region: dict[str, Any] = {"ground": "black", "agent": "black", "region": "white"}
    drawn = Points(regions={"a": {"x": (0.1, 0.6), "y": (-0.9, -0.2)}}, colors=region, channels=1)
    pixels = drawn.draw([[-1, 1]])[0, ..., 0]
    assert pixels.sum() == pytest.approx(0.25 * 88 * 0.35 * 88, rel=0.005)
    assert centroid(pixels) == pytest.approx((place(0.35, -1, 1, 100, 5), place(-0.55, -1, 1, 100, 5)), abs=0.02)


def test_lines_are_between_cells() -> None:
    colors: dict[str, Any] = {"ground": "black", "agent": "black", "line": "white"}
    space = Points(height=37, width=53, radius=2, grid=[4, 3], colors=colors, channels=1)
    row = space.draw([[-1, -1]])[0, 8, :, 0]  # between two lines
    expected = np.zeros(53)
    for at in np.linspace(2.5, 49.5, 5):  # a line a pixel wide
        expected += np.clip(1 - np.abs(np.arange(53) - at), 0, 1)
    np.testing.assert_allclose(row, expected, atol=1 / 255)


def test_an_ellipse_shows_deviations_and_correlation() -> None:
    colors: dict[str, Any] = {"ground": "black", "agent": "black", "uncertainty": "white"}
    space = Points(deviation={"x": 0.2, "y": 0.1}, correlation=0.8, sigmas=2, colors=colors, channels=1, radius=1)
    image = space.draw([[0, 0]], deviations=[0.2, 0.1], correlations=0.8)[0, ..., 0]
    span = 98 / (1 + 2 * 0.2) - 1 / 1.4, 98 / (1 + 2 * 0.1) - 1 / 1.2  # what ellipses of 2 deviations leave free
    rows, columns = np.nonzero(image > 0.02)
    assert np.ptp(columns) / 2 == pytest.approx(2 * 0.2 * span[0] / 2, abs=1)
    assert np.ptp(rows) / 2 == pytest.approx(2 * 0.1 * span[1] / 2, abs=1)
    right = rows[columns == columns.max()].mean() - 49.5
    assert right == pytest.approx(0.8 * 2 * 0.1 * span[1] / 2, abs=1)  # the regression of y on x


# ----------------------------------------------------------------------------------------------------------------------
# All is inside, and seen
# ----------------------------------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.data())
def test_all_is_inside_of_the_frame(data: st.DataObject) -> None:
    drawn = data.draw(image_spaces(kinds=["points"]))
    # turned about its middle, a picture that fills its frame is cut at the corners, whatever it shows
    space = Points(**drawn.parameters() | {"transforms": (), "partition": None})
    images = space.images(data.draw(index_lists(space)))
    panels = np.split(images, len(space.panels), axis=2)
    for panel in panels:
        for edge in (panel[:, 0], panel[:, -1], panel[:, :, 0], panel[:, :, -1]):
            assert (edge == panel[:1, :1, :1]).all()  # nothing but the ground


@pytest.mark.parametrize("state", [(-1, -1), (1, 1), (-1, 1)])
def test_nothing_of_the_agent_is_cut_at_the_ends(state: tuple[float, float]) -> None:
    image = Points(height=20, width=33, radius=4, channels=1, colors=BLACK_WHITE).draw([state])[0]
    assert image.sum() == pytest.approx(np.pi * 16, abs=0.5)


def test_the_agent_does_not_hide_the_target_unless_asked() -> None:
    state, target = [[0.5, 0.5]], {"x": 0.5, "y": 0.5}
    (x, y) = np.rint(Points(radius=8).positions_px(state)[0, 0]).astype(int)
    over = Points(radius=8, target=target, dtype="uint8").draw(state)[0]
    assert tuple(over[y, x]) == TARGET
    assert tuple(over[y, x + 6]) == AGENT  # and is itself seen around it
    under = Points(radius=8, target=target, on_top="agent", dtype="uint8").draw(state)[0]
    assert tuple(under[y, x]) == AGENT
    assert not (under == np.array(TARGET, np.uint8)).all(axis=-1).any()


def test_an_ellipse_does_not_hide_the_target() -> None:
    space = Points(target={"x": 0, "y": 0}, padding=20, dtype="uint8")
    alone, around = space.draw([[0.1, 0]]), space.draw([[0.1, 0]], deviations=0.05)
    shown = (alone == np.array(TARGET, np.uint8)).all(axis=-1)
    assert shown.sum() > 10
    assert (around[shown] == TARGET).all()


# ----------------------------------------------------------------------------------------------------------------------
# Factors, classes and states
# ----------------------------------------------------------------------------------------------------------------------


def test_coordinates_are_factors() -> None:
    space = Points(panels=[["x", "y"], ["u"]], bounds={"x": (0, 1), "y": (0, 2), "u": (0, 3)}, width=200)
    assert list(space.factors.values()) == [Interval("x", 0, 1), Interval("y", 0, 2), Interval("u", 0, 3)]
    assert space.size is None
    assert space.class_names is None


def test_deviations_and_correlations_that_vary_are_factors() -> None:
    space = Points(deviation={"x": (0.1, 0.2), "y": 0.1}, correlation=(-0.5, 0.5))
    assert list(space.factors) == ["x", "y", "x.deviation", "x_y.correlation"]
    assert list(Points(correlation=(-0.5, 0.5)).factors) == ["x", "y"]  # there is no ellipse


def test_what_varies_about_an_ellipse_leaves_the_other_draws_alone() -> None:
    plain, more = Points().instances(range(5)), Points(deviation=(0.1, 0.2)).instances(range(5))
    np.testing.assert_array_equal(plain.factors["x"], more.factors["x"])


def test_cells_are_states() -> None:
    space = Points(bounds={"x": (0, 4), "y": (0, 3)}, grid=[4, 3], on_grid=True, label="y", radius=3)
    assert space.factors["x"] == Finite("x", [0.5, 1.5, 2.5, 3.5])
    assert (space.size, space.class_names) == (12, ("0.5", "1.5", "2.5"))
    for state in range(12):
        one = space.at(state)
        assert one.factors == {"x": state % 4 + 0.5, "y": state // 4 + 0.5}
        assert one.label == state // 4
        assert space.state_of(one.image) == state


def test_regions_are_classes() -> None:
    regions = {"left": {"x": (0, 1)}, "top": {"y": (0, 1)}}
    space = Points(bounds=(0, 3), grid=3, on_grid=True, regions=regions, label="region", radius=3)
    assert space.class_names == ("none", "left", "top")
    assert space.labels(range(9)).tolist() == [1, 2, 2, 1, 0, 0, 1, 0, 0]


def test_cells_that_look_alike_are_told() -> None:
    with pytest.raises(ValueError, match=r"^states must have different images, but 0 and 1 of Points"):
        Points(grid=2, on_grid=True, height=9, width=9, radius=2, colors={"ground": "blue", "line": "blue"})


@pytest.mark.parametrize("split", [InterpolationSplit({"x": (-0.2, 0.2)}), ExtrapolationSplit({"x": (0.5, 1)})])
def test_values_of_coordinates_can_be_held_out(split: InterpolationSplit | ExtrapolationSplit) -> None:
    space = Points(partition=split)
    ((low, high),) = [(-0.2, 0.2)] if isinstance(split, InterpolationSplit) else [(0.5, 1)]
    values = space.instances(range(200)).factors["x"]
    held_out = space.split("test").contains(np.arange(200))
    np.testing.assert_array_equal(held_out, (values >= low) & (values < high))
    assert 0 < held_out.sum() < 200


def test_transforms_are_put_to_the_whole_picture() -> None:
    space = Points(transforms=[Flip(probability=1.0), GaussianNoise(0.1)])
    assert space.at(0).image.std() > Points().at(0).image.std()


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            {"panels": []},
            (
                "panels must be one or more, each a list of one or two names of coordinates, of letters, "
                "digits and _, and none of them 'region', got []"
            ),
        ),
        ({"panels": [["a", "b"], ["a"]], "width": 200}, "panels must have each coordinate once, got 'a' twice"),
        ({"bounds": (1, -1)}, "bounds of 'x' must be ascending (low, high), got (1, -1)"),
        ({"bounds": {"x": (0, 1)}}, "bounds must be those of all coordinates (x, y), got {'x': (0, 1)}"),
        ({"bounds": (0, float("inf"))}, "bounds of 'x' must be ascending (low, high), got (0, inf)"),
        ({"radius": 0.5}, "radius must be a number of at least 1, got 0.5"),
        (
            {"radius": 49},
            (
                "radius must leave coordinate 'x' at least 2 of 100 pixels to move in, with what else is drawn and "
                "left free it is at most 48, got 49"
            ),
        ),
        ({"target": {"x": 0}}, "target must have a number for each coordinate of one panel (x and y), got {'x': 0}"),
        ({"target": {"x": 0, "y": 1.5}}, "target must have 'y' from -1 to 1, got 1.5"),
        (
            {"target": {"x": 0, "y": 0}, "target_radius": 5},
            "target_radius must be at most 4.5, half a pixel less than radius, or the agent be on_top, got 5",
        ),
        ({"on_top": "both"}, "on_top must be 'target' or 'agent', got 'both'"),
        (
            {"regions": {"a": {"x": (0, 2)}}},
            "regions: 'a': 'x' must be ascending (low, high) from -1 to 1, got (0, 2)",
        ),
        ({"regions": [1]}, "regions must be boxes by name, got [1]"),
        ({"grid": [2]}, "grid must be a number of cells, or one for each of the 2 coordinates, got [2]"),
        ({"grid": 0}, "grid must be an integer of at least 1, got 0"),
        ({"on_grid": True}, "on_grid needs a grid, got None"),
        ({"label": "x"}, "label must be None without on_grid, for states are then no classes, got 'x'"),
        ({"label": "z"}, "label must be one of ['x', 'y'] or None, got 'z'"),
        ({"deviation": 0}, "deviation must be above 0, got 0"),
        (
            {"deviation": 0.001},
            "deviation must be so large that 2 of it are at least 1 pixel, got 0.001, which is 0.088",
        ),
        (
            {"correlation": 1},
            "correlation must be a number from -0.95 to 0.95, or a pair (low, high) of such with low < high, got 1",
        ),
        ({"sigmas": 0}, "sigmas must be a number of at least 0.1, got 0"),
        ({"padding": -1}, "padding must be a number of at least 0, got -1"),
        ({"channels": 2}, "channels must be 1 or 3, got 2"),
        ({"width": 101, "panels": [["x"], ["y"]]}, "width must be a multiple of the 2 panels, got 101"),
        (
            {"colors": {"sky": "blue"}},
            "colors must be of ground, line, region, agent, uncertainty, target, got {'sky': 'blue'}",
        ),
        (
            {"transforms": [SolidBackground()]},
            f"transforms must leave the ground as it is, for points are drawn on it, got {SolidBackground()!r}",
        ),
    ],
)
def test_what_is_not_allowed(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Points(**arguments)


@pytest.mark.parametrize(
    ("states", "options", "message"),
    [
        ([[0, 1.5]], {}, "states must have 'y' from -1 to 1, got 1.5 in row 0"),
        ([0, 0], {}, "states must have shape [B, 2], got shape [2]"),
        ([[0, np.nan]], {}, "states must be finite, got nan"),
        ([[0, 0]], {"deviations": [0.1, -1]}, "deviations must be above 0, got -1"),
        ([[0, 0]], {"deviations": 0.1, "correlations": 1}, "correlations must be from -0.95 to 0.95, got 1"),
        (
            [[0, 0], [1, 0]],
            {"deviations": 0.25},
            (
                "deviations must be so small that ellipses fit the panel of x and y, got one that reaches [0.5, 0.5] "
                "about [1.0, 0.0]; padding leaves room"
            ),
        ),
    ],
)
def test_states_that_cannot_be_drawn(states: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        Points().draw(states, **options)


def test_no_states_are_no_images() -> None:
    assert Points().draw(np.zeros((0, 2))).shape == (0, 100, 100, 3)
