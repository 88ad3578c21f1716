"""The catalog at a glance: variants' names by task. Written from the catalog's files; not to be edited."""

from __future__ import annotations

__all__ = ["INDEX"]

INDEX: dict[str, tuple[tuple[str, ...], ...]] = {
    "CircleSquare-v0": (("s15", "s20", "s28", "t32", "t64"), ("nograd",), ("sparse",)),
    "DoubleCircleSquare-v0": (("s15", "s20", "s28", "t32", "t64"), ("nograd",), ("sparse",)),
}
