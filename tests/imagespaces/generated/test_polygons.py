"""Polygons against analytic geometry, built from the factor values that an instance tells."""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from imagespaces import Polygons
from imagespaces.bank import Bank, Slots, Wall, gallery
from imagespaces.factors import ExplicitSplit
from imagespaces.testing import check_space
from imagespaces.transforms import (
    Flip,
    GaussianBlur,
    Geometric,
    Invert,
    Rotate,
    Scale,
    Shear,
    Shift,
    SolidBackground,
    Transform,
)

SAMPLES = 5  # along each axis of a pixel
ALL_FOUR = (Rotate(), Flip(), Scale(), Shift())
MARGIN = 1


def corners(sides: int, radius: float, height: int, width: int, factors: Mapping[str, float]) -> NDArray[np.float64]:
    """Where the corners are after rotation, flip, scale, shear and shift, in this order, each written out."""
    points = []
    for number in range(sides):
        angle = 2 * math.pi * number / sides - math.radians(factors.get("rotate", 0.0))
        x, y = radius * math.cos(angle), radius * math.sin(angle)
        x, y = (-x if factors.get("flip") == 1 else x), (-y if factors.get("flip") == 2 else y)
        x, y = x * factors.get("scale", 1.0), y * factors.get("scale", 1.0)
        points.append((x + factors.get("shear_x", 0.0) * y, y + factors.get("shear_y", 0.0) * x))
    disc = radius * factors.get("scale", 1.0)
    room = (
        width / 2 - MARGIN - disc * math.hypot(1, factors.get("shear_x", 0.0)),
        height / 2 - MARGIN - disc * math.hypot(1, factors.get("shear_y", 0.0)),
    )
    move = (factors.get("shift_x", 0.0) * room[0], factors.get("shift_y", 0.0) * room[1])
    centre = np.array([(width - 1) / 2 + move[0], (height - 1) / 2 + move[1]])
    return np.asarray(np.array(points) + centre)


def coverage(polygon: NDArray[np.float64], height: int, width: int) -> NDArray[np.float64]:
    """The share of each pixel that is inside of a convex polygon, by samples."""
    x = ((np.arange(width * SAMPLES) + 0.5) / SAMPLES - 0.5)[None, :]
    y = ((np.arange(height * SAMPLES) + 0.5) / SAMPLES - 0.5)[:, None]
    sides = [
        (ahead[0] - here[0]) * (y - here[1]) - (ahead[1] - here[1]) * (x - here[0])
        for here, ahead in zip(polygon, np.roll(polygon, -1, axis=0), strict=True)
    ]
    inside = np.all([side >= 0 for side in sides], axis=0) | np.all([side <= 0 for side in sides], axis=0)
    return np.asarray(inside.reshape(height, SAMPLES, width, SAMPLES).mean(axis=(1, 3)))


def outline(polygon: NDArray[np.float64]) -> float:
    return float(np.hypot(*(np.roll(polygon, -1, axis=0) - polygon).T).sum())


