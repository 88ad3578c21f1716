"""All laws, over examples of every space and over spaces that Hypothesis builds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import strategies as st
from PIL import Image

import imagespaces
from imagespaces import (
    CircleSquare,
    Digits,
    DoubleCircleSquare,
    ImageFolder,
    ImageSpace,
    Photos,
    Points,
    Polygons,
    Scene,
    SceneObject,
)
from imagespaces.factors import ExplicitSplit, RandomSplit
from imagespaces.generated.scenes import Distractors, Drawn, Hsv, OddOneOut
from imagespaces.loaded.relabelling import OnlyClasses
from imagespaces.testing import LAWS, Law, SpaceContract, check_space
from imagespaces.testing.strategies import KINDS, image_spaces
from imagespaces.transforms import Flip, Rotate, Scale, Shift
from tests.imagespaces.toys import Glyphs, Lone, Patient, Regions, Shades

EXAMPLES: dict[str, Callable[[], ImageSpace]] = {
    "ImageSpace": lambda: ImageSpace(3, 4, 3),
    "ImageSpace-uint8": lambda: ImageSpace(5, 2, 1, dtype="uint8"),
    "CircleSquare": CircleSquare,
    "CircleSquare-uint8": lambda: CircleSquare(height=15, width=15, dtype="uint8"),
    "CircleSquare-black-wide": lambda: CircleSquare(height=9, width=14, extent=4, gradient=False, stream=-3),
    "CircleSquare-least": lambda: CircleSquare(height=3, width=3, extent=2),
    "DoubleCircleSquare": DoubleCircleSquare,
    "DoubleCircleSquare-uint8": lambda: DoubleCircleSquare(height=8, width=5, extent=5, dtype="uint8"),
    "DoubleCircleSquare-black": lambda: DoubleCircleSquare(height=6, width=6, extent=2, gradient=False),
    "DoubleCircleSquare-least": lambda: DoubleCircleSquare(height=3, width=4, extent=2),
    "Digits": lambda: Digits(height=8, width=8),
    "Digits-of-two-classes": lambda: Digits(
        height=5,
        width=11,
        upsampling="nearest",
        classes=[OnlyClasses(["7", "1"])],
        partition=RandomSplit({"train": 0.5, "test": 0.5}),
        transforms=[Flip(), Rotate()],
        dtype="uint8",
        stream=3,
    ),
    "Photos": lambda: Photos(height=12, width=9),
    "Photos-gray": lambda: Photos(
        height=5,
        width=16,
        channels=1,
        photographs=["moon", "rocket", "coins"],
        scale=0.1,
        partition=RandomSplit({"train": 0.5, "test": 0.5}),
        transforms=[Flip()],
        dtype="uint8",
        stream=-1,
    ),
    "Points": lambda: Points(height=20, width=16, radius=3),
    "Points-all": lambda: Points(
        panels=[["x", "y"], ["u"]],
        height=32,
        width=64,
        radius=3,
        target={"x": 0.5, "y": -0.25},
        regions={"pit": {"x": (-1, 0), "y": (0.5, 1)}, "edge": {"u": (0.5, 1)}},
        grid=[4, 4, 3],
        deviation=(0.2, 0.4),
        correlation=(-0.9, 0.9),
        partition=ExplicitSplit({"held_out": {"x": (0.0, 0.5)}}, rest="rest"),
        stream=3,
    ),
    "Points-cells": lambda: Points(
        height=20,
        width=20,
        radius=2,
        grid=[3, 4],
        on_grid=True,
        regions={"goal": {"x": (0, 1)}},
        label="region",
        channels=1,
        dtype="uint8",
    ),
    "Polygons": lambda: Polygons(states=5, height=32, width=24, radius=10),
    "Polygons-several": lambda: Polygons(states=[2, 3], height=15, width=30, radius=6.5, channels=3, dtype="uint8"),
    "Polygons-posed": lambda: Polygons(
        states=3, height=40, width=40, radius=8, transforms=[Rotate(), Flip(), Scale(), Shift(quantum=2)]
    ),
    "Scene": lambda: Scene(height=24, width=20, objects={"a": SceneObject("circle", x=[-0.3, 0.3], y=[0.0, 0.2])}),
    "Scene-placed": lambda: Scene(
        objects={"a": SceneObject(["A", "star"], color=Hsv(Drawn(0, 360, "circular"))), "b": SceneObject("square")},
        distractors=Distractors(SceneObject(["ring", "cross"], size=0.2, texture="stripes"), [1, 3]),
        label="distractors",
        dtype="uint8",
        stream=5,
    ),
    "Scene-odd": lambda: Scene(
        height=16,
        width=48,
        objects={
            name: SceneObject(size=0.5, x=x, y=0, color=["red", "blue"])
            for name, x in (("left", -0.6), ("middle", 0), ("right", 0.6))
        },
        label=OddOneOut("color"),
        channels=1,
        partition=RandomSplit({"train": 0.5, "test": 0.5}, stream=1),
    ),
    "Scene-hidden": lambda: Scene(
        height=20,
        width=20,
        objects={name: SceneObject(size=0.5, depth=[0, 1], color=name) for name in ("red", "blue")},
        overlap=True,
        label="red.depth",
        transforms=[Scale((0.8, 1.2)), Rotate()],
    ),
    "without-end": Shades,
    "without-end-uint8": lambda: Shades(height=2, width=9, dtype="uint8", stream=2**70),
    "without-end-split": lambda: Shades(
        partition=ExplicitSplit({"held_out": {"tone": "dark", "shade": (0.25, 0.5)}}, rest="rest")
    ),
    "of-bytes": Glyphs,
    "of-bytes-split": lambda: Glyphs(partition=RandomSplit({"train": 0.5, "validate": 0.25, "test": 0.25})),
    "of-bytes-uint8": lambda: Glyphs(bright=7, dtype="uint8"),
    "of-bytes-made-ahead": Patient,
    "of-one": Lone,
    "of-regions": Regions,
    "of-regions-turned": lambda: Regions(transforms=(Scale((0.5, 2)), Rotate(), Flip()), dtype="uint8"),
}
FROM_FILES = {"ImageFolder"}
"""Spaces of what lies on a disk have tests of their own below."""


class TestExamples(SpaceContract):
    def spaces(self) -> dict[str, ImageSpace]:
        return {name: make() for name, make in EXAMPLES.items()}


class TestBuiltSpaces(SpaceContract):
    strategy = image_spaces(max_pixels=200)


class TestToys(SpaceContract):
    strategy = st.sampled_from([Shades, Glyphs]).map(lambda make: make())


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six pictures of two classes, of various sizes."""
    random = np.random.default_rng(0)
    root = tmp_path_factory.mktemp("pictures")
    for folder in ("cats", "dogs"):
        (root / folder).mkdir()
        for number in range(3):
            pixels = random.integers(0, 256, (6 + number, 9, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(root / folder / f"{number}.png")
    return root


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
@pytest.mark.parametrize("channels", [1, 3])
def test_pictures(pictures: Path, channels: int, dtype: str) -> None:
    check_space(ImageFolder(root=pictures, height=5, width=4, channels=channels, dtype=dtype))  # type: ignore[arg-type]


@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_pictures_without_classes(pictures: Path, dtype: str) -> None:
    check_space(ImageFolder(root=pictures / "cats", height=3, width=6, resize="squash", dtype=dtype))


def public_spaces() -> set[str]:
    found = {name: getattr(imagespaces, name) for name in imagespaces.__all__}
    return {name for name, kind in found.items() if isinstance(kind, type) and issubclass(kind, ImageSpace)}


def test_every_space_has_examples() -> None:
    """A space that is new to the library takes part: see EXAMPLES above."""
    assert public_spaces() - FROM_FILES == {type(make()).__name__ for make in EXAMPLES.values()} - {
        "Shades",
        "Glyphs",
        "Lone",
        "Patient",
        "Regions",
    }


def test_every_space_is_built() -> None:
    """A space that is new to the library takes part: see imagespaces.testing.strategies.KINDS."""
    kinds = {name.replace("_", "") for name in KINDS} | {"imagespace"}
    assert {name.lower() for name in public_spaces() - FROM_FILES} <= kinds


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.name)
def test_every_law_is_about_an_example(law: Law) -> None:
    assert any(law.applies(make()) for make in EXAMPLES.values())
