"""What Hypothesis makes of a class of image spaces; see :mod:`imagespaces.discovery`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis.strategies import SearchStrategy

from imagespaces.space import ImageSpace
from imagespaces.testing.strategies import KINDS, image_spaces

__all__ = ["spaces_of"]


def spaces_of(kind: type[ImageSpace]) -> SearchStrategy[Any]:
    """Build image spaces of a class, or of those derived from it.

    A class is built where it has an entry of its name in :data:`imagespaces.testing.strategies.KINDS`, ``CircleSquare``
    as ``"circle_square"``.

    Raises:
        LookupError: If there is no such entry.
        TypeError: When a space is drawn, if the entry is that of a namesake.

    >>> from hypothesis import find, strategies as st
    >>> from imagespaces import CircleSquare
    >>> find(st.from_type(CircleSquare), lambda space: True).shape
    (3, 3, 1)
    """
    if kind is ImageSpace:
        return image_spaces()
    names = [name for name in map(_entry, _family(kind)) if name in KINDS]
    if not names:
        known = ", ".join(KINDS)
        raise LookupError(f"no strategy is known for {kind.__name__}: KINDS has no {_entry(kind)!r}, only {known}")

    def checked(space: ImageSpace) -> ImageSpace:
        if not isinstance(space, kind):
            raise TypeError(f"KINDS[{_entry(kind)!r}] must give {kind!r}, gave {type(space)!r}")
        return space

    return image_spaces(kinds=names).map(checked)


def _family(kind: type[ImageSpace]) -> Iterator[type[ImageSpace]]:
    """Give a class and all classes derived from it."""
    yield kind
    for derived in kind.__subclasses__():
        yield from _family(derived)


def _entry(kind: type[ImageSpace]) -> str:
    """Give the name that a class has in a spec, and among what is built."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()
