"""Numbers in words for people."""

from __future__ import annotations

__all__ = ["counted"]


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
