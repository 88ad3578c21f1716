"""WordNet's synsets, by which ImageNet and what was made of it call their classes: ids such as n01440764, and words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.list_files import lines_of, wrong_line

__all__ = ["MAX_CLASSES", "ids_of", "names_of_classes", "words_of"]

MAX_CLASSES = 1 << 15
"""A data set may have so many classes; all of ImageNet has 21,841."""

_ID = re.compile(r"n\d{8}")


def ids_of(file: ListedFile) -> list[str]:
    """Give the ids in a text file, one a line.

    Raises:
        PictureError: If a line is no id, one is there twice, or there are none or too many.
    """
    found: dict[str, None] = {}
    for line in lines_of(file):
        if not _ID.fullmatch(line.text) or line.text in found:
            raise wrong_line(file, line, line.text, "the letter n and eight digits, each id once")
        if len(found) == MAX_CLASSES:
            raise wrong_line(file, line, line.text, f"the end, after {MAX_CLASSES} ids")
        found[line.text] = None
    return list(found)


def words_of(file: ListedFile, ids: Iterable[str]) -> dict[str, str]:
    """Give what the classes of some ids are called: the first of the words beside each in a text file.

    Raises:
        PictureError: If the file can't be read.
    """
    wanted, found = set(ids), {}
    for line in lines_of(file):
        which, _, words = line.text.replace("\t", " ").partition(" ")
        if which in wanted:
            found[which] = words.partition(",")[0].strip()
    return found


def names_of_classes(ids: Sequence[str], words: Mapping[str, str]) -> tuple[str, ...]:
    """Give classes their names: words where there are any, with the id where two are called the same, else the id.

    >>> names_of_classes(["n02012849", "n03126707", "n1"], {"n02012849": "crane", "n03126707": "crane"})
    ('crane (n02012849)', 'crane (n03126707)', 'n1')
    """
    plain = [words.get(each) or each for each in ids]
    uses = Counter(plain)
    return tuple(name if uses[name] == 1 else f"{name} ({each})" for each, name in zip(ids, plain, strict=True))
