"""The text files that tell of ImageNet's classes and of what the pictures to validate show.

Each says the same in another way; there is no format that all have.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import Line, lines_of, text_of, wrong_line
from imagespaces.loaded.scanning import TableListing
from imagespaces.loaded.synsets import MAX_CLASSES, names_of_classes, words_of

__all__ = ["LABELS", "NAMES", "Told", "class_ids", "class_names", "labels_told"]

_KITS = ("", "ILSVRC2012_devkit_t12/data/", "ILSVRC/devkit/data/")

TRUTH = "ILSVRC2012_validation_ground_truth.txt"

LABELS: Mapping[str, tuple[str, ...]] = {
    "val.txt": ("val.txt",),
    "LOC_val_solution.csv": ("LOC_val_solution.csv",),
    TRUTH: tuple(f"{kit}{TRUTH}" for kit in _KITS),
}
"""Files that say of which classes the pictures to validate are, the first counts, and where each may lie."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "words": ("LOC_synset_mapping.txt", "synset_words.txt", "words.txt"),
    "index": ("imagenet_class_index.json",),
    "numbers": tuple(f"{kit}map_clsloc.txt" for kit in _KITS),
}
"""Files that say what classes are called, and where each may lie."""


class Told(NamedTuple):
    """What a line says of a picture.

    Attributes:
        line: The line.
        path: The path of the picture.
        label: Its class.
    """

    line: Line
    path: str
    label: int


Reader: TypeAlias = Callable[[ListedFile, TableListing, Mapping[str, int]], Iterator[Told]]


def class_ids(listing: TableListing) -> list[str]:
    """Give the ids of the classes, sorted: their folders, or where there are none the ids in the file of names.

    Raises:
        PictureError: If nothing tells, or there are too many.
    """
    for part in ("train", "val"):
        folders = [name.split("/")[-1] for name in listing.classes if name.split("/")[-2] == part]
        if folders:
            return sorted(folders)
    words, index = listing.text("words"), listing.text("index")
    if words is not None:
        ids = sorted({line.text.split()[0] for line in lines_of(words)})
    elif index is not None:
        ids = sorted(_index(index))
    else:
        raise PictureError("classes must be told by folders in 'train' or by 'LOC_synset_mapping.txt', got neither")
    if len(ids) > MAX_CLASSES:
        raise PictureError(f"{(words or index).name!r} must name up to {MAX_CLASSES} classes, got {len(ids)}")  # type: ignore[union-attr]
    return ids


def class_names(listing: TableListing, ids: Sequence[str]) -> tuple[str, ...]:
    """Give what the classes are called.

    Raises:
        PictureError: If the file that tells is not what it should be.
    """
    words, index = listing.text("words"), listing.text("index")
    if words is not None:
        return names_of_classes(ids, words_of(words, ids))
    return names_of_classes(ids, {} if index is None else _index(index))


def _index(file: ListedFile) -> dict[str, str]:
    """Read ``{"0": ["n01440764", "tench"], …}``."""
    try:
        found = json.loads(text_of(file))
    except (ValueError, RecursionError) as error:
        if isinstance(error, PictureError):
            raise
        raise PictureError(f"{file.name!r} must be JSON, got {error}") from error
    rows = found.values() if isinstance(found, dict) else [found]
    for row in rows:
        if not (isinstance(row, list) and len(row) == 2 and all(isinstance(each, str) for each in row)):
            raise PictureError(f"{file.name!r} must map numbers to pairs of id and name, got {str(row)[:80]!r}")
    return {row[0]: row[1].replace("_", " ") for row in rows}


def labels_told(listing: TableListing, ids: Sequence[str]) -> tuple[ListedFile, Iterator[Told]]:
    """Give the list of the pictures to validate, and what it says, line by line.

    Raises:
        PictureError: While lines are read, if one is not what it should be.
    """
    classes = {each: number for number, each in enumerate(ids)}
    file, read = next((file, _READERS[name]) for name, file in listing.texts if name in _READERS)
    return file, read(file, listing, classes)


def _plain(file: ListedFile, listing: TableListing, classes: Mapping[str, int]) -> Iterator[Told]:  # noqa: ARG001 - see Reader
    """Read "ILSVRC2012_val_00000001.JPEG 65", or with an id."""
    for line in lines_of(file):
        path, *rest = line.text.rsplit(maxsplit=1)
        label = _label(rest[0], classes) if rest else None
        if label is None:
            allowed = f"a picture and a class, from 0 to {len(classes) - 1} or by its id"
            raise wrong_line(file, line, line.text, allowed)
        yield Told(line, path, label)


def _label(said: str, classes: Mapping[str, int]) -> int | None:
    if said in classes:
        return classes[said]
    number = _number(said)
    return number if number is not None and 0 <= number < len(classes) else None


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def _solution(file: ListedFile, listing: TableListing, classes: Mapping[str, int]) -> Iterator[Told]:  # noqa: ARG001 - see Reader
    """Read "ILSVRC2012_val_00048981,n03995372 85 1 499 272"; the first line is a heading."""
    for line in lines_of(file):
        if line.number == 1:
            continue
        name, _, boxes = line.text.partition(",")
        which = boxes.partition(" ")[0]
        if which not in classes:
            raise wrong_line(file, line, line.text, "a picture, a comma and the id of a class")
        yield Told(line, f"{name}.JPEG", classes[which])


def _truth(file: ListedFile, listing: TableListing, classes: Mapping[str, int]) -> Iterator[Told]:
    """Read a number for each picture; another file says which class it means."""
    table = listing.text("numbers")
    if table is None:
        raise PictureError(f"{file.name!r} needs 'map_clsloc.txt', which says what its numbers mean, got none")
    meant = _meanings(table, classes)
    for place, line in enumerate(lines_of(file), 1):
        label = meant.get(line.text)
        if label is None:
            raise wrong_line(file, line, line.text, f"one of the numbers in {table.name!r}, of a class that there is")
        yield Told(line, f"ILSVRC2012_val_{place:08d}.JPEG", label)


def _meanings(file: ListedFile, classes: Mapping[str, int]) -> dict[str, int]:
    """Read "n02119789 1 kit_fox"."""
    found = {}
    for line in lines_of(file):
        which, *rest = line.text.split()
        if not rest or _number(rest[0]) is None:
            raise wrong_line(file, line, line.text, "the id of a class and its number")
        if which in classes:
            found[rest[0]] = classes[which]
    return found


_READERS: Mapping[str, Reader] = {"val.txt": _plain, "LOC_val_solution.csv": _solution, TRUTH: _truth}
