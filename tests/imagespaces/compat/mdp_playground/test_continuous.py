"""Continuous states as images, where MDP Playground's stood; each fault that was seen there is held to be put right."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import re
import warnings
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import Points
from imagespaces.compat.mdp_playground import ImageContinuous, to_layout

PEER = "mdp_playground.spaces.image_continuous"
BLUE, GREEN, GRAY = (0, 0, 255), (0, 255, 0), (208, 208, 208)


def peer(module: str = PEER) -> Any:
    """MDP Playground, if it is installed; what its imports warn of is its own concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(module)


def square(features: int = 2, high: float = 2.0) -> Box:
    return Box(-high, high, (features,), np.float64)


def cells(*shape: int) -> Box:
    return Box(np.zeros(len(shape)), np.array(shape, np.float64), dtype=np.float64)


def centroid(shown: NDArray[np.bool_]) -> tuple[float, float]:
    """The middle of what is shown in an image, width first: (x, y)."""
    x, y = np.nonzero(shown)
    return float(x.mean()), float(y.mean())


def of_color(image: NDArray[Any], color: tuple[int, ...]) -> NDArray[np.bool_]:
    return np.asarray((image == np.array(color, np.uint8)).all(axis=-1))


# ----------------------------------------------------------------------------------------------------------------------
# States and images
# ----------------------------------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.data())
def test_every_image_is_in_its_space_and_inside_of_its_frame(data: st.DataObject) -> None:
    features, high = data.draw(st.integers(1, 4)), data.draw(st.floats(0.5, 9))
    width, height = data.draw(st.integers(20, 50)), data.draw(st.integers(20, 50))
    channels, radius = data.draw(st.sampled_from([1, 3])), data.draw(st.floats(1, 7))
    space = ImageContinuous(
        square(features, high),
        None,
        width,
        height,
        channels,
        radius,
        dtype=data.draw(st.sampled_from(["uint8", "float32"])),
        layout=data.draw(st.sampled_from(["whc", "hwc"])),
    )
    state = data.draw(st.lists(st.floats(-high, high), min_size=features, max_size=features))
    image = space.get_image_representation(state)
    assert image in space
    upright = to_layout(image, space.layout)
    assert upright.shape == (height, width * (2 if features > 2 else 1), channels)
    for edge in (upright[0], upright[-1], upright[:, 0], upright[:, -1]):
        assert (edge == upright[0, 0]).all()


@pytest.mark.parametrize("state", [(-2.0, -2.0), (0.0, 0.0), (1.3, -0.4), (2.0, 2.0)])
def test_the_agent_is_where_the_state_says(state: tuple[float, float]) -> None:
    space = ImageContinuous(square(), width=60)
    image = space.get_image_representation(np.array(state))
    assert centroid(of_color(image, BLUE)) == pytest.approx(tuple(space.convert_to_pixel(state)), abs=0.5)
    shares = [(value + 2) / 4 for value in state]
    assert space.convert_to_pixel(state) == pytest.approx([5.5 + shares[0] * 48, 5.5 + shares[1] * 88])


def test_target_and_terminal_spaces_are_drawn() -> None:
    term = Box(np.array([-1.5, -1.0]), np.array([-1.0, 3.0]), dtype=np.float64)  # as far as it is within the features
    space = ImageContinuous(square(), [term], target_point=np.array([1.0, 1.0]))
    image = space.get_image_representation([0, 0])
    assert space.target_point_pixel is not None
    assert centroid(of_color(image, GREEN)) == pytest.approx(tuple(space.target_point_pixel), abs=0.3)
    low, high = space.convert_to_pixel([-1.5, -1]), space.convert_to_pixel([-1, 2])
    x, y = np.nonzero(of_color(image, (0, 0, 0)))
    assert (x.min(), y.min(), x.max(), y.max()) == pytest.approx((*low, *high), abs=1)


def test_the_agent_does_not_hide_the_target() -> None:
    """It did: both are discs of one radius, and the agent came later."""
    space = ImageContinuous(square(), target_point=[1, 1])
    image = space.get_image_representation([1, 1])
    assert of_color(image, GREEN).sum() > 10
    assert of_color(image, BLUE).sum() > 10


