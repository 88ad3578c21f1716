"""Making a class of image spaces known to others that look classes up: Gymnasium, and Hypothesis."""

from __future__ import annotations

from imagespaces.batching import register
from imagespaces.discovery import offer
from imagespaces.pixels import PixelBox

__all__ = ["announce"]


def announce(kind: type[PixelBox]) -> None:
    """Make Gymnasium's functions over spaces, and Hypothesis's ``from_type``, know a class of image spaces."""
    register(kind)
    offer(kind, "imagespaces.testing.typed:spaces_of")
