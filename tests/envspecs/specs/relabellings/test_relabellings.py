"""Specs of other classes than those of a data set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imagespaces.loaded.relabelling import Binarize, FirstClasses, Merge, OnlyClasses
from tests.envspecs.specs.spaces.cases import built, errors_of


@pytest.fixture
def farm(tmp_path: Path) -> dict[str, Any]:
    """A picture of each of three classes."""
    for number, name in enumerate(("cat", "cow", "dog")):
        (tmp_path / name).mkdir()
        Image.new("L", (4, 4), 50 * number).save(tmp_path / name / "0.png")
    return {"kind": "image_folder", "root": str(tmp_path), "height": 4, "width": 4}


@pytest.mark.parametrize(
    ("fields", "runtime", "names"),
    [
        ({"kind": "only_classes", "classes": ["dog", 0]}, OnlyClasses(("dog", 0)), ("dog", "cat")),
        ({"kind": "first_classes", "count": 2}, FirstClasses(2), ("cat", "cow")),
        ({"kind": "merge", "classes": {"pet": ["cat", 2]}}, Merge({"pet": ("cat", 2)}), ("pet",)),
        (
            {"kind": "merge", "classes": {"a b": [0]}, "rest": "keep"},
            Merge({"a b": (0,)}, "keep"),
            ("a b", "cow", "dog"),
        ),
        ({"kind": "binarize", "method": "merge"}, Binarize("merge"), ("dog", "cat + cow")),
        ({"kind": "binarize", "method": "merge", "classes": [1]}, Binarize("merge", (1,)), ("cat + dog", "cow")),
        (
            {"kind": "binarize", "method": "select_two", "classes": ["dog", 1]},
            Binarize("select_two", ("dog", 1)),
            ("dog", "cow"),
        ),
        ({"kind": "binarize", "method": "random", "stream": 3}, Binarize("random", stream=3), ("0", "1")),
    ],
    ids=str,
)
def test_the_space_has_the_classes_of_the_spec(
    farm: dict[str, Any], fields: dict[str, Any], runtime: object, names: tuple[str, ...]
) -> None:
    space: Any = built(farm | {"classes": [fields]})
    assert space.classes == (runtime,)
    assert space.class_names == names


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (
            {"kind": "first_classes", "count": 0},
            "space.classes[0].count: out of range: found 0, allowed is an integer from 1 to 2147483648 (classes)",
        ),
        ({"kind": "merge", "classes": {}}, "space.classes[0].classes"),
        ({"kind": "merge", "classes": {"a": []}}, "space.classes[0].classes.a"),
        ({"kind": "merge", "classes": {"a": ["b", "b"]}}, "an item twice: found 'b' twice, allowed is each once"),
        ({"kind": "merge", "classes": {" a": ["b"]}}, "space.classes[0].classes"),
        (
            {"kind": "binarize", "method": "select_two", "classes": ["cat"]},
            "space.classes[0].classes: number of classes: found 1, allowed is two for select_two",
        ),
        (
            {"kind": "binarize", "method": "random", "classes": ["cat"]},
            "space.classes[0].classes: number of classes: found 1, allowed is left out for random",
        ),
        ({"kind": "binarize"}, "space.classes[0].method: missing, allowed is 'merge', 'select_two' or 'random'"),
    ],
    ids=str,
)
def test_what_is_not_allowed_is_refused(farm: dict[str, Any], fields: dict[str, Any], message: str) -> None:
    assert message in errors_of(farm | {"classes": [fields]})
