from __future__ import annotations

import math
import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from imagespaces import CircleSquare, Digits, DoubleCircleSquare, Finite, ImageSpace, Interval, Photos, Scene
from imagespaces.factors import RandomSplit
from imagespaces.generated import Polygons
from imagespaces.generated.points import Points
from imagespaces.pixels import convert
from imagespaces.testing.strategies import (
    KINDS,
    Kind,
    factor_values,
    image_spaces,
    index_lists,
    indices,
    instances,
    seeds,
    sizes,
    values_of,
)
from tests.imagespaces.toys import Glyphs, Lone, Shades

QUICK = settings(
    max_examples=300,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
)


def smallest(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    return find(strategy, wanted, settings=QUICK)


def anything(_example: object) -> bool:
    return True


CLASSES = {
    "all_images": ImageSpace,
    "circle_square": CircleSquare,
    "digits": Digits,
    "double_circle_square": DoubleCircleSquare,
    "photos": Photos,
    "points": Points,
    "polygons": Polygons,
    "scene": Scene,
}


# ----------------------------------------------------------------------------------------------------------------------
# Spaces
# ----------------------------------------------------------------------------------------------------------------------


@given(st.data(), st.integers(1, 2000), st.sampled_from([None, "float32", "uint8"]))
def test_spaces_keep_to_what_is_asked_for(data: st.DataObject, max_pixels: int, dtype: str | None) -> None:
    space = data.draw(image_spaces(max_pixels=max_pixels, dtype=dtype))
    assert space.height * space.width <= max_pixels
    assert dtype in {None, space.dtype.name}


@pytest.mark.parametrize("kind", KINDS)
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
    ],
)
def test_spaces_shrink_to_the_simplest(kind: str, simplest: ImageSpace) -> None:
    assert smallest(image_spaces(kinds=[kind]), anything) == simplest


def reachable(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> bool:
    find(strategy, wanted, settings=QUICK)  # raises NoSuchExample
    return True


def of_kind(kind: type) -> Callable[[ImageSpace], bool]:
    return lambda space: type(space) is kind


def test_what_is_built_is_various() -> None:
    shapes = image_spaces(kinds=["circle_square"], max_pixels=400)
    assert reachable(shapes, lambda space: space.height > 2 * space.width)
    assert reachable(shapes, lambda space: space.width > 2 * space.height)
    assert reachable(shapes, lambda space: space.gradient and space.extent == 7)
    assert reachable(shapes, lambda space: space.extent == 2 * (min(space.shape[:2]) // 2))
    assert reachable(image_spaces(), lambda space: space.dtype == np.uint8)
    assert reachable(image_spaces(), lambda space: space.stream < -(2**32))
    for kind in CLASSES.values():
        assert reachable(image_spaces(), of_kind(kind))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"kinds": ["circle"]}, "one or more of {all}, got ['circle']"),
        ({"kinds": []}, "one or more of {all}, got []"),
        (
            {"kinds": ["all_images", "polygons"], "max_pixels": 12},
            (
                "one or more of all_images, circle_square, digits, double_circle_square, photos, "
                "got ['all_images', 'polygons']"
            ),
        ),
        ({"max_pixels": 0}, "one or more of none, got []"),
    ],
)
def test_kinds_that_cannot_be_built(options: dict[str, Any], message: str) -> None:
    expected = f"kinds must be of up to {options.get('max_pixels', 1024)} pixels {message.format(all=', '.join(KINDS))}"
    with pytest.raises(ValueError, match="^" + re.escape(expected) + "$"):
        image_spaces(**options)


def test_types_that_cannot_be_built() -> None:
    with pytest.raises(ValueError, match=r"^dtype must be one of float32, uint8, got float64$"):
        image_spaces(dtype="float64")


def test_another_kind_takes_part(monkeypatch: pytest.MonkeyPatch) -> None:
    build = Kind(4, lambda options: st.builds(Glyphs, dtype=options.dtypes, stream=options.streams))
    monkeypatch.setitem(KINDS, "glyphs", build)
    assert smallest(image_spaces(kinds=["glyphs"], dtype="uint8"), anything) == Glyphs(dtype="uint8")
    assert reachable(image_spaces(), lambda space: type(space) is Glyphs)


