"""What Hypothesis makes of a class of image spaces; see :mod:`imagespaces.discovery`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from imagespaces.space import ImageSpace
from imagespaces.testing.strategies import image_spaces
from imagespaces.testing.strategies.known import known_kinds

__all__ = ["spaces_of"]

_MOST_PIXELS = 1024
"""As :func:`imagespaces.testing.strategies.image_spaces` has it, where a kind has images so small."""


def spaces_of(kind: type[ImageSpace]) -> st.SearchStrategy[Any]:
    """Build image spaces of a class, or of those derived from it.

    A class is built where :data:`imagespaces.testing.strategies.KINDS` or an installed plugin has a kind of its name,
    ``"circle_square"`` for ``CircleSquare``, which gives it. Namesakes of what is derived are passed over.

    Raises:
        LookupError: If there is no such kind.
        TypeError: When a space is drawn, if no kind of these names gives the class.
        PluginError: If a plugin, or the strategy that it names, is broken, or a kind exists twice.

    >>> from hypothesis import find, strategies as st
    >>> from imagespaces import CircleSquare
    >>> find(st.from_type(CircleSquare), lambda space: True).shape
    (3, 3, 1)
    """
    known = known_kinds()  # first: what builds plugins' kinds imports their classes
    if kind is ImageSpace:
        return image_spaces()
    entries = dict.fromkeys(map(_entry, _family(kind)))
    names = [name for name in entries if name in known]
    if not names:
        raise LookupError(
            f"spaces are built by their kinds, {', '.join(known)}; got no kind {_entry(kind)!r} for {kind.__name__}: "
            f"enter one in imagespaces.testing.strategies.KINDS, or name a strategy in the model of the kind"
        )
    sizes = {name: max(_MOST_PIXELS, known[name].least_pixels) for name in names}
    return _of_class(kind, {name: image_spaces(kinds=[name], max_pixels=most) for name, most in sizes.items()})


@st.composite
def _of_class(draw: st.DrawFn, kind: type[ImageSpace], built: dict[str, st.SearchStrategy[ImageSpace]]) -> ImageSpace:
    """Draw of one kind; of the next one as long as what is drawn is of another class."""
    first = draw(st.integers(0, len(built) - 1))
    names = [*built][first:] + [*built][:first]
    found = {}
    for name in names:
        space = draw(built[name])
        if isinstance(space, kind):
            return space
        found[name] = type(space)
    gave = ", ".join(f"{name!r} gave {other!r}" for name, other in found.items())
    raise TypeError(f"a kind of the name of {kind!r} must give it, {gave}")


def _family(kind: type[ImageSpace]) -> Iterator[type[ImageSpace]]:
    """Give a class and all classes derived from it."""
    yield kind
    for derived in kind.__subclasses__():
        yield from _family(derived)


def _entry(kind: type[ImageSpace]) -> str:
    """Give the name that a class has in a spec, and among what is built."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()
