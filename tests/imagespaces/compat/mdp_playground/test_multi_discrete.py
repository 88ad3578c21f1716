from __future__ import annotations

import inspect
import math
import pickle
import re
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imagespaces import Polygons
from imagespaces.compat.mdp_playground import ImageMultiDiscrete
from imagespaces.transforms import Rotate

PEER = "mdp_playground.spaces.image_multi_discrete"


def peer(module: str = PEER) -> Any:
    """MDP Playground, if it is installed; what its imports warn of is its own concern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(module)


def upright(image: NDArray[Any]) -> NDArray[Any]:
    return image.swapaxes(0, 1)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three pictures of 28 × 28 pixels, each of one colour of its own."""
    root = tmp_path_factory.mktemp("custom")
    for number, color in enumerate([(255, 0, 0), (0, 200, 0), (0, 0, 90)]):
        Image.fromarray(np.full((28, 28, 3), color, np.uint8)).save(root / f"{'abc'[number]}.png")
    return root


# ----------------------------------------------------------------------------------------------------------------------
# States and images
# ----------------------------------------------------------------------------------------------------------------------


@given(st.data())
@settings(max_examples=25)
def test_every_image_is_in_its_space_and_inside_of_its_frame(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(1, 5), min_size=1, max_size=3))
    width, height = data.draw(st.integers(24, 40)), data.draw(st.integers(24, 40))
    chosen = data.draw(st.sets(st.sampled_from(["rotate", "flip", "scale", "shift"])))
    space = ImageMultiDiscrete(
        sizes,
        width,
        height,
        circle_radius=7,
        transforms=",".join(sorted(chosen)),
        sh_quant=data.draw(st.sampled_from([None, 1, 3])),
        ro_quant=data.draw(st.sampled_from([None, 1, 7])),
        dtype=data.draw(st.sampled_from(["uint8", "float32"])),
        layout=data.draw(st.sampled_from(["whc", "hwc"])),
        antialias=data.draw(st.booleans()),
        seed=data.draw(st.integers(0, 9)),
    )
    state = [data.draw(st.integers(0, size - 1)) for size in sizes]
    image = space.get_image_representation(state)
    assert image in space
    assert space.sample() in space
    across = upright(image) if space.layout == "whc" else image
    assert across.shape == (height, width * len(sizes), 1)
    for panel in np.split(across, len(sizes), axis=1):
        assert panel.any()
        border = np.ones(panel.shape, np.bool_)
        border[1:-1, 1:-1] = False
        assert not (panel[border] >= panel.max() / 2).any()  # only the soft rim of a shape may come so near


@pytest.mark.parametrize("state", range(8))
def test_without_transforms_they_are_the_polygons(state: int) -> None:
    found = ImageMultiDiscrete([8], transforms="none").get_image_representation(state)
    assert np.array_equal(upright(found), Polygons(dtype="uint8").at(state).image)


def test_dimensions_stand_side_by_side() -> None:
    space = ImageMultiDiscrete([3, 4], 60, 50, transforms="", layout="hwc")
    for state in ([0, 0], [2, 0], [0, 3], [2, 1]):
        image = space.get_image_representation(state)
        assert image.shape == (50, 120, 1)
        alone = [space.generate_image(each) for each in state]
        assert np.array_equal(image[..., 0], np.concatenate(alone, axis=1))


@pytest.mark.parametrize("state", [2, np.int64(2), [2], (2,), np.array([2], np.uint8), np.array(2)])
def test_integers_of_numpy_are_integers(state: Any) -> None:
    space = ImageMultiDiscrete([np.int32(4)], transforms="")  # type: ignore[list-item]
    assert np.array_equal(space.get_image_representation(state), space.get_image_representation(2))
    assert np.array_equal(space.get_concatenated_image(state), space.get_image_representation(2))


def test_states_differ_though_they_did_not() -> None:
    """There 64 polygons of radius 5 are 21 images."""
    space = ImageMultiDiscrete(np.array([64]), circle_radius=5, transforms="none")
    assert len({space.get_image_representation(state).tobytes() for state in range(64)}) == 64


def test_states_that_would_look_alike_are_named() -> None:
    with pytest.raises(ValueError, match=r"^states must have different images, but \d+ and \d+ of Polygons\("):
        ImageMultiDiscrete([64], circle_radius=5, transforms="", antialias=False)


