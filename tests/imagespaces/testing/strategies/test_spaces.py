from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import CircleSquare, Digits, DoubleCircleSquare, ImageSpace, Photos, Scene
from imagespaces.combined import Concat, Grid, Mixture, Overlay, Subset
from imagespaces.generated import Polygons
from imagespaces.generated.points import Points
from imagespaces.testing import check_space
from imagespaces.testing.strategies import KINDS, Kind, image_spaces
from tests.imagespaces.testing.strategies.searching import anything, reachable, smallest
from tests.imagespaces.toys import Glyphs

CLASSES = {
    "all_images": ImageSpace,
    "circle_square": CircleSquare,
    "digits": Digits,
    "double_circle_square": DoubleCircleSquare,
    "photos": Photos,
    "points": Points,
    "polygons": Polygons,
    "scene": Scene,
    "subset": Subset,
    "mixture": Mixture,
    "overlay": Overlay,
    "concat": Concat,
    "grid": Grid,
}
SMALL = CircleSquare(height=3, width=3, extent=2, gradient=False)


# ----------------------------------------------------------------------------------------------------------------------
# Spaces
# ----------------------------------------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.data(), st.integers(1, 2000), st.sampled_from([None, "float32", "uint8"]))
def test_spaces_keep_to_what_is_asked_for(data: st.DataObject, max_pixels: int, dtype: str | None) -> None:
    space = data.draw(image_spaces(max_pixels=max_pixels, dtype=dtype))
    assert space.height * space.width <= max_pixels
    assert dtype in {None, space.dtype.name}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=20)
@given(data=st.data())
def test_a_kind_alone_down_to_its_smallest(kind: str, data: st.DataObject) -> None:
    least = KINDS[kind].least_pixels
    space = data.draw(image_spaces(kinds=[kind], max_pixels=least))
    assert type(space) is CLASSES[kind]
    assert space.height * space.width == least


def test_every_kind_is_known_here() -> None:
    assert KINDS.keys() == CLASSES.keys()


@pytest.mark.parametrize(
    ("kind", "simplest"),
    [
        ("all_images", ImageSpace(1, 1, 1)),
        ("circle_square", CircleSquare(height=3, width=3, extent=2, gradient=False)),
        ("double_circle_square", DoubleCircleSquare(height=3, width=4, extent=2, gradient=False)),
        ("photos", Photos(height=1, width=1, channels=1, photographs=["astronaut"], scale=0.5)),
        ("points", Points(height=13, width=13, radius=2, channels=1)),
        ("polygons", Polygons(states=[1], height=12, width=12, radius=5, antialias=False)),
        ("subset", Subset(space=SMALL, only_labels=("square",))),
        ("mixture", Mixture(spaces={"a": SMALL})),
        ("overlay", Overlay(front=SMALL, back=SMALL)),
        ("concat", Concat(spaces={"a": SMALL})),
        ("grid", Grid(spaces={"a": SMALL}, columns=1)),
    ],
)
def test_spaces_shrink_to_the_simplest(kind: str, simplest: ImageSpace) -> None:
    assert smallest(image_spaces(kinds=[kind]), anything) == simplest


def test_all_kinds_are_built() -> None:
    found = set()

    def complete(space: ImageSpace) -> bool:
        found.add(type(space))
        return found == set(CLASSES.values())

    assert reachable(image_spaces(max_pixels=400), complete)


def test_what_is_built_is_various() -> None:
    shapes = image_spaces(kinds=["circle_square"], max_pixels=400)
    assert reachable(shapes, lambda space: space.height > 2 * space.width)
    assert reachable(shapes, lambda space: space.width > 2 * space.height)
    assert reachable(shapes, lambda space: space.gradient and space.extent == 7)
    assert reachable(shapes, lambda space: space.extent == 2 * (min(space.shape[:2]) // 2))
    assert reachable(image_spaces(), lambda space: space.dtype == np.uint8)
    assert reachable(image_spaces(), lambda space: space.stream < -(2**32))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["circle"]}, "one or more of {all}, got ['circle']"),
        ({"kinds": []}, "one or more of {all}, got []"),
        (
            {"kinds": ["all_images", "polygons"], "max_pixels": 12},
            (
                "one or more of all_images, circle_square, digits, double_circle_square, photos, subset, mixture, "
                "overlay, concat, grid, got ['all_images', 'polygons']"
            ),
        ),
        ({"max_pixels": 0}, "one or more of none, got []"),
    ],
)
def test_kinds_that_cannot_be_built(options: dict[str, Any], message: str) -> None:
    expected = f"kinds must be of up to {options.get('max_pixels', 1024)} pixels {message.format(all=', '.join(KINDS))}"
    with pytest.raises(ValueError, match="^" + re.escape(expected) + "$"):
        image_spaces(**options)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"all_images"}))