@given(st.data(), st.integers(1, 9), st.integers(1, 9), st.integers(0, 200))
def test_sizes_keep_to_their_limits(data: st.DataObject, least: int, least_longer: int, more: int) -> None:
    most = least * max(least, least_longer) + more
    height, width = data.draw(sizes(most, least=least, least_longer=least_longer))
    assert min(height, width) >= least
    assert max(height, width) >= least_longer
    assert height * width <= most


# ----------------------------------------------------------------------------------------------------------------------
# What belongs to a space
# ----------------------------------------------------------------------------------------------------------------------

SPACES = [Lone(), Glyphs(), Shades(), CircleSquare(height=9, width=9), DoubleCircleSquare()]


@pytest.mark.parametrize("space", SPACES, ids=lambda space: type(space).__name__)
@given(data=st.data())
def test_indices_have_instances(space: ImageSpace, data: st.DataObject) -> None:
    index = data.draw(indices(space))
    assert type(index) is int
    assert space.at(index).index == index
    several = data.draw(index_lists(space, max_size=3))
    assert 1 <= len(several) <= 3
    assert len(space.instances(several)) == len(several)
    assert data.draw(instances(space)).image in space


def test_indices_reach_both_ends() -> None:
    assert smallest(indices(Glyphs()), anything) == 0
    assert smallest(indices(Glyphs()), lambda index: index > 14) == 15
    assert smallest(indices(Shades()), lambda index: index == 2**63 - 1) == 2**63 - 1


@given(st.data())
def test_indices_of_a_split(data: st.DataObject) -> None:
    space = Glyphs(partition=RandomSplit({"train": 0.5, "test": 0.5}))
    for name in space.splits:
        assert space.split(name).contains([data.draw(indices(space, split=name))]).all()
        assert space.split(name).contains([data.draw(instances(space, split=name)).index]).all()


@pytest.mark.parametrize("space", SPACES, ids=lambda space: type(space).__name__)
@given(data=st.data())
def test_factor_values_can_be_rendered(space: ImageSpace, data: st.DataObject) -> None:
    values = data.draw(factor_values(space))
    assert values.keys() == space.factors.keys()
    for name, value in values.items():
        assert space.factors[name].contains([value]).all()
    (image,) = convert(space.render({name: np.array([value]) for name, value in values.items()}), space.dtype)
    assert image in space


@given(st.data())
def test_factor_values_of_two_shapes_are_those_of_a_state(data: st.DataObject) -> None:
    space = DoubleCircleSquare(height=6, width=6, extent=4)
    values = data.draw(factor_values(space))
    (state,) = space.domain.states({name: [value] for name, value in values.items()})
    assert space.at(int(state)).factors == values


@pytest.mark.parametrize(
    "factor",
    [
        Finite("shape", ("square", "circle")),
        Finite("size", (0.5, 1.5)),
        Interval("angle", 0, 360, "circular"),
        Interval("area", 1, 100, "log"),
        Interval("count", -3, 3, "integer"),
    ],
    ids=lambda factor: factor.name,
)
@given(data=st.data())
def test_values_are_of_their_factor(factor: Finite | Interval, data: st.DataObject) -> None:
    assert factor.contains([data.draw(values_of(factor))]).all()


def test_values_reach_all_that_there_is() -> None:
    count = Interval("count", -3, 3, "integer")
    for value in range(-3, 3):
        assert smallest(values_of(count), value.__eq__) == value
    assert smallest(values_of(Finite("shape", ("square", "circle"))), lambda code: code != 0) == 1
    below = math.nextafter(360.0, 0.0)
    assert smallest(values_of(Interval("angle", 0, 360)), lambda angle: angle == below) == below


def test_seeds_begin_at_0() -> None:
    assert smallest(seeds(), anything) == 0
    assert smallest(seeds(), lambda seed: seed > 2**31) == 2**31 + 1


MISSING = """
import sys
sys.modules["hypothesis"] = None
import imagespaces.testing
try:
    import imagespaces.testing.strategies
except ModuleNotFoundError as error:
    print(error)
"""


def test_without_hypothesis_the_extra_is_named() -> None:
    run = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=True)
    message = "imagespaces.testing.strategies needs hypothesis, got none: pip install 'imagespaces[test]'\n"
    assert run.stdout == message