def test_features_that_are_not_relevant_have_a_panel_with_their_own_bounds() -> None:
    """They were drawn with the bounds of the relevant ones, and the declared shape had no room for them."""
    box = Box(np.array([0, -9, 5, -1.0]), np.array([1, 9, 6, 1.0]), dtype=np.float64)
    space = ImageContinuous(box, relevant_indices=[2, 0], target_point=[5.5, 0.5])
    assert (space.irrelevant_indices, space.irrelevant_features) == ([1, 3], True)
    assert space.shape == (200, 100, 3)
    image = space.get_image_representation([1.0, -9.0, 5.0, 1.0])
    blue = of_color(image, BLUE)
    assert centroid(blue[:100]) == pytest.approx((5.5, 93.5), abs=0.2)
    assert centroid(blue[100:]) == pytest.approx((5.5, 93.5), abs=0.2)
    assert of_color(image[:100], GREEN).any()
    assert not of_color(image[100:], GREEN).any()


def test_panels_alone_are_those_of_the_image() -> None:
    space = ImageContinuous(square(4), target_point=[1, 1], width=40, padding=10)
    state, deviation = np.array([0.5, 1.0, -1.0, 2.0]), np.array([0.1, 0.2, 0.15, 0.1])
    whole = space.get_image_representation(state, epistemic_uncertainty=deviation)
    alone = [
        space.generate_image(state[:2], epistemic_uncertainty=deviation[:2]),
        space.generate_image(state[2:], relevant=False, epistemic_uncertainty=deviation[2:]),
    ]
    np.testing.assert_array_equal(whole, np.concatenate(alone, axis=0))
    np.testing.assert_array_equal(whole, space.get_concatenated_image(state, deviation))


def test_one_feature_is_shown_from_left_to_right() -> None:
    """Both axes showed it, along the diagonal."""
    space = ImageContinuous(square(1), target_point=[1.0])
    assert centroid(of_color(space.get_image_representation([2.0]), BLUE)) == pytest.approx((93.5, 49.5), abs=0.2)


def test_images_can_be_gray() -> None:
    """One channel raised."""
    space = ImageContinuous(square(), num_channels=1, target_point=[1, 1])
    assert len(np.unique(space.get_image_representation([0, 0]))) > 3  # ground, agent, target and edges


def test_an_ellipse_of_three_deviations_is_drawn() -> None:
    space = ImageContinuous(square(), circle_radius=2, padding=20)
    plain = space.get_image_representation([0, 0])
    around = space.get_image_representation([0, 0], epistemic_uncertainty=[0.3, 0.15])
    x, y = np.nonzero((plain != around).any(axis=-1))
    wide, high = space.convert_to_pixel([0.3, 0.15], scale_only=True)
    assert wide == pytest.approx(3 * 0.3 / 4 * 54)
    assert (np.ptp(x) / 2, np.ptp(y) / 2) == pytest.approx((wide, high), abs=1)


def test_rows_of_a_grid_are_its_own() -> None:
    """Their lines were drawn at the places of the columns' ones."""
    space = ImageContinuous(cells(2, 8), grid_shape=(2, 8))
    image = space.get_image_representation([0, 0])
    white = image.min(axis=-1) > 220
    assert (np.diff(white[40].astype(int)) == 1).sum() == 9  # all lines that are crossed from top to bottom
    assert (np.diff(white[:, 18].astype(int)) == 1).sum() == 3