@settings(max_examples=15)
@given(data=st.data())
def test_spaces_have_classes_where_they_are_asked_for(kind: str, data: st.DataObject) -> None:
    assert (data.draw(image_spaces(kinds=[kind], labelled=True)).num_classes or 0) > 1


def test_kinds_that_never_have_classes_are_refused_where_they_are_asked_for() -> None:
    message = r"^with labelled=True a kind must have spaces with two classes or more, got \['all_images'\]$"
    with pytest.raises(ValueError, match=message):
        image_spaces(kinds=["all_images"], labelled=True)
    assert reachable(image_spaces(kinds=["all_images", "digits"], labelled=True), anything)


def test_kinds_that_know_nothing_of_classes_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    build = Kind(1, lambda options: st.sampled_from([ImageSpace(1, 1, 1), SMALL]))
    monkeypatch.setitem(KINDS, "either", build)
    assert smallest(image_spaces(kinds=["either"]), anything) == ImageSpace(1, 1, 1)
    assert smallest(image_spaces(kinds=["either"], labelled=True), anything) == SMALL


@pytest.mark.parametrize("kind", ["digits", "photos", "points", "polygons", "scene"])
def test_some_spaces_are_transformed_and_some_divided(kind: str) -> None:
    spaces = image_spaces(kinds=[kind])
    assert reachable(spaces, lambda space: len(space.transforms) == 2)
    assert reachable(spaces, lambda space: space.partition is not None)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        ("concat", lambda space: space.axis == "channels" and len(space.spaces) == 2),
        ("concat", lambda space: space.partition is None and "train" in space.splits),
        ("concat", lambda space: space.label_from == "b"),
        ("grid", lambda space: space.columns == 2 and len(space.spaces) == 1),
        ("mixture", lambda space: len(space.spaces) == 3 and space.label_from == "component"),
        ("overlay", lambda space: isinstance(space.front, Polygons) and space.transforms),
        ("subset", lambda space: space.only_labels is not None and space.partition is not None),
        ("subset", lambda space: space.only_states is not None and len(space.only_states) == 4),
    ],
)
def test_spaces_of_spaces_are_various(kind: str, wanted: Callable[[Any], bool]) -> None:
    assert reachable(image_spaces(kinds=[kind]), wanted)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=100)
@given(data=st.data())
def test_all_laws_hold_of_each_kind(kind: str, data: st.DataObject) -> None:
    check_space(data.draw(image_spaces(kinds=[kind], max_pixels=600)))


def test_types_that_cannot_be_built() -> None:
    with pytest.raises(ValueError, match=r"^dtype must be one of float32, uint8, got float64$"):
        image_spaces(dtype="float64")


def test_another_kind_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    build = Kind(4, lambda options: st.builds(Glyphs, dtype=options.dtypes, stream=options.streams))
    monkeypatch.setitem(KINDS, "glyphs", build)
    assert smallest(image_spaces(kinds=["glyphs"], dtype="uint8"), anything) == Glyphs(dtype="uint8")
    assert reachable(image_spaces(), lambda space: type(space) is Glyphs)


MISSING = """
import importlib, sys
sys.modules["hypothesis"] = None
import imagespaces.testing, envspecs.testing, imagespaces
for module in ("imagespaces.testing.strategies", "imagespaces.testing.profiles", "envspecs.testing.strategies"):
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        print(error)
try:
    imagespaces.CircleSquare().strategy()
except ModuleNotFoundError as error:
    print(error)
"""
ROOT = Path(__file__).parents[4]


def test_without_hypothesis_the_extra_is_named() -> None:
    run = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=True)
    whose = ["imagespaces.testing.strategies", "imagespaces.testing.profiles", "envspecs.testing.strategies"]
    assert run.stdout.splitlines() == [
        f"{module} needs hypothesis, got none: pip install 'imagespaces[testing]'" for module in [*whose, whose[0]]
    ]


def test_the_extra_that_is_named_brings_hypothesis_alone() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    (needed,) = extras["testing"]
    assert needed.startswith("hypothesis>=")
    assert any("testing" in line for line in extras["test"] if line.startswith("imagespaces["))
