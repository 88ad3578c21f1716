"""The categories of COCO's annotation files, as classes: their numbers have gaps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imagespaces.loaded.coco.entries import Entry
from imagespaces.loaded.faults import PictureError

__all__ = ["Categories", "read_categories"]

MOST = 1 << 12
"""So many categories may there be: a pixel tells them apart by 16 bits, and COCO has 201 at most."""


@dataclass(frozen=True)
class Categories:
    """Categories in the order of their numbers.

    Attributes:
        codes: The class of each by its number in the file.
        names: What the classes are called.
        things: Which classes are objects that can be counted, not stuff as sky or grass.
    """

    codes: Mapping[int, int]
    names: tuple[str, ...]
    things: tuple[int, ...]

    @property
    def thing_names(self) -> tuple[str, ...]:
        """What the classes of things are called."""
        return tuple(self.names[code] for code in self.things)

    def code(self, entry: Entry) -> int:
        """Give the class of an annotation.

        Raises:
            PictureError: If it has none, or one that is not listed.
        """
        number = entry.integer("category_id")
        if number not in self.codes:
            raise entry.error("category_id", "one of 'categories'")
        return self.codes[number]


def read_categories(top: Entry) -> Categories:
    """Read the categories of a file.

    Args:
        top: The whole file; without ``isthing`` a category is a thing.

    Raises:
        PictureError: If there are none or too many, a number or a name is there twice, or something is no category.
    """
    found: dict[int, tuple[str, bool]] = {}
    names: set[str] = set()
    for entry in top.entries("categories"):
        number, name = entry.integer("id"), entry.text("name")
        if number in found or name in names:
            raise PictureError(f"{entry.place}: found {number} {name!r} again, allowed is each number and name once")
        found[number] = name, "isthing" not in entry.values or entry.integer("isthing", 0, 1) == 1
        names.add(name)
    if not 0 < len(found) <= MOST:
        raise PictureError(f"{top.place} categories: found {len(found)}, allowed are 1 to {MOST}")
    ordered = sorted(found)
    return Categories(
        codes={number: code for code, number in enumerate(ordered)},
        names=tuple(found[number][0] for number in ordered),
        things=tuple(code for code, number in enumerate(ordered) if found[number][1]),
    )
