"""The scene parsing benchmark: pictures and maps in folders of their own, 150 classes, scenes in a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from imagespaces.loaded.ade20k.maps import BenchmarkMap
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import lines_of, wrong_line
from imagespaces.loaded.scanning import Scan

__all__ = ["Benchmark"]

CLASSES = 150
SCENES = "sceneCategories.txt"

Scenes: TypeAlias = dict[str, str]
"""The scene of each picture, by the picture's name less its ending."""


class Benchmark:
    """How ``ADEChallengeData2016.zip`` is laid out."""

    names_file = "objectInfo150.txt"
    scenes_file = SCENES
    homes = ("images",)
    expected_files = (
        "images/{training,validation}/*.jpg, annotations/{training,validation}/*.png, objectInfo150.txt and "
        "sceneCategories.txt"
    )
    map_kind = BenchmarkMap

    def folders(self, scan: Scan, home: str, *, maps: bool) -> Iterator[str]:  # noqa: ARG002 - for the other layout
        """Give the folders of a part: ``home`` and that of the maps."""
        yield home
        if maps:
            yield _of_maps(home)

    def map_of(self, picture: str) -> tuple[str, str]:
        """Give the folder and the name of the map of a picture."""
        folder, _, name = picture.rpartition("/")
        return _of_maps(folder), f"{name.rpartition('.')[0]}.png"

    def scene_of(self, picture: str, scenes: Scenes) -> str:
        """Give the scene that a picture shows.

        Raises:
            PictureError: If no line tells.
        """
        stem = picture.rpartition("/")[2].rpartition(".")[0]
        if stem not in scenes:
            raise PictureError(f"has no line in {SCENES!r}")
        return scenes[stem]

    def scenes(self, file: ListedFile | None) -> Scenes | None:
        """Give the scenes that the list tells: a line for each picture, its name, a blank and the scene.

        Raises:
            PictureError: If it can't be read, a line is another, or tells of a picture again.
        """
        if file is None:
            return None
        scenes: Scenes = {}
        for line in lines_of(file):
            name, _, scene = line.text.partition(" ")
            if not scene.strip() or name in scenes:
                raise wrong_line(file, line, line.text, "a picture that was not told before, a blank and its scene")
            scenes[name] = scene.strip()
        return scenes

    def names(self, file: ListedFile) -> tuple[str, ...]:
        """Give what the classes are called: a header, and rows of the number of a class, a tab, …, a tab, its names.

        Raises:
            PictureError: If it can't be read, or the classes are not 1 to 150.
        """
        names = []
        for number, line in enumerate(lines_of(file)):
            told, _, rest = line.text.partition("\t")
            if number and (told != str(number) or not rest):
                raise wrong_line(file, line, line.text, f"class {number}: its number, a tab, …, a tab, its names")
            names.append(rest.rpartition("\t")[2].strip())
        if len(names) != 1 + CLASSES:
            raise PictureError(f"{file.name!r} must have a header and {CLASSES} classes, got {len(names)} lines")
        return tuple(names[1:])


def _of_maps(folder: str) -> str:
    return f"annotations{folder.removeprefix('images')}"
