"""Specs beside the files that they name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import envspecs
from envspecs.build import build_space
from envspecs.looking import look
from envspecs.specs.task_spec import TaskSpec
from imagespaces.loaded.listing import SUFFIXES
from tests.imagespaces.loaded.cases import encoded, noise, write

PICTURE = encoded(noise(9, 11))
TASK = """\
envspec: 1
space:
  {kind: image_folder, root: photos, height: 9, width: 11}
sensor: {kind: glimpse, size: [3, 3], motion: {kind: relative}}
task: {kind: classification, loss: {kind: cross_entropy}}
"""

FEW = "too few classes for classification: found {}, allowed are 2 or more (one sub-folder per class in '{}')"

WAYS: dict[str, Callable[[TaskSpec], object]] = {"look": look, "make": TaskSpec.make, "make_vec": TaskSpec.make_vec}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def task(names: Iterable[str] = (), text: str = TASK) -> TaskSpec:
    """A task about a folder with some pictures."""
    Path("photos").mkdir()
    write(Path("photos"), dict.fromkeys(names, PICTURE))
    Path("task.yaml").write_text(text, encoding="utf-8")
    return envspecs.load("task.yaml")


def refusal(spec: TaskSpec, way: str) -> list[str]:
    with pytest.raises(envspecs.SpecError) as caught:
        WAYS[way](spec)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("names", "message"),
    [
        (
            ["1.png", "2.png"],
            FEW.format("none", "{root}"),
        ),
        (
            ["cats/1.png", "cats/2.png"],
            FEW.format("'cats'", "{root}"),
        ),
        (["1.png", "cats/1.png"], "pictures must lie all in sub-folders or none, got '1.png' and 'cats/1.png'"),
        (
            [],
            f"root must hold pictures ({', '.join(SUFFIXES)}), got '{{root}}' with none and 0 other files",
        ),
    ],
)
def test_folders_that_make_no_classes_are_refused_at_their_line(way: str, names: list[str], message: str) -> None:
    spec = task(names)
    assert refusal(spec, way) == [f"task.yaml:3:30: space.root: {message.format(root=str(Path('photos').absolute()))}"]


@pytest.mark.parametrize("way", ["make", "make_vec"])
def test_pictures_that_cannot_be_decoded_are_named_a_line_each_where_they_are_built(way: str) -> None:
    spec = task(["cats/1.png", "dogs/1.png"])
    for name in ("cats/2.png", "dogs/2.png"):
        Path("photos", name).write_bytes(b"")
    look(spec)
    found = f"2 of 4 pictures in {str(Path('photos').absolute())!r} cannot be read"
    assert refusal(spec, way) == [
        f"task.yaml:3:30: space.root: {found}; mend or remove them, or leave them out (on_error: skip):",
        "task.yaml:3:30: space.root: 'cats/2.png' is empty, with 0 bytes",
        "task.yaml:3:30: space.root: 'dogs/2.png' is empty, with 0 bytes",
    ]
    spec.override({"space.on_error": "skip"}).make()


@pytest.mark.parametrize("way", ["make", "make_vec"])
def test_classes_that_there_are_not_are_told_where_they_are_named(way: str) -> None:
    chosen = "    {kind: only_classes, classes: [cats, dosg]}"
    spec = task(["cats/1.png", "dogs/1.png"], TASK.replace("width: 11", f"width: 11, classes: [\n{chosen}]"))
    (line,) = refusal(spec, way)
    found = "a class must be one of 'cats', 'dogs', or 0 to 1, got 'dosg' (did you mean 'dogs'?)"
    assert line == f"task.yaml:4:5: space.classes[0]: {found}"


def test_classes_can_be_chosen_where_there_are_any() -> None:
    spec = task(["1.png", "2.png"], TASK.replace("width: 11", "width: 11, classes: [{kind: first_classes, count: 1}]"))
    (line,) = refusal(spec, "make")
    assert line.startswith("task.yaml:3:69: space.classes: classes can be chosen where there are any, got (")


def test_a_class_stays_though_all_its_pictures_are_left_out() -> None:
    """What a number means must not depend on which files are broken."""
    spec = task(["cats/1.png"], TASK.replace("width: 11", "width: 11, on_error: skip"))
    write(Path("photos"), {"dogs/1.png": b""})
    look(spec)
    space = build_space(spec)
    assert (space.size, space.class_names) == (1, ("cats", "dogs"))


def test_links_that_lead_out_are_found_without_reading() -> None:
    spec = task(["cats/1.png", "dogs/1.png"])
    write(Path("out"), {"1.png": PICTURE})
    Path("photos/dogs/2.png").symlink_to(Path("out/1.png").absolute())
    first, second = refusal(spec, "look")
    assert first.startswith("task.yaml:3:30: space.root: 1 of 3 pictures in ")
    assert second == (
        f"task.yaml:3:30: space.root: 'dogs/2.png' is a link to {str(Path('out/1.png').resolve())!r}, "
        f"allowed are links that stay inside of {str(Path('photos').resolve())!r}"
    )
    look(spec.override({"space.on_error": "skip"}))


def test_no_picture_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("imagespaces.loaded.files.ListedFile.read", lambda _: pytest.fail("a picture is read"))
    look(task(["cats/1.png", "dogs/1.png"]))


def test_variants_are_looked_at_once_each_at_their_line() -> None:
    text = TASK + "variants: [{flat: {space.root: flat}, small: {space.height: 3}}]\n"
    write(Path("flat"), {"1.png": PICTURE})
    spec = task(["cats/1.png", "dogs/1.png"], text)
    assert refusal(spec, "look") == ["task.yaml:6:32: space.root: " + FEW.format("none", Path("flat").absolute())]


def test_what_is_wrong_with_all_variants_is_told_once() -> None:
    spec = task(["1.png"], TASK + "variants: [{small: {space.height: 3}}]\n")
    assert len(refusal(spec, "look")) == 1


def test_spaces_within_spaces_are_looked_at() -> None:
    text = """\
envspec: 1
extends: CircleSquare-v0
variants: []
space:
  kind: concat
  label_from: left
  spaces:
    left: {kind: circle_square, height: 9, width: 9}
    right: {kind: image_folder, root: photos, height: 9, width: 9, channels: 1}
"""
    (line,) = refusal(task([], text), "look")
    assert line.startswith("task.yaml:9:39: space.spaces.right.root: root must hold pictures (")


def test_tasks_without_files_are_as_they_were() -> None:
    look(envspecs.load("CircleSquare-v0"))
    look(envspecs.load("Hue-v0"))
