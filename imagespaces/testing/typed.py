"""What Hypothesis makes of a class of image spaces; see :mod:`imagespaces.discovery`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis.strategies import SearchStrategy

from imagespaces.space import ImageSpace
from imagespaces.testing.strategies import image_spaces
from imagespaces.testing.strategies.known import KINDS, known_kinds

__all__ = ["spaces_of"]


def spaces_of(kind: type[ImageSpace]) -> SearchStrategy[Any]:
    """Build image spaces of a class, or of those derived from it.

    A class is built where :data:`imagespaces.testing.strategies.KINDS` or an installed plugin has a kind of its name,
    ``"circle_square"`` for ``CircleSquare``.

    Raises:
        LookupError: If there is no such kind.
        TypeError: When a space is drawn, if the kind is that of a namesake.

    >>> from hypothesis import find, strategies as st
    >>> from imagespaces import CircleSquare
    >>> find(st.from_type(CircleSquare), lambda space: True).shape
    (3, 3, 1)
    """
    if kind is ImageSpace:
        return image_spaces()
    entries = [_entry(each) for each in _family(kind)]
    known = KINDS if KINDS.keys() & set(entries) else known_kinds()
    names = [name for name in entries if name in known]
    if not names:
        found = f"got no kind {_entry(kind)!r} for {kind.__name__}"
        raise LookupError(f"spaces are built by their kinds, {', '.join(known)}; {found}")

    def checked(space: ImageSpace) -> ImageSpace:
        if not isinstance(space, kind):
            raise TypeError(f"what builds the kind {_entry(kind)!r} must give {kind!r}, gave {type(space)!r}")
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
