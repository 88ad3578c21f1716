"""A kind of data sets for tests: two of them, each with two parts, a line of text per picture that says its class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from envspecs.specs.loaded import LoadedSpaceKind
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.listing import Listing, list_pictures
from imagespaces.loaded.pictures import Form
from imagespaces.loaded.records import Decoded, Records, Sources
from imagespaces.loaded.roots import missing

__all__ = ["KINDS", "HeapSpec", "ScrollsFormat", "ScrollsSpec", "write"]

CLASSES = ("papyrus", "vellum")


@dataclass(frozen=True)
class Blank:
    """A picture without anything on it."""

    name: str

    def decode(self, form: Form) -> Decoded:
        raise PictureError("is not for looking at")


@dataclass(frozen=True)
class ScrollsFormat:
    """A folder of pictures per part."""

    dataset: str
    hand: str = "fine"

    part_names = ("train", "test")
    native_shape = (4, 5, 1)
    source_page = "https://scrolls.example/"

    @property
    def folder(self) -> str:
        return f"scrolls/{self.dataset}"

    @property
    def expected_files(self) -> str:
        return f"the folders train and test of the {self.dataset} scrolls"

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        absent = [part for part in parts if not Path(root, part).is_dir()]
        if absent:
            raise missing(self, f"{root!r} without {absent[0]}")
        listings = [list_pictures(str(Path(root, part))) for part in parts]
        if any(listing.faults for listing in listings):
            raise ValueError(f"a scroll must be a file, got {listings[0].faults[0].name!r}")
        return listings[0]

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:
        count = 2 * len(listing.files)
        labels = np.arange(count, dtype=np.int64) % 2
        return Records(Sources(count, lambda at: Blank(str(at))), {parts[0]: count}, labels, CLASSES)


class ScrollsSpec(LoadedSpaceKind):
    """Scrolls."""

    runtime: ClassVar[str] = "imagespaces:CircleSquare"
    format: ClassVar[str] = "tests.envspecs.scrolls:ScrollsFormat"
    kind: Literal["scrolls"] = Field(description="Scrolls.")
    dataset: Literal["greek", "latin"] = Field(description="Which.")
    hand: Literal["fine", "bold"] = Field("fine", description="How they are written.")


class HeapSpec(ScrollsSpec):
    """Scrolls of the user's own, who must say whose they are."""

    kind: Literal["heap"] = Field(description="A heap.")  # type: ignore[assignment]
    owner: str = Field(description="Whose.")


KINDS: dict[str, type[LoadedSpaceKind]] = {"scrolls": ScrollsSpec, "heap": HeapSpec}


def write(folder: Path, **counts: int) -> None:
    """Write parts with so many files."""
    for part, count in counts.items():
        (folder / part).mkdir(parents=True)
        for number in range(count):
            (folder / part / f"{number}.png").write_bytes(b"123")
