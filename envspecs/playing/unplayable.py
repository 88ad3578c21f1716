"""What a person can't play, and why."""

from __future__ import annotations

__all__ = ["UnplayableError"]


class UnplayableError(ValueError):
    """A task that no one can play with keys: how it looks can't be steered, or what it asks for can't be typed."""
