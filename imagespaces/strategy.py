"""What every image space offers to those who test with Hypothesis."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from imagespaces.instances import Instance

__all__ = ["WithStrategy"]

_INSTANCES = "imagespaces.testing.strategies:instances"
"""What builds instances, by name: spaces import nothing of what tests them."""


class WithStrategy:
    """The part of an image space that is for testing."""

    inert: ClassVar[frozenset[str]] = frozenset({"download"})
    """Parameters that no law may vary, for another value would fetch, write or read what nobody asked for."""

    def strategy(self, *, split: str | None = None) -> SearchStrategy[Instance]:
        """Give a Hypothesis strategy of the instances; its simplest is the first.

        The same as :func:`imagespaces.testing.strategies.instances`; Hypothesis is imported when this is called.

        Args:
            split: The part that they are of; the whole unless given.

        Raises:
            ValueError: If the space has no such part, or is that of all images of a shape.
            ModuleNotFoundError: If Hypothesis is not installed, naming the extra to install.

        >>> from hypothesis import find
        >>> from imagespaces import CircleSquare
        >>> find(CircleSquare().strategy(), lambda one: one.label == 1).factors
        {'shape': 1, 'x': 0, 'y': 0}
        """
        strategy: SearchStrategy[Instance] = pkgutil.resolve_name(_INSTANCES)(self, split=split)
        return strategy
