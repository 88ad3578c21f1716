"""What ADE20K's directories hold, in either of their layouts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias, cast

import numpy as np

from imagespaces.loaded.ade20k.benchmark import Benchmark
from imagespaces.loaded.ade20k.full import Full
from imagespaces.loaded.class_maps import MappedPicture
from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.records import Records, Source, Sources
from imagespaces.loaded.roots import missing
from imagespaces.loaded.scanning import Scan, TableListing

__all__ = ["ADE20KFormat", "Annotations"]

Annotations: TypeAlias = Literal["150", "objects"]
"""Which classes pixels are of: the 150 of the benchmark, or all objects of the full data set."""

FOLDERS = {"train": "training", "val": "validation"}


@dataclass(frozen=True)
class ADE20KFormat:
    """A directory of the benchmark or of the full data set.

    Attributes:
        annotations: Which of them.
        masks: Whether the classes of pixels are read.
    """

    annotations: Annotations = "150"
    masks: bool = True

    part_names = ("train", "val")
    native_shape = (None, None, 3)
    source_page = "https://ade20k.csail.mit.edu"

    @property
    def layout(self) -> Benchmark | Full:
        """How the directory is laid out."""
        return Benchmark() if self.annotations == "150" else Full()

    @property
    def folder(self) -> str:
        """``ade20k/150`` or ``ade20k/objects``."""
        return f"ade20k/{self.annotations}"

    @property
    def expected_files(self) -> str:
        """What lies in the directory."""
        return self.layout.expected_files

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the pictures, their maps and what tells of them.

        Raises:
            MissingDataError: If a file or folder is not there.
            ValueError: If one is not what it should be.
        """
        scan, layout = Scan(root), self.layout
        if self.masks and not scan.text(layout.names_file, layout.names_file):
            raise missing(self, f"no {layout.names_file!r} in {root!r}")
        if layout.scenes_file:
            scan.text(layout.scenes_file, layout.scenes_file)
        for part in parts:
            homes = [f"{home}/{FOLDERS[part]}" for home in layout.homes]
            home = next(filter(scan.has, homes), homes[-1])
            for folder in layout.folders(scan, home, maps=self.masks):
                if not scan.has(folder):
                    raise missing(self, f"no folder {folder!r} in {root!r}")
                scan.pictures(folder)
        return scan.listing()

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:
        """Tell which pictures show which scenes, and where the classes of their pixels are.

        Raises:
            MissingDataError: If a part has no picture.
            PictureError: If a text file is not what it should be.
        """
        reader = _Reader(self, cast("TableListing", listing))
        for part in parts:
            if not reader.add(part):
                raise missing(self, f"no picture in 'images/{FOLDERS[part]}' in {root!r}")
        return reader.records()


class _Pair(NamedTuple):
    """A picture and what belongs to it.

    Attributes:
        picture: Its number among all files.
        map: That of the map of its pixels' classes, or None.
        scene: What it shows, or None.
    """

    picture: int
    map: int | None
    scene: str | None


class _Reader:
    """Puts together pictures, maps and scenes."""

    def __init__(self, told: ADE20KFormat, listing: TableListing) -> None:
        self._layout, self._files = told.layout, listing.files
        self._folders = {folder: place for place, folder in enumerate(self._files.folders)}
        names = listing.text(self._layout.names_file) if told.masks else None
        self._mask_names = None if names is None else self._layout.names(names)
        self._scenes = self._layout.scenes(listing.text(self._layout.scenes_file))
        self._faults = list(listing.faults)
        self._pairs: list[_Pair] = []
        self._parts: dict[str, int] = {}

    def add(self, part: str) -> int:
        """Add the pictures of a part, and give how many there are, also of those that do not have what they need."""
        before, pictures = len(self._pairs), self._pictures(part)
        for number in pictures:
            name = self._files.name(number)
            try:
                self._pairs.append(_Pair(number, self._map(name), self._scene(name)))
            except PictureError as error:
                self._faults.append(Fault(name, str(error)))
        self._parts[part] = len(self._pairs) - before
        return len(pictures)

    def _pictures(self, part: str) -> list[int]:
        """Give the numbers of the pictures of a part."""
        homes = tuple(f"{home}/{FOLDERS[part]}/" for home in self._layout.homes)
        return [
            number
            for folder, place in self._folders.items()
            if f"{folder}/".startswith(homes)
            for number in range(*self._files.ends[place : place + 2].tolist())
            if self._files.name(number).lower().endswith((".jpg", ".jpeg"))
        ]

    def _map(self, picture: str) -> int | None:
        if self._mask_names is None:
            return None
        folder, name = self._layout.map_of(picture)
        number = self._files.find(self._folders[folder], name)
        if number is None:
            raise PictureError(f"has no mask, which would be '{folder}/{name}'")
        return number

    def _scene(self, picture: str) -> str | None:
        return None if self._scenes is None else self._layout.scene_of(picture, self._scenes)

    def records(self) -> Records:
        """Give what was put together."""
        told = {pair.scene for pair in self._pairs if pair.scene is not None} | set((self._scenes or {}).values())
        codes = {scene: code for code, scene in enumerate(sorted(told))}
        known = self._scenes is not None
        return Records(
            Sources(len(self._pairs), self._source),
            parts=self._parts,
            labels=np.array([codes[pair.scene or ""] for pair in self._pairs], np.int64) if known else None,
            class_names=tuple(codes) if known else None,
            mask_names=self._mask_names,
            faults=tuple(self._faults),
        )

    def _source(self, number: int) -> Source:
        pair = self._pairs[number]
        picture = self._files.file(pair.picture)
        if pair.map is None:
            return picture
        return MappedPicture(picture, self._layout.map_kind(self._files.file(pair.map), len(self._mask_names or ())))