def test_hard_edges_have_two_levels() -> None:
    space = ImageMultiDiscrete([8], antialias=False, seed=0)
    assert set(np.unique([space.get_image_representation(state) for state in range(8)])) == {0, 255}


def test_one_dimension_alone_has_no_channel() -> None:
    space = ImageMultiDiscrete([3, 5], 60, 50, circle_radius=15, seed=0)
    image = space.generate_image(4)
    assert image.shape == (60, 50)
    assert not np.array_equal(image, space.generate_image(4))


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_values_are_those_of_their_type(dtype: str) -> None:
    space = ImageMultiDiscrete([3], transforms="", dtype=dtype)
    image = space.get_image_representation(0)
    assert space.dtype == dtype
    assert image.dtype == dtype
    assert image.max() == (255 if dtype == "uint8" else 1)


# ----------------------------------------------------------------------------------------------------------------------
# Transforms and seeds
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", set()),
        ("none", set()),
        ("shift", {"shift_x", "shift_y"}),
        ("rotate,flip", {"rotate", "flip"}),
        ("scale rotate", {"scale", "rotate"}),
        ("flipscale", {"flip", "scale"}),
        ("rotate, flip, scale, shift", {"rotate", "flip", "scale", "shift_x", "shift_y"}),
    ],
)
def test_transforms_are_named_with_or_without_commas(text: str, names: set[str]) -> None:
    assert set(ImageMultiDiscrete([3], transforms=text).space.factors) == names | {"sides"}


def test_angles_keep_to_their_quantum() -> None:
    space = ImageMultiDiscrete([1], transforms="rotate", ro_quant=90, seed=0)
    found = {space.get_image_representation(0).tobytes() for _ in range(40)}
    turned = {
        upright(Polygons(states=1, transforms=[Rotate(angle)], dtype="uint8").at(0).image).tobytes()
        for angle in (0, 90, 180, 270)
    }
    assert found == turned


def test_shifts_keep_to_their_quantum() -> None:
    space = ImageMultiDiscrete([1], transforms="shift", sh_quant=7, layout="hwc", seed=0)
    still = np.argwhere(Polygons(states=1).at(0).image).min(axis=0)
    moves = [np.argwhere(space.get_image_representation(0)).min(axis=0) - still for _ in range(20)]
    assert np.ptp(moves, axis=0)[:2].min() > 0
    assert not (np.array(moves) % 7).any()


def test_scales_keep_to_their_range() -> None:
    space = ImageMultiDiscrete([8], transforms="scale", scale_range=(0.5, 2), seed=0)
    state, area = 7, 10 * 20**2 * math.sin(2 * math.pi / 10) / 2
    scales = [math.sqrt(space.get_image_representation(state).sum(dtype=np.float64) / 255 / area) for _ in range(200)]
    assert 0.49 < min(scales) < 0.55
    assert 1.85 < max(scales) < 2.01
    assert 0.4 < np.mean([scale < 1 for scale in scales]) < 0.6  # log-uniform: half of them are below 1


def test_a_scale_alone_is_fixed() -> None:
    assert ImageMultiDiscrete([4], transforms="scale", scale_range=(1.5, 1.5)).space.size == 4


def test_what_is_not_named_needs_no_numbers() -> None:
    space = ImageMultiDiscrete([4], transforms="none", sh_quant=None, scale_range=None, ro_quant=None)
    assert space.space.size == 4


def images_of(space: ImageMultiDiscrete) -> list[bytes]:
    return [space.get_image_representation(state).tobytes() for state in (3, 1, 3, 3)]


def test_a_seed_gives_the_same_images() -> None:
    first = images_of(ImageMultiDiscrete([4], seed=0))
    other = ImageMultiDiscrete([4], seed=1)
    assert images_of(other) != first
    other.sample()
    other.seed(0)
    assert images_of(other) == first


def test_no_global_generator_is_read_or_written() -> None:
    np.random.seed(5)  # noqa: NPY002 - the global generator is what this is about
    before = np.random.get_state()[1].tolist()  # type: ignore[index]  # noqa: NPY002
    first = images_of(ImageMultiDiscrete([4], seed=3))
    assert np.random.get_state()[1].tolist() == before  # type: ignore[index]  # noqa: NPY002
    np.random.seed(6)  # noqa: NPY002
    assert images_of(ImageMultiDiscrete([4], seed=3)) == first