def test_cells_are_states() -> None:
    space = ImageContinuous(cells(4, 3), grid_shape=(4, 3), target_point=[1, 2])
    assert isinstance(space.space, Points)
    for state in range(12):
        image = space.get_image_representation([state % 4, state // 4])
        assert space.space.state_of(to_layout(image, "whc")) == state
    counted = Box(np.zeros(2), np.array([3.0, 2.0]), dtype=np.float64)  # the last number, rather than the end
    np.testing.assert_array_equal(
        ImageContinuous(counted, grid_shape=(4, 3), target_point=[1, 2]).get_image_representation([3, 2]), image
    )


def test_terminal_cells_are_filled_whole() -> None:
    term = Box(np.array([1.0, 1.0]), np.array([1.0, 2.0]), dtype=np.float64)
    image = ImageContinuous(cells(4, 4), [term], grid_shape=(4, 4)).get_image_representation([3, 0])
    x, y = np.nonzero(of_color(image, (0, 0, 0)))
    assert (np.ptp(x), np.ptp(y)) == pytest.approx((22, 44), abs=2)


# ----------------------------------------------------------------------------------------------------------------------
# Gymnasium's interface, all of which raised or gave None
# ----------------------------------------------------------------------------------------------------------------------


def test_contains_answers_with_a_bool() -> None:
    space = ImageContinuous(square())
    image = space.get_image_representation([0, 0])
    assert space.contains(image) is True
    for stranger in (image[:50], image.astype(np.float64), 3, None, "image", [1, 2]):
        assert space.contains(stranger) is False


def test_samples_are_images_of_the_space_and_seeded() -> None:
    space, same = ImageContinuous(square(3), seed=0), ImageContinuous(square(3), seed=0)
    np.random.seed(1)  # noqa: NPY002 - which must not matter
    before = np.random.get_state()[1]  # type: ignore[index]  # noqa: NPY002
    samples = [space.sample() for _ in range(3)]
    np.testing.assert_array_equal(samples, [same.sample() for _ in range(3)])
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # type: ignore[index]  # noqa: NPY002
    assert all(sample in space for sample in samples)
    assert not np.array_equal(samples[0], samples[1])
    space.seed(0)
    np.testing.assert_array_equal(space.sample(), samples[0])


def test_spaces_are_compared_copied_pickled_and_written() -> None:
    space = ImageContinuous(square(), target_point=np.array([1.0, 0.0]), seed=3)
    assert space == ImageContinuous(square(), target_point=[1, 0])
    assert space != ImageContinuous(square(), target_point=[1, 1])
    assert space != 3
    for other in (copy.deepcopy(space), pickle.loads(pickle.dumps(space))):  # noqa: S301 - our own
        assert other == space
    image = space.sample()
    written = json.loads(json.dumps(space.to_jsonable([image])))
    np.testing.assert_array_equal(space.from_jsonable(written)[0], image)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    ImageContinuous(square(4), target_point=[1, 1]).sample()
    assert capfd.readouterr() == ("", "")


def test_what_is_given_is_left_as_it_was() -> None:
    """A target was kept by reference, and moved by the grid."""
    target, state = np.array([1.0, 2.0]), np.array([0.0, 3.0])
    ImageContinuous(cells(4, 4), grid_shape=(4, 4), target_point=target).get_image_representation(state)
    assert (target.tolist(), state.tolist()) == ([1, 2], [0, 3])


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

HALF_OPEN = Box(np.array([0.0, 0.0]), np.array([1.0, np.inf]), dtype=np.float64)


@pytest.mark.parametrize(
    ("space", "arguments", "message"),
    [
        (HALF_OPEN, {}, f"feature_space must be of shape (features,) with finite bounds, got {HALF_OPEN!r}"),
        (square(), {"circle_radius": 60}, None),
        (square(), {"target_point": [3, 0]}, "target must have 'x' from -2 to 2, got 3.0"),
        (square(), {"target_point": [1]}, "target_point must be 2 numbers, got [1]"),
        (square(), {"grid_shape": (4,)}, "grid_shape must be the cells along each of the 2 features, got (4,)"),
        (cells(4, 4), {"grid_shape": (4, 7)}, "grid_shape must be cells of width 1: 7 from 0 to 4 are not"),
        (square(), {"relevant_indices": [0, 2]}, "relevant_indices must be one or two of 0 to 1, got [0, 2]"),
        (square(5), {}, "relevant_indices must leave at most two features, got None of 5"),
        (
            square(),
            {"term_spaces": [square(3)]},
            "term_spaces must be boxes of the 2 relevant features, got shape (3,)",
        ),
        (square(), {"layout": "chw"}, "layout must be one of 'whc', 'hwc', got 'chw'"),
        (square(), {"dtype": "int8"}, "dtype must be one of float32, uint8, got int8"),
    ],
)
def test_what_does_not_fit_is_refused(space: Box, arguments: dict[str, Any], message: str | None) -> None:
    expected = ".*at least 2 of 100 pixels.*" if message is None else re.escape(message)
    with pytest.raises(ValueError, match=f"^{expected}$"):
        ImageContinuous(space, **arguments)


def test_what_is_no_box_is_refused() -> None:
    with pytest.raises(TypeError, match=r"^feature_space must be of gymnasium.spaces.Box, got Discrete\(3\)$"):
        ImageContinuous(Discrete(3))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ([0, 2.5], "states must have 'y' from -2 to 2, got 2.5 in row 0"),
        ([0, np.nan], "states must be finite, got nan"),
        ([0, 0, 0], "obs must be 2 numbers, got [0, 0, 0]"),
    ],
)
def test_states_out_of_range_are_refused(state: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ImageContinuous(square()).get_image_representation(state)


def test_an_ellipse_that_would_be_cut_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^deviations must be so small that ellipses fit the panel of x and y, got one"
    ):
        ImageContinuous(square()).get_image_representation([2, 2], epistemic_uncertainty=[0.5, 0.5])


