"""Numbers in words for people."""

from __future__ import annotations

__all__ = ["counted"]


def counted(count: int, noun: str) -> str:
    """Give a number of things.

    >>> counted(1, "image"), counted(1568, "image"), counted(2, "class")
    ('1 image', '1,568 images', '2 classes')
    """
    plural = noun + ("es" if noun.endswith("s") else "s")
    return f"{count:,} {noun if count == 1 else plural}"