def overlap(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """Intersection over union; pixels count as far as they are lit."""
    return float(np.minimum(one, other).sum() / np.maximum(one, other).sum())


@st.composite
def transforms(draw: st.DrawFn) -> list[Geometric]:
    low, high = sorted((draw(st.floats(0.5, 1)), draw(st.floats(1, 2))))
    kinds: list[Geometric] = [
        Rotate(quantum=draw(st.sampled_from([None, 1, 15]))),
        Flip(),
        Scale((low, high)) if low < high else Scale(low),
        Shear(y=(-0.2, 0.2)) if draw(st.booleans()) else Shear(),
        Shift(),
    ]
    return [kind for kind in kinds if draw(st.booleans())]


@st.composite
def spaces(draw: st.DrawFn, chosen: st.SearchStrategy[list[Geometric]], states: int) -> Polygons:
    """Polygons of one dimension, as large as fits or smaller."""
    kinds = draw(chosen)
    most, least = math.prod(kind.gains.most for kind in kinds), math.prod(kind.gains.least for kind in kinds)
    shortest = math.ceil(2 * (2.5 * most / least + MARGIN))  # so that the least polygon is of radius 2.5
    height, width = (draw(st.integers(shortest, shortest + 24)) for _ in range(2))
    radius = draw(st.floats(2.5 / least, (min(height, width) / 2 - MARGIN) / most))
    return Polygons(states=states, height=height, width=width, radius=radius, transforms=kinds)


INDICES = st.integers(0, 2**63 - 1)


def any_index(space: Polygons, number: int) -> int:
    return number if space.size is None else number % space.size


# ----------------------------------------------------------------------------------------------------------------------
# Geometry
# ----------------------------------------------------------------------------------------------------------------------


@given(st.data(), INDICES)
@settings(max_examples=50)
def test_every_pixel_is_covered_as_the_factors_say(data: st.DataObject, number: int) -> None:
    space = data.draw(spaces(transforms(), 9))
    one = space.at(any_index(space, number))
    polygon = corners(int(one.factors["sides"]), space.radius, space.height, space.width, one.factors)
    expected, around = coverage(polygon, space.height, space.width), outline(polygon)
    found = one.image[..., 0].astype(np.float64)
    assert one.image in space
    assert abs(found.sum() - expected.sum()) <= 0.15 * around  # pixels, for each pixel of the outline: nothing is cut
    assert np.abs(found - expected).sum() <= 0.22 * around
    for axis in range(2):
        places = np.arange(found.shape[axis])
        centres = [(share.sum(axis=1 - axis) * places).sum() / share.sum() for share in (found, expected)]
        assert abs(centres[0] - centres[1]) < 0.2


@pytest.mark.parametrize("state", range(8))
def test_state_n_has_n_plus_three_sides_and_its_first_corner_at_the_right(state: int) -> None:
    one = Polygons().at(state)
    polygon = corners(state + 3, 20, 100, 100, {})
    assert polygon[0].tolist() == [69.5, 49.5]
    assert (one.label, one.factors) == (state, {"sides": state + 3})
    assert overlap(one.image[..., 0], coverage(polygon, 100, 100)) > 0.97


def test_areas_are_right_on_average() -> None:
    """OpenCV's own edges would give 8 per cent too much at radius 20."""
    many = Polygons(transforms=ALL_FOUR).instances(np.arange(800))
    sides, radius = many.factors["sides"], 20 * many.factors["scale"]
    areas = sides * radius**2 * np.sin(2 * np.pi / sides) / 2
    errors = many.images.sum(axis=(1, 2, 3), dtype=np.float64) / areas - 1
    assert abs(errors.mean()) < 0.005
    assert np.abs(errors).mean() < 0.01


@pytest.mark.parametrize("kinds", [(), ALL_FOUR])
def test_hard_edges_and_masks_are_pixels_covered_by_half(kinds: tuple[Transform, ...]) -> None:
    soft = Polygons(transforms=kinds).instances(range(8))
    hard = Polygons(transforms=kinds, antialias=False).instances(range(8))
    assert soft.masks is not None
    assert hard.masks is not None
    assert np.array_equal(soft.masks, hard.masks)
    assert np.array_equal(hard.images[..., 0], soft.masks)
    assert np.array_equal(soft.masks, soft.images[..., 0] >= 0.5)


def test_shifts_by_whole_pixels_move_the_same_picture() -> None:
    space = Polygons(states=1, radius=12, transforms=[Shift(quantum=1)])
    still = Polygons(states=1, radius=12).at(0).image
    for index in range(20):
        image = space.at(index).image
        rows, columns = np.nonzero(image[..., 0])
        before = np.nonzero(still[..., 0])
        move = rows.min() - before[0].min(), columns.min() - before[1].min()
        assert np.array_equal(np.roll(still, move, axis=(0, 1)), image)


def test_angles_keep_to_their_quantum() -> None:
    angles = Polygons(transforms=[Rotate(quantum=15)]).instances(range(500)).factors["rotate"]
    assert set(angles.tolist()) == set(range(0, 360, 15))


def test_mdp_playground_draws_the_same() -> None:
    """It cuts corners to whole pixels, and fills what touches a pixel."""
    peer = pytest.importorskip("mdp_playground.spaces.image_multi_discrete")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = peer.ImageMultiDiscrete([64], circle_radius=20, transforms="", seed=0)
    ours = Polygons(states=64)
    for state in range(64):
        reference = theirs.get_image_representation(state)[..., 0].T > 0  # width first
        mask = ours.at(state).mask
        assert mask is not None
        assert (mask & reference).sum() / (mask | reference).sum() >= 0.9


# ----------------------------------------------------------------------------------------------------------------------
# Dimensions, colours, pictures
# ----------------------------------------------------------------------------------------------------------------------


def test_dimensions_stand_side_by_side() -> None:
    space = Polygons(states=[3, 5, 2], width=300)
    alone = Polygons(states=5)
    assert space.shape == (100, 300, 1)
    assert (space.size, space.label, space.num_classes) == (30, None, None)
    for index in range(30):
        one = space.at(index)
        digits = (index % 3, index // 3 % 5, index // 15)
        assert one.factors == {f"dim{number}.sides": digit + 3 for number, digit in enumerate(digits)}
        assert np.array_equal(one.image, np.concatenate([alone.at(digit).image for digit in digits], axis=1))


def test_dimensions_are_posed_apart() -> None:
    space = Polygons(states=[3, 5], width=200, transforms=ALL_FOUR, label="dim1.sides")
    many = space.instances(range(40))
    assert space.class_names == ("3", "4", "5", "6", "7")
    for name in ("rotate", "flip", "scale", "shift_x", "shift_y"):
        assert not np.array_equal(many.factors[f"dim0.{name}"], many.factors[f"dim1.{name}"])
    for row in range(40):
        for number in range(2):
            prefix = f"dim{number}."
            own = {name.removeprefix(prefix): value[row] for name, value in many.factors.items() if prefix in name}
            polygon = corners(int(own["sides"]), 20, 100, 100, own)
            panel = many.images[row, :, 100 * number : 100 * (number + 1), 0]
            assert overlap(panel, coverage(polygon, 100, 100)) > 0.93


def test_colours_multiply() -> None:
    gray = Polygons(dtype="uint8").images(range(8))
    colour = Polygons(channels=3, color=(1, 0.5, 0), dtype="uint8").images(range(8))
    np.testing.assert_allclose(colour.astype(int), gray * np.array([1, 0.5, 0]), atol=3)
    several = Polygons(channels=5, color=(1, 0.5, 0, 0.2, 1), dtype="uint8").images(range(8))
    np.testing.assert_allclose(several.astype(int), gray * np.array([1, 0.5, 0, 0.2, 1]), atol=3)
    hard = Polygons(channels=3, color=(1, 0.5, 0), antialias=False, dtype="uint8").images(range(8))
    assert {tuple(level) for level in hard.reshape(-1, 3).tolist()} == {(0, 0, 0), (255, 128, 0)}


SKINNED: list[dict[str, Any]] = [
    {},
    {"channels": 3, "color": (1, 0.5, 0.1)},
    {"channels": 5},
    {"antialias": False},
    {"states": [2, 4], "width": 200},
    {"transforms": ALL_FOUR},
    {"transforms": [*ALL_FOUR, GaussianBlur(1)]},
    {"textures": True, "channels": 3},
    {"pictures": True, "transforms": ALL_FOUR},
]


@pytest.mark.parametrize("parameters", SKINNED)
def test_floats_are_the_levels_of_bytes(parameters: dict[str, Any], directory: Path) -> None:
    skins = {name: directory for name in ("textures", "pictures") if name in parameters}
    given_: dict[str, Any] = {"states": 4} | parameters | skins
    floats, levels = (Polygons(**given_, dtype=dtype) for dtype in ("float32", "uint8"))
    if floats.stored_dtype == np.uint8:
        assert np.array_equal(floats.images(range(4)), levels.images(range(4)) / np.float32(255))
    assert np.array_equal(floats.images(range(4)), floats.instances(range(4)).images)
    assert np.array_equal(np.rint(floats.images(range(4)) * 255), levels.images(range(4)))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pictures of 40 × 40 pixels."""
    root = tmp_path_factory.mktemp("skins")
    random = np.random.default_rng(0)
    for number in range(4):
        coarse = random.integers(0, 256, (5, 5, 3), dtype=np.uint8)
        Image.fromarray(coarse.repeat(8, axis=0).repeat(8, axis=1)).save(root / f"{number}.png")
    return root


def picture(directory: Path, number: int) -> NDArray[np.uint8]:
    with Image.open(directory / f"{number}.png") as found:
        return np.asarray(found)


def test_textures_fill_polygons(directory: Path) -> None:
    space = Polygons(states=4, channels=3, textures=directory, dtype="uint8")
    plain = Polygons(states=4, channels=3, dtype="uint8")
    for state in range(4):
        image, whole = space.at(state).image, plain.at(state).image == 255
        laid = np.zeros((100, 100, 3), np.uint8)
        laid[30:70, 30:70] = picture(directory, state)  # the square around the circle
        assert np.array_equal(image[whole], laid[whole])
        assert not image[plain.at(state).image == 0].any()
        assert np.array_equal(space.at(state).mask, plain.at(state).mask)  # type: ignore[arg-type]


def test_pictures_stand_in_the_square_that_the_circle_holds(directory: Path) -> None:
    radius = 20 * math.sqrt(2)
    space = Polygons(states=4, channels=3, radius=radius, pictures=directory, dtype="uint8")
    assert space.at(2).factors == {"picture": 2}
    for state in range(4):
        image = space.at(state).image
        assert np.array_equal(image[31:69, 31:69], picture(directory, state)[1:-1, 1:-1])
        mask = np.zeros((100, 100), np.bool_)
        mask[30:70, 30:70] = True
        assert np.array_equal(space.at(state).mask, mask)  # type: ignore[arg-type]


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("skin", ["textures", "pictures"])
def test_hard_edges_cut_skins_without_a_seam(directory: Path, skin: str, channels: int) -> None:
    given_: dict[str, Any] = {"states": 4, "channels": channels, skin: directory, "dtype": "uint8"}
    for kinds in ((), ALL_FOUR):
        soft = Polygons(**given_, transforms=kinds).instances(range(4))
        hard = Polygons(**given_, transforms=kinds, antialias=False).instances(range(4))
        assert soft.masks is not None
        assert not hard.images[~soft.masks].any()
        assert (hard.images >= soft.images)[soft.masks].all()


@pytest.mark.parametrize("skin", ["textures", "pictures"])
def test_pictures_that_are_alike_are_named(directory: Path, tmp_path: Path, skin: str) -> None:
    for number in range(3):
        Image.fromarray(picture(directory, 0)).save(tmp_path / f"{number}.png")
    given_: dict[str, Any] = {"states": 3, "radius": 20, skin: tmp_path}
    if skin == "textures":
        assert Polygons(**given_).size == 3  # the polygons differ
        return
    with pytest.raises(ValueError, match=r"^states must have different images, but 0 and 1 of Polygons\("):
        Polygons(**given_)


@pytest.mark.parametrize("skin", ["textures", "pictures"])
def test_skins_move_with_the_body(directory: Path, skin: str) -> None:
    given_: dict[str, Any] = {"states": 4, "channels": 3, skin: directory, "dtype": "uint8"}
    still = Polygons(**given_)
    quarter = Polygons(**given_, transforms=[Rotate(90)])
    mirrored = Polygons(**given_, transforms=[Flip(1, ("left_right",))])
    for state in range(4):
        image = still.at(state).image.astype(int)
        assert np.abs(quarter.at(state).image - np.rot90(image)).mean() < 1
        assert np.abs(mirrored.at(state).image - image[:, ::-1]).mean() < 1


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("skin", ["textures", "pictures"])
def test_laws_hold_of_skins(directory: Path, skin: str, channels: int) -> None:
    given_: dict[str, Any] = {"states": [2, 3], "height": 40, "width": 80, "radius": 12, skin: directory}
    check_space(Polygons(**given_, channels=channels))
    check_space(Polygons(**given_, channels=channels, transforms=[Rotate(), Scale((0.8, 1.2)), Shift()]))


def test_a_bank_knows_that_a_file_has_changed(directory: Path, tmp_path: Path) -> None:
    for number in range(2):
        Image.fromarray(picture(directory, number)).save(tmp_path / f"{number}.png")
    before = Polygons(states=2, channels=3, textures=tmp_path)
    kept = Bank.of(before)
    Image.fromarray(255 - picture(directory, 0)).save(tmp_path / "0.png")
    after = Polygons(states=2, channels=3, textures=tmp_path)
    assert after == before
    assert not np.array_equal(Bank.of(after).pixels, kept.pixels)


# ----------------------------------------------------------------------------------------------------------------------
# One to one, finite and without end
# ----------------------------------------------------------------------------------------------------------------------


@given(spaces(st.just([]), 9))
@settings(max_examples=10)
def test_images_tell_their_states(space: Polygons) -> None:
    assert [space.state_of(image) for image in space.images(range(9))] == list(range(9))


def test_several_dimensions_tell_their_states() -> None:
    space = Polygons(states=[3, 4], width=200, dtype="uint8")
    assert [space.state_of(image) for image in space.images(range(12))] == list(range(12))


def test_states_that_look_alike_are_named() -> None:
    """With hard edges 64 polygons of radius 5 are not 64 images; with soft ones they are."""
    assert Polygons(states=64, radius=5).size == 64
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Polygons(states=64, radius=5, antialias=False)
    alike = str(found.value).removeprefix("states must have different images, but ").split(" of Polygons(")[0]
    one, other = (int(state) for state in alike.split(" and "))
    images = Polygons(states=64, radius=5, antialias=False, transforms=[Rotate((0, 1e-9))]).images(range(64))
    assert np.array_equal(images[one], images[other])


def test_states_of_any_dimension_that_look_alike_are_named() -> None:
    with pytest.raises(
        ValueError, match=r"^states must have different images, but 7 and 8 of Polygons\(states=\(64,\)"
    ):
        Polygons(states=[2, 64], width=200, radius=5, antialias=False)


def test_fixed_transforms_leave_a_space_finite() -> None:
    space = Polygons(states=5, transforms=[Rotate(10), Scale(1.2), GaussianBlur(1), Invert(1)])
    assert space.size == 5
    assert isinstance(gallery(space, 3), Wall)
    assert space.state_of(space.at(3).image) == 3


def test_random_ones_make_it_endless() -> None:
    space = Polygons(states=5, transforms=[Rotate()])
    assert space.size is None
    assert isinstance(gallery(space, 3), Slots)
    assert space.at(2**63 - 1).label == (2**63 - 1) % 5


def test_what_transforms_draw_can_be_held_out() -> None:
    held_out = ExplicitSplit({"test": {"sides": [3, 4], "rotate": (0, 90), "flip": "none"}}, rest="train")
    space = Polygons(transforms=ALL_FOUR, partition=held_out)
    test = space.split("test")
    assert float(test.measure) == pytest.approx(2 / 8 / 4 / 2)
    factors = space.instances(test.indices(range(50)), "test").factors
    assert set(factors["sides"]) <= {3, 4}
    assert (factors["rotate"] < 90).all()
    assert (factors["flip"] == 0).all()


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_bytes_are_drawn_directly(dtype: str) -> None:
    space = Polygons(transforms=ALL_FOUR, dtype=dtype)
    assert space.pixels(np.arange(9)).dtype == np.uint8
    assert Polygons(transforms=[*ALL_FOUR, SolidBackground()], dtype=dtype).pixels(np.arange(9)).dtype == dtype


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------

LARGE = "radius must be at most 49 in a panel of 100 × 100 pixels"
SMALL_PANEL = "radius must be at most 9 in a panel of 100 × 20 pixels"
REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"radius": 49.5}, f"{LARGE}, got 49.5 (with transforms 49.5 to 49.5)"),
    ({"radius": 40, "transforms": [Scale((0.5, 1.5))]}, f"{LARGE}, got 40 (with transforms 20 to 60)"),
    ({"states": [3, 3], "width": 40}, f"{SMALL_PANEL}, got 20 (with transforms 20 to 20)"),
    (
        {"radius": 3, "transforms": [Scale((0.5, 1.5))]},
        "radius must be at least 2 pixels, got 3 (with transforms 1.5 to 4.5)",
    ),
    ({"radius": "20"}, "radius must be a finite number of pixels, got '20'"),
    ({"radius": math.nan}, "radius must be a finite number of pixels, got nan"),
    ({"states": 0}, "states must be an integer of at least 1, got 0"),
    ({"states": [3, 2.5]}, "states must be an integer of at least 1, got 2.5"),
    ({"states": []}, "states must be the number of states of at least one dimension, got []"),
    ({"states": [3, 3], "width": 101}, "width must be a multiple of the 2 dimensions, got 101"),
    ({"color": 0}, "color must be a number from 0 to 1, or 1 of such, one above 0, got 0"),
    ({"color": 1.5}, "color must be a number from 0 to 1, or 1 of such, one above 0, got 1.5"),
    (
        {"channels": 3, "color": (1, 0)},
        "color must be a number from 0 to 1, or 3 of such, one above 0, got (1, 0)",
    ),
    ({"antialias": "yes"}, "antialias must be True or False, got 'yes'"),
    ({"label": "corners"}, "label must be one of the finite factors ['sides'], got 'corners'"),
]


@pytest.mark.parametrize(("parameters", "message"), REFUSED)
def test_what_does_not_fit_is_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Polygons(**parameters)
    assert str(found.value) == message


def test_bad_directories_are_refused(directory: Path) -> None:
    with pytest.raises(TypeError, match=r"^textures must be a path or None, got 3$"):
        Polygons(textures=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Polygons(states=5, channels=3, pictures=directory)
    assert str(found.value) == f"{str(directory)!r} must hold a picture for each of 5 states, got 4"
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the same
        Polygons(states=4, textures=directory, pictures=directory)
    assert (
        str(found.value) == f"textures and pictures exclude each other, got {str(directory)!r} and {str(directory)!r}"
    )
    with pytest.raises(ValueError, match=r"^channels must be 1 or 3 where pictures are shown, got 2$"):
        Polygons(states=4, channels=2, textures=directory)
