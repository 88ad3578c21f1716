from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces.factors import Interval, Weighted
from imagespaces.transforms import Canvas, Fixed, PhotographBackground, TextureBackground
from imagespaces.transforms.bundled import PHOTOGRAPHS, TEXTURES, bundled


def ground(scale: float, x: float, y: float, size: tuple[int, int] = (16, 16)) -> NDArray[np.float32]:
    black = np.zeros((1, *size, 1), np.float32)
    values: dict[str, NDArray[Any]] = {
        "texture_background": np.array([0]),
        "texture_background_scale": np.array([scale]),
        "texture_background_x": np.array([x]),
        "texture_background_y": np.array([y]),
    }
    return np.asarray(TextureBackground(("brick",)).apply(black, values, black[..., 0])[0])


def test_the_largest_part_is_the_picture_reduced() -> None:
    picture = bundled("brick", 1).astype(np.float64) / 255
    expected = picture.reshape(16, 32, 16, 32).mean(axis=(1, 3))
    np.testing.assert_allclose(ground(1, 0.5, 0.5)[..., 0], expected, atol=0.51 / 255)


@pytest.mark.parametrize(("x", "y"), [(0, 0), (0.999, 0), (0.25, 0.999)])
def test_a_part_of_its_own_size_is_cut_out(x: float, y: float) -> None:
    picture = bundled("brick", 1)
    left, top = int(x * (512 - 16 + 1)), int(y * (512 - 16 + 1))
    assert np.array_equal(ground(16 / 512, x, y), picture[top : top + 16, left : left + 16] / np.float32(255))


def test_it_has_the_proportions_of_the_image() -> None:
    """Whatever shape the image has, what is shown is not squeezed: a wide one shows all of the width."""
    wide = ground(1, 0, 0, (8, 32))
    picture = bundled("brick", 1)[:128].astype(np.float64) / 255
    np.testing.assert_allclose(wide[..., 0], picture.reshape(8, 16, 32, 16).mean(axis=(1, 3)), atol=0.51 / 255)


def test_factors() -> None:
    canvas = Canvas(8, 8, 3, has_masks=True)
    which, scale, x, y = TextureBackground(("grass", "brick")).parameters(canvas)
    assert which == Weighted("texture_background", ("grass", "brick"), (1.0, 1.0))
    assert scale == Interval("texture_background_scale", 0.3, 1.0)
    assert (x.name, y.name) == ("texture_background_x", "texture_background_y")
    assert PhotographBackground(("rocket",)).parameters(canvas)[0] == Fixed("photograph_background", 0)


@pytest.mark.parametrize("name", TEXTURES + PHOTOGRAPHS)
@pytest.mark.parametrize("channels", [1, 3])
def test_pictures_are_bundled(name: str, channels: int) -> None:
    picture = bundled(name, channels)
    assert picture.shape[2] == channels
    assert picture.dtype == np.uint8
    assert picture.std() > 10
    assert not picture.flags.writeable
    assert bundled(name, channels) is picture


def test_unknown_pictures_are_refused() -> None:
    with pytest.raises(
        ValueError, match=r"^pictures must be one or more of 'brick', 'grass', 'gravel', got \('sand',\)$"
    ):
        TextureBackground(("sand",))


def test_other_channels_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^PhotographBackground needs 1 or 3 channels, got 2$"):
        PhotographBackground().parameters(Canvas(8, 8, 2, has_masks=True))
