"""A task file with one mistake, and where that is."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BrokenSpec"]


@dataclass(frozen=True)
class BrokenSpec:
    """A task file with one mistake, which loading must tell at its place.

    Attributes:
        text: What the file holds, YAML.
        mistake: What sort of mistake it is, as ``"unknown key"``.
        line: Where the error must point, counted from 1.
        column: As above.
        path: The key that the error must name, as ``"space.height"``; empty where it is about the file.
        says: A part of what the error must say.
    """

    text: str
    mistake: str
    line: int
    column: int
    path: str
    says: str
