"""The kinds of image spaces that are known: this library's, those entered while Python runs, and installed plugins'."""

from __future__ import annotations

from collections.abc import Mapping

from imagespaces.testing.strategies.building import BUILT_IN
from imagespaces.testing.strategies.kinds import Kind
from imagespaces.testing.strategies.plugins import SPACES, with_installed

__all__ = ["KINDS", "known_kinds"]

KINDS: dict[str, Kind] = dict(BUILT_IN)
"""How each kind of space is built: this library's, and those that are entered while Python runs."""


def known_kinds() -> Mapping[str, Kind]:
    """Give all kinds: those of :data:`KINDS`, and installed plugins' whose names are not among them.

    Raises:
        PluginError: If a plugin, or the strategy that it names, is broken, or a kind exists twice.

    >>> [name for name, kind in known_kinds().items() if kind.least_pixels == 1]
    ['all_images', 'digits', 'photos']
    """
    return with_installed(SPACES, KINDS, BUILT_IN)
