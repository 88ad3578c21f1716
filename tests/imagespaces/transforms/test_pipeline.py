from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unittest import mock

import numpy as np
import pytest
from numpy.typing import DTypeLike, NDArray

from imagespaces import Finite, ImageSpace
from imagespaces.kernels.warping import warp
from imagespaces.transforms import (
    Brightness,
    Canvas,
    Contrast,
    Flip,
    Invert,
    Pipeline,
    Rotate,
    Scale,
    Shear,
    Shift,
    SolidBackground,
    Transform,
)
from tests.imagespaces.toys import Regions

CANVAS = Canvas(8, 8, 1, has_masks=True)


class Pictures(ImageSpace):
    """Three pictures of noise, whose bright pixels are objects; not posed, but warped."""

    def __init__(
        self,
        *,
        transforms: tuple[Transform, ...] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self._pictures = np.random.default_rng(0).random((3, 12, 12, 1), dtype=np.float32)
        which = Finite("which", range(3))
        super().__init__(
            12, 12, 1, dtype=dtype, stream=stream, seed=seed, factors=(which,), label="which", transforms=transforms
        )

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.asarray(self._pictures[values["which"]])

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        return np.asarray(self._pictures[values["which"], :, :, 0] > 0.5)


def test_poses_are_products_in_the_order_written() -> None:
    values = {"rotate": np.array([90.0]), "scale": np.array([2.0]), "flip": np.array([1]), "shear_x": np.array([0.5])}
    given = {**values, "shear_y": np.array([0.0])}
    turn, double, mirror, slant = (
        np.array([(0, 1), (-1, 0)]),
        2 * np.eye(2),
        np.diag([-1, 1]),
        np.array([(1, 0.5), (0, 1)]),
    )
    pipeline = Pipeline([Rotate(), Scale(), Shear(), Flip()], CANVAS)
    np.testing.assert_allclose(pipeline.pose(given).linear[0], mirror @ slant @ double @ turn, atol=1e-12)
    pipeline = Pipeline([Flip(), Shear(), Rotate(), Scale()], CANVAS)
    np.testing.assert_allclose(pipeline.pose(given).linear[0], double @ turn @ slant @ mirror, atol=1e-12)


def test_bodies_have_draws_of_their_own() -> None:
    pipeline = Pipeline([Rotate(), Brightness()], CANVAS, bodies=("left.", "right."))
    assert [factor.name for factor in pipeline.factors] == ["left.rotate", "right.rotate", "brightness"]
    values = {"left.rotate": np.array([0.0]), "right.rotate": np.array([90.0]), "brightness": np.array([0.0])}
    assert pipeline.pose(values, "left.").linear[0].tolist() == np.eye(2).tolist()
    np.testing.assert_allclose(pipeline.pose(values, "right.").linear[0], [(0, 1), (-1, 0)], atol=1e-12)


def test_gains_multiply() -> None:
    assert Pipeline([Scale((0.5, 2)), Rotate(), Flip()], CANVAS).gains == (0.5, 2)
    assert Pipeline([], CANVAS).gains == (1, 1)
    both = Pipeline([Scale((0.5, 2)), Shear(0.5)], CANVAS).gains
    alone = Shear(0.5).gains
    assert both == (0.5 * alone.least, 2 * alone.most)


def test_what_is_fixed_is_no_factor() -> None:
    assert Pipeline([Rotate(30), Brightness(0.2), Invert(1)], CANVAS).factors == ()
    assert Pictures(transforms=(Rotate(90), Invert(1))).size == 3
    assert Pictures(transforms=(Rotate(), Invert(1))).size is None


def test_photometric_transforms_follow_in_their_order() -> None:
    dark = np.full((1, 8, 8, 1), 0.25, np.float32)
    values = {"which": np.array([0])}

    def rendered(*transforms: Transform) -> float:
        pipeline = Pipeline(transforms, CANVAS)
        return float(pipeline.render(dark, values, lambda _: np.ones((1, 8, 8), np.float32))[0, 0, 0, 0])

    assert rendered(Brightness(0.25), Contrast(3), Invert(1)) == 0.5
    assert rendered(Contrast(3), Brightness(0.25)) == 0.25
    assert rendered(Invert(1), Contrast(3)) == 1.0


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_pictures_and_masks_are_warped_alike(dtype: str) -> None:
    plain, turned = Pictures(dtype=dtype), Pictures(dtype=dtype, transforms=(Rotate(90),))
    for index in range(3):
        before, after = plain.at(index), turned.at(index)
        assert np.array_equal(after.image, np.rot90(before.image))
        assert before.mask is not None
        assert after.mask is not None
        assert np.array_equal(after.mask, np.rot90(before.mask))


def test_pictures_are_warped_once_by_the_product() -> None:
    space = Pictures(transforms=(Rotate(180), Scale(1), Flip(1, ("left_right",))))
    with mock.patch("imagespaces.transforms.pipeline.warp", side_effect=warp) as warped:
        assert np.array_equal(space.at(1).image, Pictures().at(1).image[::-1])
    assert [call.kwargs["nearest"] for call in warped.call_args_list] == [False, True]  # the image and the mask


def test_small_pictures_stay_in_the_frame_and_large_ones_fill_it() -> None:
    ones = np.ones((200, 12, 10, 1), np.float32)
    random = np.random.default_rng(0)
    values = {name: random.uniform(-1, 1, 200) for name in ("shift_x", "shift_y")}
    for factor in (0.25, 0.5, 1.5, 3.0):
        pipeline = Pipeline([Shift(), Scale(factor)], CANVAS, bodies=None)
        moved = pipeline.render(ones, values, lambda _: ones[..., 0])
        if factor > 1:
            assert (moved == 1).all()
        else:  # with one more pixel of the picture on each side, over which bilinear values fade
            np.testing.assert_allclose(moved.sum(axis=(1, 2, 3)), 120 * factor**2, rtol=0.05)
            assert len(np.unique(moved, axis=0)) > 100


def test_coverage_is_warped_as_masks_are() -> None:
    pipeline = Pipeline([Rotate(30)], CANVAS, bodies=None)
    mask = Pictures()._masks({"which": np.array([2])})
    values = {"which": np.array([2])}
    covered = pipeline.render_coverage(mask.astype(np.float32), values)
    turned = pipeline.render_masks(mask, values)
    assert turned is not None
    assert np.array_equal(covered, turned)
    assert pipeline.render_masks(None, values) is None


@pytest.mark.parametrize("turns", range(4))
def test_classes_of_pixels_are_turned_as_they_are(turns: int) -> None:
    plain = Regions(height=6)
    turned = Regions(height=6, transforms=(Rotate(90 * turns), Flip(1, ("left_right",))))
    for index in range(4):
        before, after = plain.at(index).mask, turned.at(index).mask
        assert before is not None
        assert after is not None
        assert after.dtype == np.int16
        assert np.array_equal(after, np.fliplr(np.rot90(before, turns)))


def test_outside_of_a_picture_no_class_is_known() -> None:
    small = Regions(height=8, width=8, transforms=(Scale(0.5),)).at(2)
    assert small.mask is not None
    assert (small.mask[2:6, 2:6] >= -1).all()
    border = np.ones((8, 8), np.bool_)
    border[2:6, 2:6] = False
    assert set(small.mask[border].tolist()) == {-1}
    assert set(small.mask[2:6, 2:6].ravel().tolist()) > {-1}


def test_classes_of_pixels_take_no_ground() -> None:
    message = "SolidBackground is seen where objects are not, and needs a space with masks, got one without"
    with pytest.raises(ValueError, match=f"^{message}$"):
        Regions(transforms=(SolidBackground(),))


def test_posed_shapes_are_not_warped() -> None:
    image = np.random.default_rng(0).random((1, 8, 8, 1), dtype=np.float32)
    pipeline = Pipeline([Rotate(30)], CANVAS)
    assert pipeline.render(image, {"which": np.array([0])}, lambda _: image[..., 0]) is image


def test_bytes_stay_bytes_unless_levels_change() -> None:
    image = np.random.default_rng(0).integers(0, 256, (1, 8, 8, 1), np.uint8)
    values = {"which": np.array([0])}
    turned = Pipeline([Rotate(90)], CANVAS, bodies=None).render(image, values, lambda _: image[..., 0])
    assert turned.dtype == np.uint8
    levels = Pipeline([Invert(1)], CANVAS).render(image, values, lambda _: image[..., 0])
    assert np.array_equal(levels, 1 - image / np.float32(255))


TWICE = "each kind of transform may be there once, since its factors have its name, got Rotate twice"
UNMOVED = (
    "a picture that fills its frame can be moved only where Scale makes it smaller or larger, "
    "got Shift(reach=1.0, quantum=None) without Scale"
)
UNMASKED = "SolidBackground is seen where objects are not, and needs a space with masks, got one without"


@pytest.mark.parametrize(
    ("transforms", "message"),
    [
        ([Rotate(), Flip(), Rotate(30)], TWICE),
        ([Shift(), Rotate()], UNMOVED),
        ([SolidBackground()], UNMASKED),
    ],
)
def test_what_does_not_fit_is_refused(transforms: list[Transform], message: str) -> None:
    with pytest.raises(ValueError) as found:  # noqa: PT011 - the whole message is compared below
        Pipeline(transforms, Canvas(8, 8, 1, has_masks=False), bodies=None)
    assert str(found.value) == message


def test_only_transforms_transform() -> None:
    with pytest.raises(TypeError, match=r"^transforms must be of imagespaces.transforms, got 'rotate'$"):
        Pipeline(["rotate"], CANVAS)  # type: ignore[list-item]
