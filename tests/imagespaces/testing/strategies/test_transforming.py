from __future__ import annotations

import inspect
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imagespaces.transforms
from imagespaces.testing.strategies import TRANSFORMS, image_spaces, transforms
from imagespaces.testing.strategies.transforming import fitting_kinds
from imagespaces.transforms import Canvas, Flip, Geometric, Invert, Pipeline, Scale, Shift, Transform
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest

QUICK = settings(max_examples=30)


def concrete() -> set[str]:
    """Name the transforms that there are."""
    found = [getattr(imagespaces.transforms, name) for name in imagespaces.transforms.__all__]
    kinds = [each for each in found if isinstance(each, type) and issubclass(each, Transform)]
    return {kind.__name__.lower() for kind in kinds if not inspect.isabstract(kind) and kind is not Transform}


def test_every_transform_is_built() -> None:
    """A transform that is new to the library takes part: see imagespaces.testing.strategies.parameters."""
    assert {name.replace("_", "") for name in TRANSFORMS} == concrete()


@pytest.mark.parametrize("kind", TRANSFORMS)
@pytest.mark.parametrize("mild", [False, True])
@settings(max_examples=6)
@given(data=st.data())
def test_each_kind_fits_what_it_is_built_for(kind: str, mild: bool, data: st.DataObject) -> None:
    with_scale = [kind, "scale"] if kind == "shift" else [kind]
    some = data.draw(transforms(kinds=with_scale, channels=3, min_size=1, mild=mild))
    pipeline = Pipeline(some, Canvas(5, 6, 3, has_masks=True), None)
    images = np.linspace(0, 1, 90, dtype=np.float32).reshape(1, 5, 6, 3)
    values = {factor.name: factor.from_unit(np.array([0.3])) for factor in pipeline.factors} | {"row": np.zeros(1)}
    rendered = pipeline.render(images, values, lambda _: np.full((1, 5, 6), 0.5, np.float32))
    assert rendered.shape == (1, 5, 6, 3)
    assert 0 <= rendered.min() <= rendered.max() <= 1


@QUICK
@given(st.data(), st.sampled_from([1, 2, 3]), st.booleans(), st.booleans())
def test_transforms_fit_together(data: st.DataObject, channels: int, objects: bool, warped: bool) -> None:
    some = data.draw(transforms(channels=channels, objects=objects, warped=warped, max_size=4))
    assert len(some) <= 4
    Pipeline(some, Canvas(9, 7, channels, objects), None if warped else ("",))  # which refuses what does not fit


def test_transforms_are_few_at_first() -> None:
    assert smallest(transforms(), anything) == ()
    assert smallest(transforms(min_size=1), anything) == (Flip(probability=0.0, axes=("left_right",)),)
    assert smallest(transforms(kinds=["invert"], min_size=1), lambda some: some[0].probability > 0.25) == (Invert(1.0),)


def test_pictures_are_shifted_where_they_are_scaled() -> None:
    kinds = ["shift", "scale"]
    shifted = smallest(transforms(kinds=kinds), lambda some: any(isinstance(one, Shift) for one in some))
    assert {type(one) for one in shifted} == {Shift, Scale}
    assert smallest(transforms(kinds=["shift"], warped=False, min_size=1), anything)
    assert smallest(transforms(kinds=kinds, max_size=1, min_size=1), anything) == (Scale(2.0),)
    assert smallest(transforms(kinds=["shift"]), anything) == ()


@QUICK
@given(transforms(min_size=1, mild=True, channels=3))
def test_mild_transforms_draw_what_may_make_images_alike(some: tuple[Any, ...]) -> None:
    canvas = Canvas(9, 7, 3, has_masks=True)
    for one in some:
        if not isinstance(one, Geometric):
            assert Pipeline([one], canvas).factors


def test_another_kind_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in (Invert(0.75), Invert(0.25)):  # what was built before is not kept
        always = dict.fromkeys((False, True), st.just(one))  # mild or not
        monkeypatch.setitem(TRANSFORMS, "negative", always.__getitem__)
        assert smallest(transforms(kinds=["negative"], min_size=1), anything) == (one,)
    assert reachable(transforms(kinds=["negative", "flip"]), lambda some: len(some) == 2)
    photos = image_spaces(kinds=["photos"])
    monkeypatch.setitem(TRANSFORMS, "flip", lambda _mild: st.just(Flip(0.125)))
    assert reachable(photos, lambda space: Flip(0.125) in space.transforms)


def test_a_kind_named_twice_is_built_once() -> None:
    assert smallest(transforms(kinds=["invert", "invert"], min_size=1), anything) == (Invert(0.0),)


def test_fixed_parameters_are_built_too() -> None:
    assert reachable(transforms(kinds=["brightness"], min_size=1), lambda some: some[0].change == 0.0)
    assert reachable(transforms(kinds=["brightness"], min_size=1), lambda some: isinstance(some[0].change, tuple))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["hue"]}, "kinds must be among {gray}, which fit such images, got ['hue']"),
        (
            {"kinds": ["solid_background"], "objects": False},
            "kinds must be among {bare}, which fit such images, got ['solid_background']",
        ),
        (
            {"kinds": ["flip"], "min_size": 2},
            "there must be from 0 to 1 transforms at least, and no fewer at most, got from 2 to 3",
        ),
        (
            {"kinds": ["flip", "rotate"], "min_size": 2, "max_size": 1},
            "there must be from 0 to 2 transforms at least, and no fewer at most, got from 2 to 1",
        ),
    ],
)
def test_what_does_not_fit_is_refused(options: dict[str, Any], message: str) -> None:
    gray = [name for name in TRANSFORMS if name not in {"hue", "saturation"}]
    bare = [name for name in gray if not name.endswith("background")]
    expected = message.format(gray=", ".join(gray), bare=", ".join(bare))
    with pytest.raises(ValueError, match="^" + re.escape(expected) + "$"):
        transforms(**options)


@pytest.mark.parametrize("objects", [True, False])
def test_what_fits_gray_images_is_chosen_alike_for_coloured_ones(objects: bool) -> None:
    """So that one channel instead of three is a smaller example of the same."""
    gray, coloured = (fitting_kinds(channels, objects=objects) for channels in (1, 3))
    assert coloured[: len(gray)] == gray
    assert set(coloured[len(gray) :]) == {"hue", "saturation"}
