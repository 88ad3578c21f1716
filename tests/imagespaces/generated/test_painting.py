from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces.generated.painting import Painter, _product
from imagespaces.kernels.polygons import MARGIN, Outlines
from imagespaces.transforms import Pose

SQUARE = Outlines([np.sqrt(0.5) * np.array([(1, 1), (-1, 1), (-1, -1), (1, -1)])])
SHAPE = (20, 30)


def painter(antialias: bool = True, ink: tuple[int, ...] = (255,)) -> Painter:
    return Painter(SQUARE, 4 * np.sqrt(2), np.array(ink, np.uint8), antialias=antialias)


def panels(count: int, channels: int = 1) -> NDArray[np.uint8]:
    return np.zeros((count, *SHAPE, channels), np.uint8)


def test_products_of_levels_are_rounded_to_the_nearest() -> None:
    one, other = np.arange(256, dtype=np.uint8)[:, None], np.arange(256, dtype=np.uint8)
    exact = np.rint(one.astype(np.float64) * other / 255)
    assert np.array_equal(_product(one, other), exact)


@pytest.mark.parametrize("antialias", [True, False])
def test_bodies_stand_in_the_middle(antialias: bool) -> None:
    image = panels(1)
    painter(antialias).paint(image, np.array([0]), Pose.identity(1))
    expected = np.zeros(SHAPE, np.uint8)
    expected[6:14, 11:19] = 255  # 8 × 8, its edges between pixels
    assert np.array_equal(image[0, :, :, 0] >= 128, expected == 255)
    assert abs(int(image.sum()) - 64 * 255) < 0.06 * 64 * 255
    if not antialias:
        assert np.array_equal(image[0, :, :, 0], expected)


def test_they_move_until_their_disc_is_a_margin_from_the_border() -> None:
    pose = Pose(np.eye(2)[None], np.array([[1.0, -1.0]]))
    mask = painter().masks(np.array([0]), pose, SHAPE)[0]
    rows, columns = np.nonzero(mask)
    reach = 4 * np.sqrt(2)
    assert (columns.min() + columns.max()) / 2 == pytest.approx(29.5 - MARGIN - reach, abs=0.5)
    assert (rows.min() + rows.max()) / 2 == pytest.approx(-0.5 + MARGIN + reach, abs=0.5)


@pytest.mark.parametrize("antialias", [True, False])
def test_coverage_is_what_white_bodies_look_like(antialias: bool) -> None:
    image, pose = panels(3), Pose.identity(3).stretched(np.array([[0.5], [1.0], [1.3]]))
    states = np.zeros(3, np.int64)
    painter(antialias).paint(image, states, pose)
    covered = painter(antialias).coverage(states, pose, SHAPE)
    assert np.array_equal(covered, image[..., 0])
    assert np.array_equal(painter(antialias).masks(states, pose, SHAPE), covered >= 128)


def test_hard_bodies_are_of_one_ink() -> None:
    image = panels(1, 3)
    painter(antialias=False, ink=(10, 0, 200)).paint(image, np.array([0]), Pose.identity(1))
    assert {tuple(level) for level in image.reshape(-1, 3).tolist()} == {(0, 0, 0), (10, 0, 200)}