# ----------------------------------------------------------------------------------------------------------------------
# Pictures
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("use", ["textures", "images"])
def test_pictures_are_in_colour_and_in_alphabetical_order(directory: Path, use: Any) -> None:
    """There as many pictures as states are too few."""
    space = ImageMultiDiscrete([3], transforms="", use_custom_images=use, cust_path=str(directory))
    assert space.shape == (100, 100, 3)
    colors = [space.get_image_representation(state)[50, 50].tolist() for state in range(3)]
    assert colors == [[255, 0, 0], [0, 200, 0], [0, 0, 90]]
    assert space.generate_image(1).shape == (100, 100, 3)


def test_pictures_stand_in_the_square_that_the_circle_holds(directory: Path) -> None:
    space = ImageMultiDiscrete([2], transforms="", use_custom_images="images", cust_path=directory, antialias=False)
    lit = np.argwhere(space.get_image_representation(0).any(axis=2))
    side = np.ptp(lit, axis=0) + 1
    assert np.abs(side - 20 * math.sqrt(2)).max() < 1


def test_textures_are_cut_to_the_polygon(directory: Path) -> None:
    given_: dict[str, Any] = {"transforms": "", "antialias": False}
    textured = ImageMultiDiscrete([3], use_custom_images="textures", cust_path=directory, **given_)
    plain = ImageMultiDiscrete([3], **given_)
    for state in range(3):
        lit = textured.get_image_representation(state).any(axis=2)
        assert np.array_equal(lit, plain.get_image_representation(state)[..., 0] > 0)


@pytest.mark.parametrize("use", ["textures", "images"])
def test_pictures_are_transformed_and_pickled(directory: Path, use: Any) -> None:
    space = ImageMultiDiscrete([3, 2], use_custom_images=use, cust_path=directory, seed=0)
    other = pickle.loads(pickle.dumps(space))  # noqa: S301 - its own
    for _ in range(5):
        image = space.get_image_representation([2, 1])
        assert image in space
        assert np.array_equal(image, other.get_image_representation([2, 1]))


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

NAMES = "transforms must be a text that names rotate, flip, scale, shift or none"
SIZES = "state_space_sizes must be a list of the number of states of each dimension"
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"state_space_sizes": 8}, f"{SIZES}, got 8"),
    ({"state_space_sizes": []}, f"{SIZES}, got []"),
    ({"state_space_sizes": "8"}, f"{SIZES}, got '8'"),
    ({"state_space_sizes": [2, 0]}, "state_space_sizes must be an integer of at least 1, got 0"),
    ({"width": 99.5}, "width must be an integer of at least 1, got 99.5"),
    ({"height": 0}, "height must be an integer of at least 1, got 0"),
    (
        {"circle_radius": 40},
        "radius must be at most 49 in a panel of 100 × 100 pixels, got 40 (with transforms 20 to 60)",
    ),
    ({"transforms": "spin"}, f"{NAMES}, got 'spin'"),
    ({"transforms": "rotates"}, f"{NAMES}, got 'rotates'"),
    ({"transforms": None}, f"{NAMES}, got None"),
    ({"scale_range": None}, "scale_range must be (least, largest), got None"),
    ({"scale_range": (0.5, 1, 2)}, "scale_range must be (least, largest), got (0.5, 1, 2)"),
    (
        {"scale_range": (1.5, 0.5)},
        "factor must be a number from 0.01 to 100.0, or a pair (low, high) of such with low < high, got (1.5, 0.5)",
    ),
    ({"sh_quant": 0}, "quantum must be a number above 0, or None, got 0"),
    ({"use_custom_images": "photos"}, "use_custom_images must be 'textures', 'images' or None, got 'photos'"),
    ({"use_custom_images": "images"}, "cust_path must be the directory of the images, got None"),
    ({"dtype": np.int16}, "dtype must be one of float32, uint8, got int16"),
    ({"layout": "chw"}, "layout must be one of 'whc', 'hwc', got 'chw'"),
    ({"antialias": 1}, "antialias must be True or False, got 1"),
]


@pytest.mark.parametrize(("arguments", "message"), REFUSED)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ImageMultiDiscrete(**{"state_space_sizes": [8]} | arguments)


