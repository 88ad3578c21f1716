"""Numbers in words for people."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["counted", "joined"]


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Give a number of things.

    Args:
        count: How many there are.
        noun: What one is called.
        plural: What several are called, unless the noun gets an "s" or "es".

    >>> counted(1, "image"), counted(1568, "image"), counted(2, "class"), counted(2, "entry", "entries")
    ('1 image', '1,568 images', '2 classes', '2 entries')
    """
    several = plural or noun + ("es" if noun.endswith("s") else "s")
    return f"{count:,} {noun if count == 1 else several}"


def joined(words: Iterable[str]) -> str:
    """Give words as a list in a sentence.

    >>> joined(["a"]), joined(["a", "b"]), joined(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
