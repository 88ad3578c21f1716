"""Samples in tar archives: members that stand together and share a name up to its first dot.

One of them is a picture, another says of which class it is: ``cls`` a number or name as text, or ``json`` a map with a
field for it.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.synsets import MAX_CLASSES
from imagespaces.loaded.tar_shards import Member, TarPicture, members_of

__all__ = ["PICTURES", "LabelReader", "Samples"]

PICTURES = ("jpg", "jpeg", "png", "webp")
"""The endings of pictures in archives, the first that a sample has counts."""

MAX_LABEL_BYTES = 1 << 20
"""What says of which class a picture is may take so many bytes."""


@dataclass(frozen=True)
class LabelReader:
    """Reads classes.

    Attributes:
        json_field: The field of maps that says it.
        classes: Numbers of classes by name; nothing where they have none, and are numbers.
    """

    json_field: str
    classes: Mapping[str, int]

    def read(self, fields: Mapping[str, Member], file: BinaryIO) -> int | None:
        """Give the class of a sample; None where nothing tells.

        Raises:
            PictureError: If what tells is not what it should be.
        """
        for ending in ("cls", "json"):
            if ending in fields:
                text = _text(fields[ending], file)
                said = text.strip() if ending == "cls" else self._of_map(text)
                return None if said is None else self._number(said)
        return None

    def _of_map(self, text: str) -> object:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise PictureError(f"has a class that must be JSON, got {text[:40]!r}") from error
        if not isinstance(found, dict):
            raise PictureError(f"has a class that must be a map in JSON, got {text[:40]!r}")
        return found.get(self.json_field)

    def _number(self, said: object) -> int:
        if isinstance(said, str) and said in self.classes:
            return self.classes[said]
        if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10:
            said = int(said)
        most = len(self.classes) or MAX_CLASSES
        if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < most:
            named = " or one of the names" if self.classes else ""
            raise PictureError(f"has the class {str(said)[:40]!r}, allowed are 0 to {most - 1}{named}")
        return said


def _text(member: Member, file: BinaryIO) -> str:
    if member.size > MAX_LABEL_BYTES:
        raise PictureError(f"has a class of {member.size} bytes, allowed are up to {MAX_LABEL_BYTES}")
    file.seek(member.start)
    content = file.read(member.size)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise PictureError(f"has a class that must be text in UTF-8, got {content[:40]!r}") from error


class Samples:
    """What archives hold, sample by sample; in columns, for they may be millions.

    Attributes:
        labels: The class of each, −1 where nothing tells.
        faults: What can't be read.
    """

    def __init__(self) -> None:
        self.labels = array("q")
        self.faults: list[Fault] = []
        self._shards: list[ListedFile] = []
        self._facts = array("q")  # of each the archive, the first byte of the picture and how many it takes
        self._names = bytearray()
        self._ends = array("q", [0])

    def __len__(self) -> int:
        """Give the number of samples."""
        return len(self.labels)

    def picture(self, number: int) -> TarPicture:
        """Give the picture of a sample."""
        shard, start, size = self._facts[3 * number : 3 * number + 3]
        name = self._names[self._ends[number] : self._ends[number + 1]].decode("utf-8", "surrogateescape")
        return TarPicture(self._shards[shard], f"{self._shards[shard].name}/{name}", start, size)

    def add(self, shard: ListedFile, reader: LabelReader) -> None:
        """Add all samples of an archive; where it is damaged, those before."""
        self._shards.append(shard)
        try:
            with shard.opened() as file:
                self._add_all(shard, reader, file)
        except PictureError as error:
            self.faults.append(Fault(shard.name, str(error)))

    def _add_all(self, shard: ListedFile, reader: LabelReader, file: BinaryIO) -> None:
        together: list[Member] = []
        try:
            for member in members_of(file, shard.size):
                if together and _key(member.name) != _key(together[0].name):
                    self._add(shard, together, reader, file)
                    together = []
                together.append(member)
        finally:
            if together:
                self._add(shard, together, reader, file)

    def _add(self, shard: ListedFile, together: list[Member], reader: LabelReader, file: BinaryIO) -> None:
        try:
            fields = _fields(together)
            picture = next((fields[ending] for ending in PICTURES if ending in fields), None)
            if picture is not None:
                label = reader.read(fields, file)
                self._keep(picture, -1 if label is None else label)
        except PictureError as error:
            self.faults.append(Fault(f"{shard.name}/{together[0].name}", str(error)))

    def _keep(self, picture: Member, label: int) -> None:
        self._facts.extend((len(self._shards) - 1, picture.start, picture.size))
        self._names += picture.name.encode("utf-8", "surrogateescape")
        self._ends.append(len(self._names))
        self.labels.append(label)


def _key(name: str) -> str:
    folder, slash, inner = name.rpartition("/")
    return f"{folder}{slash}{inner.partition('.')[0]}"


def _fields(together: list[Member]) -> dict[str, Member]:
    """Give members by what comes after the first dot of their names; those are left out that are hidden.

    Raises:
        PictureError: If one can't be read, or comes twice.
    """
    fields: dict[str, Member] = {}
    for member in together:
        inner = member.name.rpartition("/")[2]
        ending = inner.partition(".")[2].lower()
        if inner.startswith("."):
            continue
        if ending in fields or member.fault:
            raise PictureError(member.fault or f"has a second member {member.name!r}, allowed is one")
        fields[ending] = member
    return fields
