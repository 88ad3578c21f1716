"""Entries that tests make."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.cache import Entry, Key, building, find

__all__ = ["KEY", "made", "pixels"]

KEY = Key("toys", "of wood", "new")


def pixels(count: int = 3) -> NDArray[np.uint8]:
    """Pictures ``[N, 2, 2, 1]``."""
    return np.arange(count * 4, dtype=np.uint8).reshape(count, 2, 2, 1)


def made(key: Key = KEY, count: int = 3, **about: Any) -> Entry:
    """Make an entry."""
    with building(key) as builder:
        builder.allocate("pixels", (count, 2, 2, 1), np.dtype(np.uint8))[...] = pixels(count)
        builder.add("labels", np.arange(count))
        builder.add_texts("names", [f"{number}.png" for number in range(count)])
        builder.publish(about, count)
    entry = find(key)
    assert entry is not None
    return entry
