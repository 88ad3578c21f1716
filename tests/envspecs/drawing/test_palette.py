from __future__ import annotations

import numpy as np
import pytest

from envspecs.drawing.palette import class_colours, coloured


@pytest.mark.parametrize("count", [1, 2, 3, 21, 150])
def test_no_two_classes_share_a_colour(count: int) -> None:
    colours = class_colours(count)
    assert colours.shape == (count + 1, 3)
    assert len(np.unique(colours, axis=0)) == count + 1
    assert colours[-1].tolist() == [0, 0, 0]


def test_few_classes_are_far_apart() -> None:
    colours = class_colours(20).astype(float)
    distances = np.linalg.norm(colours[:, None] - colours, axis=-1)[~np.eye(21, dtype=bool)]
    assert distances.min() > 50


def test_a_class_has_its_colour_however_many_there_are() -> None:
    assert class_colours(150)[:20].tolist() == class_colours(20)[:20].tolist()


def test_pixels_have_the_colours_of_their_classes() -> None:
    colours = class_colours(3)
    picture = coloured(np.array([[0, 2], [-1, 1]], np.int16), 3)
    assert picture.dtype == np.uint8
    assert picture.tolist() == [[colours[0].tolist(), colours[2].tolist()], [[0, 0, 0], colours[1].tolist()]]


def test_colours_can_t_be_changed_for_all() -> None:
    assert not class_colours(3).flags.writeable
    assert coloured(np.array([[0]]), 3).flags.writeable