def test_there_must_be_other_features_to_draw_them() -> None:
    with pytest.raises(ValueError, match=r"^relevant must be True, for all 2 features are, got False$"):
        ImageContinuous(square()).generate_image([0, 0], relevant=False)


# ----------------------------------------------------------------------------------------------------------------------
# Beside the package itself
# ----------------------------------------------------------------------------------------------------------------------


def test_arguments_are_mdp_playground_s() -> None:
    theirs = inspect.signature(peer().ImageContinuous).parameters
    ours = inspect.signature(ImageContinuous).parameters
    assert list(ours)[: len(theirs)] == list(theirs)
    assert list(ours)[len(theirs) :] == ["layout", "padding", "target_radius"]
    unlike = {name for name in theirs if theirs[name].default != ours[name].default}
    assert unlike == {"relevant_indices"}  # None stands for [0, 1]
    kept = set(vars(peer().ImageContinuous(square(), target_point=np.array([0.0, 0.0])))) - set(vars(Box(0, 1)))
    ours_kept = ImageContinuous(square(), target_point=[0, 0])
    assert {name for name in kept if not name.startswith("_") and not hasattr(ours_kept, name)} == set()


@pytest.mark.parametrize("state", [[0, 0, 0, 0], [-1.2, 1.2, 1, -1]])
def test_images_are_nearly_mdp_playground_s(state: list[float]) -> None:
    theirs = peer().ImageContinuous(square(4), target_point=np.array([1.0, 1.0]), width=300, height=300, seed=0)
    ours = ImageContinuous(square(4), target_point=np.array([1.0, 1.0]), width=300, height=300, seed=0)
    reference, image = (each.get_image_representation(np.array(state)) for each in (theirs, ours))
    assert (reference.shape, reference.dtype) == (image.shape, image.dtype)
    for color, panel in ((BLUE, slice(300)), (BLUE, slice(300, 600)), (GREEN, slice(300))):
        found, expected = centroid(of_color(image[panel], color)), centroid(of_color(reference[panel], color))
        assert found == pytest.approx(expected, abs=8)  # what is left free at the border moves them inward


@pytest.mark.parametrize(
    "config",
    [
        {"state_space_type": "continuous", "state_space_dim": 2, "state_space_max": 5, "target_point": [0, 0]},
        {
            "state_space_type": "continuous",
            "state_space_dim": 4,
            "state_space_max": 5,
            "relevant_indices": [0, 1],
            "irrelevant_features": True,
            "target_point": [0, 0],
        },
        {"state_space_type": "grid", "grid_shape": (8, 8), "target_point": [5, 5], "make_denser": True},
    ],
)
def test_it_is_the_observation_space_of_mdp_playground(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    module = peer("mdp_playground.envs.rl_toy_env")
    monkeypatch.setattr(module, "ImageContinuous", ImageContinuous)
    basic = {"reward_function": "move_to_a_point", "image_representations": True, "seed": 0, "delay": 0}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        env = module.RLToyEnv(**basic | config)
        observation, _ = env.reset()
        for _ in range(20):
            assert isinstance(env.observation_space, ImageContinuous)
            assert observation in env.observation_space
            observation, _, terminated, *_ = env.step(env.action_space.sample())
            if terminated:
                observation, _ = env.reset()
        env.close()
