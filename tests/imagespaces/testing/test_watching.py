from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from imagespaces import ImageSpace
from imagespaces.testing.watching import watch
from tests.imagespaces.toys import Glyphs, Shades

WAYS: dict[str, Callable[[ImageSpace], Any]] = {
    "at": lambda space: space.at(3),
    "instances": lambda space: space.instances([3]),
    "images": lambda space: space.images([3]),
    "pixels": lambda space: space.pixels(np.array([3])),
    "render": lambda space: space.render(space.factor_values([3])),
}


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("kind", [Glyphs, Shades], ids=["bytes", "fractions"])
@pytest.mark.parametrize("way", WAYS)
def test_all_ways_are_watched(way: str, kind: Any, dtype: str) -> None:
    space, sound = kind(dtype=dtype), kind(dtype=dtype)
    rendered = watch(space)
    assert rendered == set()
    WAYS[way](space)
    assert sound.at(3).image.tobytes() in rendered
    assert sound.at(2).image.tobytes() not in rendered


def test_what_is_watched_gives_what_it_gave() -> None:
    space, sound = Shades(seed=4), Shades(seed=4)
    watch(space)
    assert np.array_equal(space.instances([1, 2]).images, sound.instances([1, 2]).images)
    assert np.array_equal(space.sample(), sound.sample())
    assert space.at(5, split="all").index == 5


def test_what_is_no_image_is_passed_over() -> None:
    class Odd(Glyphs):
        """Renders in a type that is none of pixels."""

        def pixels(self, indices: Any) -> Any:
            return super().pixels(indices).astype(np.float64)

    space = Odd()
    rendered = watch(space)
    assert space.pixels(np.array([1])).dtype == np.float64
    assert {len(image) for image in rendered} <= {space.at(0).image.nbytes}
