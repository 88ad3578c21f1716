"""Tasks made of folders of pictures."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from envspecs.build import build_space, make_vec_env
from envspecs.cli import folders
from envspecs.cli.failures import InputError
from envspecs.cli.folders import Album, folder_task
from envspecs.problems import SpecError
from envspecs.runs import run
from imagespaces import ImageFolder


def refusal(folder: str, changes: dict[str, object] | None = None) -> str:
    with pytest.raises(InputError) as caught:
        folder_task(folder, changes or {})
    assert caught.value.exit_code == 2
    return caught.value.message


@pytest.fixture
def flat(photos: Path) -> Path:
    """The pictures without their sub-folders."""
    for path in sorted(photos.rglob("*.png")):
        shutil.move(path, photos)
    for name in ("cats", "dogs"):
        (photos / name).rmdir()
    return photos


def test_sub_folders_are_classes(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec = folder_task(str(photos), {})
    assert spec.id == "photos"
    assert build_space(spec).class_names == ("cats", "dogs")
    assert capsys.readouterr().err == f"{photos}: 4 pictures of 2 classes, one for each sub-folder\n"


def test_without_sub_folders_each_picture_is_a_class(flat: Path, capsys: pytest.CaptureFixture[str]) -> None:
    space = build_space(folder_task(str(flat), {}))
    assert space.class_names == ("kitty", "pluto", "rex", "tom")
    assert space.labels([0, 1, 2, 3]).tolist() == [0, 1, 2, 3]
    told = "4 pictures without two sub-folders to be classes, so each picture is a class of its own"
    assert capsys.readouterr().err == f"{flat}: {told}\n"


def test_one_sub_folder_is_not_enough_for_classes(photos: Path) -> None:
    shutil.rmtree(photos / "dogs")
    assert build_space(folder_task(str(photos), {})).class_names == ("kitty", "tom")


def test_pictures_of_one_name_are_told_apart_by_the_whole_of_it(flat: Path) -> None:
    Image.open(flat / "tom.png").rotate(90).save(flat / "tom.jpg")
    assert build_space(folder_task(str(flat), {})).class_names == (
        "kitty.png",
        "pluto.png",
        "rex.png",
        "tom.jpg",
        "tom.png",
    )


@pytest.mark.parametrize("policy", ["ideal", "scan", "oracle", "random"])
def test_every_policy_acts_in_it(flat: Path, policy: str) -> None:
    assert run(folder_task(str(flat), {}), policy, episodes=3).episodes == 3


def test_an_album_is_a_space_like_any_other(flat: Path) -> None:
    album = build_space(folder_task(str(flat), {}))
    assert isinstance(album, Album)
    assert album == pickle.loads(pickle.dumps(album))  # noqa: S301 - our own
    assert album != ImageFolder(root=flat, height=128, width=128)
    assert np.array_equal(album.at(2).image, ImageFolder(root=flat, height=128, width=128).at(2).image)


def test_an_environment_of_an_album_can_be_pickled(flat: Path) -> None:
    envs = make_vec_env(2, spec=folder_task(str(flat), {}))
    envs.reset(seed=0)
    actions = envs.action_space.sample()
    again = pickle.loads(pickle.dumps(envs))  # noqa: S301 - our own
    assert np.array_equal(envs.step(actions)[0]["glimpse"], again.step(actions)[0]["glimpse"])


@pytest.mark.parametrize("name", ["my photos (2)", "Fotos_à_moi", "...", "üü"])
def test_any_name_of_a_folder_makes_an_id(photos: Path, name: str) -> None:
    moved = photos.rename(photos.parent / name)
    assert folder_task(str(moved), {}).id in {"my-photos-2", "Fotos_-_moi", "pictures"}


def test_changes_are_made(photos: Path) -> None:
    spec = folder_task(str(photos), {"space.height": 40, "space.channels": 1, "id": "Mine-v0"})
    assert spec.id == "Mine-v0"
    assert build_space(spec).shape == (40, 128, 1)


def test_changes_that_do_not_fit_are_refused(photos: Path) -> None:
    assert refusal(str(photos), {"space.height": 20}).startswith("sensor: larger than the image: found 32 × 32")


def test_a_folder_that_is_not_there_is_refused() -> None:
    assert refusal("nowhere") == "envspecs: no such folder: 'nowhere'"


def test_a_single_picture_is_no_task(flat: Path) -> None:
    for name in ("kitty", "rex", "pluto"):
        (flat / f"{name}.png").unlink()
    assert refusal(str(flat)) == (
        f"envspecs: {flat}: found 1 picture in 0 sub-folders, allowed are two sub-folders or more, a class each, or "
        "from 2 to 1000 pictures to be told apart one by one"
    )


def test_too_many_pictures_without_classes_are_no_task(flat: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_CLASSES", 3)
    assert "found 4 pictures in 0 sub-folders" in refusal(str(flat))


def test_a_broken_picture_is_named(photos: Path) -> None:
    (photos / "cats" / "tom.png").write_bytes(b"nothing")
    assert refusal(str(photos)).splitlines() == [
        (
            f"envspecs: {photos}: 1 of 4 pictures in '{photos}' cannot be read; mend or remove them, or leave them out "
            "(--set space.on_error=skip):"
        ),
        f"{photos}: 'cats/tom.png' begins with b'nothing', which no png, jpeg, webp, bmp or tiff does",
    ]
    assert build_space(folder_task(str(photos), {"space.on_error": "skip"})).size == 3


def test_a_change_to_another_kind_of_space_is_a_mistake(photos: Path) -> None:
    with pytest.raises((InputError, SpecError)):
        folder_task(str(photos), {"space.kind": "circle_square"})
