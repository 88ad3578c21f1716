"""Spaces of pictures whose classes are made of others."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces import ImageFolder
from imagespaces.arguments import MisfitError
from imagespaces.loaded.relabelling import Binarize, Classed, FirstClasses, Merge, OnlyClasses, Relabelling, relabel
from imagespaces.testing import check_space
from tests.imagespaces.loaded.cases import encoded, noise, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Four pictures of each of three classes."""
    names = [f"{kind}/{number}.png" for kind in ("cat", "cow", "dog") for number in range(4)]
    return write(tmp_path / "farm", {name: encoded(noise(6, 8, seed=at)) for at, name in enumerate(names)})


def space(root: Path, *classes: Relabelling, **options: Any) -> ImageFolder:
    return ImageFolder(root=root, height=6, width=8, classes=classes, **options)


def classes_of(folder: ImageFolder) -> dict[str, int]:
    """The class of each file."""
    return dict(zip(folder.paths, folder.labels(range(folder.size or 0)).tolist(), strict=True))


@pytest.mark.parametrize(
    "relabelling",
    [
        FirstClasses(2),
        Merge({"pets": ["cat", "dog"]}, rest="keep"),
        Binarize("merge"),
        Binarize("select_two"),
        Binarize("random"),
    ],
    ids=repr,
)
def test_all_laws_of_spaces_hold(root: Path, relabelling: Relabelling) -> None:
    check_space(space(root, relabelling))


def test_one_is_made_of_what_came_of_the_other(root: Path) -> None:
    folder = space(root, Merge({"pets": ["cat", "dog"]}, rest="keep"), Binarize("merge", ["pets"]))
    assert folder.class_names == ("cow", "pets")
    assert {path[:3]: label for path, label in classes_of(folder).items()} == {"cat": 1, "cow": 0, "dog": 1}


def test_random_classes_stay_when_pictures_come_and_go(root: Path) -> None:
    before = classes_of(space(root, Binarize("random")))
    (root / "cat/1.png").unlink()
    write(root, {"cat/00.png": encoded(noise(6, 8, seed=99)), "cow/2.png": b""})
    after = classes_of(space(root, Binarize("random"), on_error="skip"))
    assert before.keys() - after.keys() == {"cat/1.png", "cow/2.png"}
    assert after.keys() - before.keys() == {"cat/00.png"}
    assert {path: after[path] for path in before.keys() & after.keys()} == {
        path: before[path] for path in before.keys() & after.keys()
    }
    assert set(before.values()) == {0, 1}


@pytest.mark.parametrize(
    ("relabellings", "message", "path"),
    [
        (
            [FirstClasses(2), OnlyClasses(["cat", "cwo"])],
            "a class must be one of 'cat', 'cow', or 0 to 1, got 'cwo' (did you mean 'cow'?)",
            ("classes", 1),
        ),
        ([FirstClasses(4)], "count must be from 1 to 3, the classes there are, got 4", ("classes", 0)),
    ],
)
def test_what_does_not_fit_is_told_with_its_place(
    root: Path, relabellings: list[Relabelling], message: str, path: tuple[str | int, ...]
) -> None:
    with pytest.raises(MisfitError) as caught:
        space(root, *relabellings)
    assert (str(caught.value), caught.value.path) == (message, path)
    copied = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - its own
    assert (str(copied), copied.path) == (message, path)


def test_a_picture_must_be_left() -> None:
    labels = np.array([0, 0, 1])
    with pytest.raises(MisfitError) as caught:
        relabel(Classed(labels, ("cat", "cow", "dog")), [FirstClasses(3), OnlyClasses(["dog"])])
    assert str(caught.value) == "classes must leave a picture, got none after OnlyClasses(classes=('dog',))"
    assert caught.value.path == ("classes", 1)
