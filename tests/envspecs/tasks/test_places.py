from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.tasks.places import Factors, Middles
from imagespaces import CircleSquare, Finite, ImageSpace, Interval, Polygons
from imagespaces.arguments import MisfitError


class Marked(ImageSpace):
    """Masks of a few pixels, or of none."""

    def __init__(self, *, dtype: str = "float32", stream: int = 0, seed: int | None = None) -> None:
        factors = (Finite("count", (0, 1, 3)), Finite("name", ("a", "b")), Interval("u", -1.0, 1.0))
        super().__init__(3, 4, 1, dtype=dtype, stream=stream, seed=seed, factors=factors)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((len(values["count"]), 3, 4, 1), np.float32)

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        masks = np.zeros((len(values["count"]), 3, 4), np.bool_)
        for mask, count in zip(masks, values["count"].tolist(), strict=True):
            for x, y in [(0, 2), (3, 2), (3, 0)][:count]:
                mask[y, x] = True
        return masks


class Classed(Marked):
    """Masks of the classes of pixels."""

    @property
    def mask_names(self) -> tuple[str, ...]:
        return "sky", "sea"


def test_the_middle_of_a_mask_is_the_mean_of_its_pixels() -> None:
    found = Middles(Marked())({"count": np.array([1, 3])})
    np.testing.assert_allclose(found, [[0.5, 2.5], [6 / 3 + 0.5, 4 / 3 + 0.5]], rtol=1e-15)


def test_without_an_object_it_is_the_middle_of_the_image() -> None:
    assert Middles(Marked())({"count": np.array([0])}).tolist() == [[2.0, 1.5]]


def test_factors_and_masks_agree_where_the_frame_cuts_nothing() -> None:
    space = CircleSquare(height=11, width=14, extent=4)
    values = space.factor_values(np.arange(space.num_states))
    whole = (values["x"] >= 2) & (values["x"] < 12) & (values["y"] >= 2) & (values["y"] < 9)
    told, seen = (where(values)[whole] for where in (Factors(space, ("x", "y")), Middles(space)))
    np.testing.assert_allclose(told, seen, rtol=1e-15)
    assert told[0].tolist() == [2.5, 2.5]


@pytest.mark.parametrize(
    ("space", "names", "place", "message"),
    [
        (CircleSquare(), ("x", "z"), 1, "there is no factor 'z'; the factors are 'shape', 'x', 'y'"),
        (CircleSquare(), ("shape", "y"), 0, "factor 'shape' must hold pixels, from 0 to 27, got names"),
        (CircleSquare(height=9, width=12), ("y", "x"), 1, "factor 'x' must hold pixels, from 0 to 8, got 0 to 11"),
        (Marked(), ("u", "count"), 0, "factor 'u' must hold pixels, from 0 to 3, got -1 to 1"),
        (Marked(), ("count", "count"), 1, "factor 'count' must hold pixels, from 0 to 2, got 0 to 3"),
    ],
)
def test_factors_that_hold_no_pixels(space: ImageSpace, names: tuple[str, str], place: int, message: str) -> None:
    with pytest.raises(MisfitError, match=f"^{re.escape(message)}$") as refused:
        Factors(space, names)
    assert refused.value.path == ("place", place)


class Plain(Marked):
    """Without masks."""

    @property
    def has_masks(self) -> bool:
        return False


@pytest.mark.parametrize(("space", "found"), [(Plain(), "none"), (Classed(), "masks of pixels' classes")])
def test_masks_that_show_no_objects(space: ImageSpace, found: str) -> None:
    message = f"place 'mask' takes a space with masks of objects, got {found} of {space!r}"
    with pytest.raises(MisfitError, match=f"^{re.escape(message)}$") as refused:
        Middles(space)
    assert refused.value.path == ("place",)


def test_any_space_that_knows_its_objects_will_do() -> None:
    space = Polygons(states=2)
    found = Middles(space)(space.factor_values([0, 1]))
    np.testing.assert_allclose(found[1], [50, 50], atol=1)
