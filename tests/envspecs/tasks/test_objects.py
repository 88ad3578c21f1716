from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.tasks.objects import Classes, Layers, objects_of
from imagespaces import CircleSquare, DoubleCircleSquare, Finite, ImageSpace, Polygons, Scene, SceneObject
from imagespaces.generated.scenes import Distractors

BALL, BOX = SceneObject("circle", size=0.3), SceneObject("square", size=0.3)


class Pixels(ImageSpace):
    """Images of 2 × 3 pixels whose classes are their number, and one pixel without."""

    def __init__(self, *, count: int = 2, dtype: str = "float32", stream: int = 0, seed: int | None = None) -> None:
        self.count = count
        super().__init__(2, 3, 1, dtype=dtype, stream=stream, seed=seed, factors=(Finite("number", range(count)),))

    @property
    def mask_names(self) -> tuple[str, ...]:
        return ("sky", "sea", "sand")

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((len(values["number"]), 2, 3, 1), np.float32)

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.int16]:
        first = np.array([[[0, 2, 2], [0, -1, 2]]], np.int16)
        return np.where(values["number"][:, None, None] == 0, first, np.int16(1)).astype(np.int16)


def scene(**arguments: Any) -> Scene:
    return Scene(height=24, width=32, objects={"ball": BALL, "box": BOX}, **arguments)


def test_objects_of_scenes_have_their_names() -> None:
    space = scene()
    objects = objects_of(space)
    assert objects.names == ("ball", "box")
    indices = np.arange(40)
    sights, told = objects(indices), space.annotations(indices)
    assert sights.present.tolist() == told.present.tolist()
    for chosen in range(2):
        assert sights.of(np.full(40, chosen)).tolist() == told.masks[:, chosen].tolist()


def test_distractors_are_not_asked_for() -> None:
    space = scene(distractors=Distractors(SceneObject("cross", size=0.25), 1))
    objects = objects_of(space)
    assert objects.names == ("ball", "box")
    assert objects(np.arange(3)).present.shape == (3, 2)


def test_what_others_hide_is_not_seen() -> None:
    under = SceneObject("circle", size=0.2, x=0.0, y=0.0, depth=1.0)
    over = SceneObject("square", size=0.8, x=0.0, y=0.0, color=["red", "green"])
    space = Scene(height=20, width=20, objects={"under": under, "over": over}, overlap=True)
    seen = objects_of(space)(np.arange(2)).present
    assert seen.tolist() == [[False, True], [False, True]]


def test_pixels_have_the_names_of_their_classes() -> None:
    objects = objects_of(Pixels())
    assert objects.names == ("sky", "sea", "sand")
    sights = objects(np.array([0, 1, 0]))
    assert sights.present.tolist() == [[True, False, True], [False, True, False], [True, False, True]]
    found = sights.of(np.array([0, 1, 2])).astype(int)
    assert found.tolist() == [[[1, 0, 0], [1, 0, 0]], [[1] * 3] * 2, [[0, 1, 1], [0, 0, 1]]]


@pytest.mark.parametrize(
    "space", [CircleSquare(height=9, width=11, extent=4), DoubleCircleSquare(height=9, width=11, extent=2), Polygons()]
)
def test_what_has_no_names_is_one(space: ImageSpace) -> None:
    objects = objects_of(space)
    assert objects.names is None
    indices = np.arange(5)
    sights = objects(indices)
    assert sights.present.tolist() == [[True]] * 5
    masks = space.instances(indices).masks
    assert masks is not None
    assert sights.of(np.zeros(5, np.int64)).tolist() == masks.tolist()


def test_factors_may_tell_the_place() -> None:
    space = CircleSquare(height=9, width=11, extent=4)
    objects = objects_of(space, ("x", "y"))
    assert objects.names is None
    indices = np.array([2 * (5 + 11 * 3), 2 * (10 + 11 * 8)])
    rows, ys, xs = np.nonzero(objects(indices).of(np.zeros(2, np.int64)))
    assert (rows.tolist(), xs.tolist(), ys.tolist()) == ([0, 1], [5, 10], [3, 8])


def test_a_space_that_knows_nothing_is_refused() -> None:
    space = ImageSpace(4, 4, 1)
    message = f"what is to be found takes named objects, masks, or two factors as its place, got {space!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        objects_of(space)


def test_layers_and_classes_tell_the_same() -> None:
    classes = np.random.default_rng(0).integers(-1, 3, (4, 5, 6)).astype(np.int16)
    layers = Layers(np.stack([classes == each for each in range(3)], axis=1))
    chosen = np.array([2, 0, 1, 1])
    assert Classes(classes, 3).present.tolist() == layers.present.tolist()
    assert Classes(classes, 3).of(chosen).tolist() == layers.of(chosen).tolist()
