"""Spaces that are like a space but for one parameter, by which laws tell whether all that made it is looked at."""

from __future__ import annotations

import os.path
from collections.abc import Hashable, Iterator
from itertools import islice
from typing import Any, Literal, Unpack, get_args, get_origin, get_type_hints

from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again

__all__ = ["neighbours"]

_MEMBERS = 4
"""So many members of a list are varied at most, each in a space of its own, until one can be had."""

_INSTEAD_OF_NONE = {bool: True, int: 1, float: 0.5}


def neighbours(space: ImageSpace) -> Iterator[tuple[str, ImageSpace]]:
    """Give spaces that differ in one parameter, and how: for each parameter one, where there is any.

    Varied are numbers, strings, None, and what stands in lists and tuples; where annotations list what is allowed,
    within that. Parameters that a class calls ``inert`` are left as they are, and so are names of files. A value that
    a space can't have is passed over, whatever is raised.

    >>> from imagespaces import CircleSquare
    >>> [what for what, _ in neighbours(CircleSquare(extent=4))]
    ['height=29', 'width=29', 'extent=5', 'gradient=False', "dtype='uint8'", 'stream=1']
    """
    hints = _hints(type(space))
    for name, value in space.parameters().items():
        if name not in type(space).inert:
            made = ((other, _made(space, name, other)) for other in _others(value, hints.get(name, Any)))
            yield from islice(((f"{name}={other!r}", found) for other, found in made if found is not None), 1)


def _made(space: ImageSpace, name: str, value: object) -> ImageSpace | None:
    """Give a space of another value, or None where there is no such space."""
    try:
        made = again(space, **{name: value})
        if not isinstance(value, int | float):
            made.sample()  # a constructor may let words pass that mean nothing
        same = made.parameters() == space.parameters()
    except Exception:  # noqa: BLE001 - in whichever way a constructor says that it takes no such value
        return None
    return None if same else made


def _others(value: Any, hint: Any) -> Iterator[Any]:
    """Give values that a parameter might have instead, the likeliest first.

    Args:
        value: What it has.
        hint: What it is annotated with.
    """
    choices = list(_choices(hint))
    if type(value) in {list, tuple}:
        yield from _other_lists(value, hint)
    elif isinstance(value, Hashable) and value in choices:
        yield from (choice for choice in choices if choice != value)
    elif value is None:
        yield from choices
        yield from (other for kind, other in _INSTEAD_OF_NONE.items() if hint is Any or kind in get_args(hint))
    elif isinstance(value, str):
        yield from () if _is_place(value) else (f"{value}_",)
    else:
        yield from _other_numbers(value)


def _other_numbers(value: Any) -> Iterator[Any]:
    """Give other numbers of the same type; none where it is no number."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield from (value / 2 or 0.5, value * 2 or 1.0)


def _other_lists(values: Any, hint: Any) -> Iterator[Any]:
    """Give lists, or tuples, of which one member is another, and the one that lacks the last."""
    for place, value in enumerate(values[:_MEMBERS]):
        for other in _others(value, hint):
            yield type(values)((*values[:place], other, *values[place + 1 :]))
    if len(values) > 1:
        yield values[:-1]


def _choices(hint: Any) -> Iterator[Any]:
    """Give what is allowed word for word by an annotation."""
    for part in get_args(hint):
        yield from (part,) if get_origin(hint) is Literal else _choices(part)


def _is_place(word: str) -> bool:
    """Tell whether a word is, or looks like, the name of a file or of a folder."""
    return os.path.basename(word) != word or os.path.exists(word)  # noqa: PTH110, PTH119 - any string will do for these


def _hints(kind: type[ImageSpace]) -> dict[str, Any]:
    """Give what the parameters of a class are annotated with, as far as the annotations can be evaluated."""
    try:
        hints = get_type_hints(kind.__init__)
        unpacked = [options for hint in hints.values() if get_origin(hint) is Unpack for options in get_args(hint)]
        for options in unpacked:
            hints |= get_type_hints(options)
    except Exception:  # noqa: BLE001 - some names may be known to type checkers alone
        hints = {}
    return hints | {"dtype": Literal["float32", "uint8"]}
