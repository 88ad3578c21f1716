"""Damaged files where pictures that can't be read are left out, and none are kept: a result, or an error, as ever."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from imagespaces.loaded import ADE20K, COCO, ImageFolder, ImageNet, LoadedSpace, Sun360, TinyImageNet, WebDataset
from tests.imagespaces.loaded.cases import FORMATS, encoded, noise
from tests.imagespaces.loaded.cases import write as put
from tests.imagespaces.loaded.mutations import LINUX, hammer
from tests.imagespaces.loaded.written import ade20k, coco, imagenet, sun360, tiny_imagenet, webdataset

pytestmark = LINUX
SIZE: Mapping[str, Any] = {"height": 12, "width": 16}


def write_folder(folder: Path) -> None:
    """A picture of each format in each of two classes."""
    for name, options in FORMATS.items():
        content = encoded(noise(20, 30), **options)
        put(folder, {f"{pet}/{name}.{options['format'].lower()}": content for pet in ("cats", "dogs")})


DATA_SETS: Mapping[str, tuple[Callable[[Path], object], type[LoadedSpace], Mapping[str, Any]]] = {
    "ade20k": (ade20k.write, ADE20K, SIZE),
    "coco": (coco.write, COCO, SIZE),
    "image_folder": (write_folder, ImageFolder, SIZE),
    "imagenet": (imagenet.write, ImageNet, SIZE),
    "sun360": (sun360.write_lists, Sun360, SIZE),
    "tiny_imagenet": (tiny_imagenet.write, TinyImageNet, {}),
    "webdataset": (webdataset.write, WebDataset, SIZE),
}


def hammered(name: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    write, kind, options = DATA_SETS[name]
    monkeypatch.setattr(kind, "bank_limit", 0)
    make: Any = kind

    def read(folder: Path) -> None:
        space = make(root=folder, on_error="skip", **options)
        space.instances([0, space.num_states - 1])

    tally = hammer(write, read, count=count, seed=2)
    assert tally.read > count // 10


@pytest.mark.parametrize("name", DATA_SETS)
def test_what_is_left_can_be_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hammered(name, 60, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("name", DATA_SETS)
def test_thousands_of_damaged_files_are_read_or_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hammered(name, 2_000, monkeypatch)
