"""Which files hold the tables of which part, as told by their names alone.

Tables are Parquet files, or Arrow files as ``Dataset.save_to_disk`` writes them. A file is of the part that it is
called by, before numbers (``train-00000-of-00002.parquet``, ``train.parquet``), or in whose folder it lies
(``train/0000.parquet``, ``train/data-00000-of-00001.arrow``). Names that count files, as ``…-00000-of-00002`` does,
tell when one is missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from imagespaces.loaded.listing import path_order

__all__ = ["ARROW", "PARQUET", "absent", "part_of", "tables_in"]

PARQUET, ARROW = ".parquet", ".arrow"

_SAVED = re.compile(r"(dataset|data-\d{5}-of-\d{5})\.arrow")
"""What files are called that ``save_to_disk`` writes; the others are left from work in between."""

_NUMBERED = re.compile(r"(?P<before>.*)-(?P<number>\d{5})-of-(?P<count>\d{5})(-[0-9a-f]+)?(?P<after>\.\w+)")
"""Names that count; some end in a digest of what the file holds, which is another for each."""


def tables_in(names: Sequence[str], folder: str | None) -> list[str]:
    """Give the files that hold tables, in order.

    Args:
        names: Paths of files, with ``/`` between the parts.
        folder: Where tables lie, as a path; anywhere unless given.

    >>> tables_in(["a/train.parquet", "a/cache-1.arrow", "b/train.parquet", "b/1.png"], "a")
    ['a/train.parquet']
    """
    inside = [name for name in names if folder is None or name.startswith(f"{folder}/")]
    found = [name for name in inside if name.endswith(PARQUET) or _SAVED.fullmatch(name.rpartition("/")[2])]
    return sorted(found, key=path_order)


def part_of(name: str, parts: Sequence[str]) -> str | None:
    """Give the part that a file is of; None where it is of none.

    Raises:
        ValueError: If its name says that it is of several.

    >>> part_of("data/train-00000-of-00001.parquet", ["train", "test"]), part_of("train_2.parquet", ["train"])
    ('train', 'train')
    >>> part_of("training.parquet", ["train"]), part_of("train_extra.parquet", ["train"])
    (None, None)
    """
    *folders, last = name.split("/")
    told = [part for part in parts if part in folders or re.fullmatch(_named(part), last)]
    if len(told) > 1:
        raise ValueError(f"a file must be of one part, got {name!r}, which is of {' and '.join(map(repr, told))}")
    return told[0] if told else None


def _named(part: str) -> str:
    """Give the pattern of what files of a part are called."""
    return rf"{re.escape(part)}([-_.]\d[\w.-]*)?({PARQUET}|{ARROW})"


def absent(names: Sequence[str]) -> str | None:
    """Give a file that must be there, since the names of others count it; None where none is missing.

    >>> absent(["train-00000-of-00003.parquet", "train-00002-of-00003.parquet"])
    'train-00001-of-00003.parquet'
    """
    numbers: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for found in filter(None, map(_NUMBERED.fullmatch, names)):
        numbers[found["before"], found["count"], found["after"]].add(int(found["number"]))
    for (before, count, after), there in numbers.items():
        missing = next((number for number in range(int(count)) if number not in there), None)
        if missing is not None:
            return f"{before}-{missing:05}-of-{count}{after}"
    return None