def test_too_few_pictures_are_refused(directory: Path) -> None:
    message = re.escape(f"{str(directory)!r} must hold a picture for each of 4 states, got 3")
    with pytest.raises(ValueError, match=f"^{message}$"):
        ImageMultiDiscrete([4], use_custom_images="images", cust_path=directory)
    with pytest.raises(TypeError, match=r"^cust_path must be a path or None, got 3$"):
        ImageMultiDiscrete([4], use_custom_images="images", cust_path=3)  # type: ignore[arg-type]


SECOND = "a state of dimension 1 must be an integer from 0 to 7"
LENGTH = "a state must have one number for each of the dimensions [3, 8]"


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ([0, 50], f"{SECOND}, got 50"),
        ([0, -1], f"{SECOND}, got -1"),
        ([0, 2.5], f"{SECOND}, got 2.5"),
        ([0, True], f"{SECOND}, got True"),
        ([0, np.int64(8)], f"{SECOND}, got np.int64(8)"),
        ([0, None], f"{SECOND}, got None"),
        (2, f"{LENGTH}, got 2"),
        ([1, 2, 3], f"{LENGTH}, got [1, 2, 3]"),
        ([[0, 1]], f"{LENGTH}, got [[0, 1]]"),
    ],
)
def test_states_out_of_range_are_refused(state: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        ImageMultiDiscrete([3, 8], transforms="").get_image_representation(state)


def test_states_of_no_dimension_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^a state must be an integer from 0 to 7, got 8$"):
        ImageMultiDiscrete([3, 8]).generate_image(8)


# ----------------------------------------------------------------------------------------------------------------------
# Beside the package itself
# ----------------------------------------------------------------------------------------------------------------------


def test_arguments_are_mdp_playground_s() -> None:
    theirs = inspect.signature(peer().ImageMultiDiscrete).parameters
    ours = inspect.signature(ImageMultiDiscrete).parameters
    assert list(ours)[: len(theirs)] == list(theirs)
    assert list(ours)[len(theirs) :] == ["layout", "antialias"]
    unlike = {name for name in theirs if theirs[name].default != ours[name].default}
    assert unlike <= {"transforms"}  # releases differ in its blanks
    assert theirs["transforms"].default.replace(" ", "") == ours["transforms"].default.replace(" ", "")


@pytest.mark.parametrize("antialias", [True, False])
def test_images_are_mdp_playground_s(antialias: bool) -> None:
    theirs = peer().ImageMultiDiscrete([8, 5], circle_radius=20, transforms="none", seed=0)
    ours = ImageMultiDiscrete([8, 5], circle_radius=20, transforms="none", seed=0, antialias=antialias)
    for state in ([0, 0], [7, 4], [3, 2]):
        reference, image = theirs.get_image_representation(state), ours.get_image_representation(state)
        assert (reference.shape, reference.dtype) == (image.shape, image.dtype)
        one, other = reference > 0, image >= 128
        assert (one & other).sum() / (one | other).sum() >= 0.9
    assert theirs.generate_image(3).shape == ours.generate_image(3).shape


@pytest.mark.parametrize(
    "config",
    [
        {"image_transforms": "none"},
        {"image_transforms": "shift,scale,rotate,flip", "image_sh_quant": 2, "image_ro_quant": 15},
        {
            "image_transforms": "rotate",
            "image_ro_quant": 1,
            "irrelevant_features": True,
            "state_space_size": [8, 3],
            "action_space_size": [8, 3],
        },
    ],
)
def test_it_is_the_observation_space_of_mdp_playground(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    module = peer("mdp_playground.envs.rl_toy_env")
    monkeypatch.setattr(module, "ImageMultiDiscrete", ImageMultiDiscrete)
    basic = {
        "state_space_type": "discrete",
        "state_space_size": 8,
        "action_space_size": 8,
        "delay": 0,
        "sequence_length": 1,
        "reward_density": 0.25,
        "terminal_state_density": 0.25,
        "image_representations": True,
        "seed": 0,
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        env = module.RLToyEnv(**basic | config)
        observation, _ = env.reset()
        for _ in range(20):
            assert isinstance(env.observation_space, ImageMultiDiscrete)
            assert observation in env.observation_space
            observation, _, terminated, *_ = env.step(env.action_space.sample())
            if terminated:
                observation, _ = env.reset()
        env.close()
