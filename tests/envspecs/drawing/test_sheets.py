"""Contact sheets."""

from __future__ import annotations

import numpy as np
import pytest

from envspecs.drawing.sheets import draw_sheet


def draw(images: list[np.ndarray], title: str = "a title") -> np.ndarray:
    captions = [(f"class {place}", f"#{place}") for place in range(len(images))]
    return draw_sheet(images, captions, title=title, subtitle="some words")


def images(count: int, height: int = 28, width: int = 28, channels: int = 1) -> list[np.ndarray]:
    return [np.full((height, width, channels), (place + 1) / (count + 1), np.float32) for place in range(count)]


@pytest.mark.parametrize("count", [1, 2, 24, 100])
@pytest.mark.parametrize("shape", [(28, 28, 1), (64, 96, 3), (1, 1, 1), (3, 300, 2), (2000, 10, 3)])
def test_sheets_are_pictures_of_a_size_for_screens(count: int, shape: tuple[int, int, int]) -> None:
    sheet = draw(images(count, *shape))
    assert sheet.dtype == np.uint8
    assert sheet.shape[1] <= 1240
    assert sheet.shape[2] == 3


@pytest.mark.parametrize("count", [1, 7, 24])
def test_every_image_is_on_the_sheet_once_and_whole(count: int) -> None:
    made = images(count)
    sheet = draw(made)
    areas = []
    for image in made:
        rows, columns = np.nonzero((sheet == np.rint(image[0, 0] * 255)).all(axis=2))
        rows, columns = rows[rows >= 82], columns[rows >= 82]
        height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
        assert height == width
        assert height % 28 == 0
        areas.append((rows.min(), columns.min()))
    assert areas == sorted(areas)
    assert len(set(areas)) == count


def test_fewer_images_are_larger() -> None:
    assert draw(images(1)).shape[0] > draw(images(24)).shape[0] / 4


def test_long_words_are_cut_rather_than_drawn_over_others() -> None:
    made = images(2, 64, 64)
    sheet = draw_sheet(made, [("x" * 300, "y" * 300)] * 2, title="t" * 300, subtitle="s" * 300)
    lit = np.asarray((sheet > 100).any(axis=(0, 2)))
    assert not lit[:18].any()
    assert not lit[-18:].any()


def test_each_image_needs_its_words() -> None:
    with pytest.raises(ValueError, match="zip"):
        draw_sheet(images(2), [("one", "")], title="t")
