"""The full data set: scenes are folders, every picture has its map beside it, and objects are called in a list."""

from __future__ import annotations

from collections.abc import Iterator

from imagespaces.loaded.ade20k.maps import ObjectMap
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import MAX_TEXT_BYTES
from imagespaces.loaded.scanning import Scan

__all__ = ["Full"]


class Full:
    """How ``ADE20K_2021_17_01.zip`` is laid out, and ``ADE20K_2016_07_26.zip`` but for the list of objects."""

    names_file = "objects.txt"
    scenes_file = ""
    homes = ("images/ADE", "images")
    expected_files = "images/{training,validation}/*/<scene>/*.jpg, each with its *_seg.png, and objects.txt"
    map_kind = ObjectMap

    def folders(self, scan: Scan, home: str, *, maps: bool) -> Iterator[str]:
        """Give the folders of a part but for those of single pictures, which hold a mask of each object."""
        yield home
        for inner in scan.subfolders(home):
            if not inner.rpartition("/")[2].startswith("ADE_"):
                yield from self.folders(scan, inner, maps=maps)

    def map_of(self, picture: str) -> tuple[str, str]:
        """Give the folder and the name of the map of a picture."""
        folder, _, name = picture.rpartition("/")
        return folder, f"{name.rpartition('.')[0]}_seg.png"

    def scene_of(self, picture: str, scenes: dict[str, str]) -> str:  # noqa: ARG002 - folders tell
        """Give the scene that a picture shows: the folders that it lies in, less the outermost, which groups scenes.

        Raises:
            PictureError: If it lies in none.
        """
        home = next(home for home in self.homes if picture.startswith(f"{home}/"))
        _, *folders, _ = picture.removeprefix(f"{home}/").split("/")
        if not folders:
            raise PictureError(f"lies in {picture.rpartition('/')[0]!r} itself, allowed are its folders of scenes")
        return "/".join(folders[1:] or folders)

    def scenes(self, file: ListedFile | None) -> dict[str, str] | None:  # noqa: ARG002 - folders tell
        """Give what a list tells, which is nothing."""
        return {}

    def names(self, file: ListedFile) -> tuple[str, ...]:
        """Give what the objects are called: a header, and rows that begin with the name and perhaps a tab, in Latin 1.

        Raises:
            PictureError: If it can't be read, or there are none, or more than pixels can tell apart.
        """
        if file.size > MAX_TEXT_BYTES:
            raise PictureError(f"{file.name!r} takes {file.size} bytes, allowed are up to {MAX_TEXT_BYTES}")
        try:
            rows = file.read().decode("latin-1").split("\n")
        except PictureError as error:
            raise PictureError(f"{file.name!r} {error}") from error
        names = tuple(row.partition("\t")[0].strip() for row in rows[1:] if row.strip())
        if not 0 < len(names) <= ObjectMap.most:
            raise PictureError(f"{file.name!r} must have a header and 1 to {ObjectMap.most} objects, got {len(names)}")
        return names
