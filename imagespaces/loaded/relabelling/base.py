"""Other classes than those of a data set: some of them, several as one, or two in place of many.

Axes: ``N`` pictures.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from imagespaces.arguments import MisfitError

__all__ = ["Classed", "Relabelling", "class_numbers", "relabel", "renumbered"]


class Classed(NamedTuple):
    """Pictures and their classes.

    Attributes:
        labels: int64 ``[N]``, the class of each picture; −1 for those that are left out.
        names: What the classes are called.
        pictures: What each picture is called, such as the path of its file from the root; empty where nobody asks.
    """

    labels: NDArray[np.int64]
    names: tuple[str, ...]
    pictures: Sequence[str] = ()


class Relabelling(Protocol):
    """A way to make other classes: plain data, so that spaces can be compared, printed and pickled."""

    def __call__(self, classed: Classed) -> Classed:
        """Give the new classes: a pure function, so that the same comes of the same data set.

        Raises:
            ValueError: If it names classes that there are not.
        """


def relabel(classed: Classed, relabellings: Sequence[Relabelling]) -> Classed:
    """Make other classes, one after another.

    Args:
        classed: The pictures and their classes.
        relabellings: What a space was given as ``classes``.

    Raises:
        MisfitError: If a relabelling does not fit, or no picture is left.
    """
    for number, relabelling in enumerate(relabellings):
        try:
            classed = relabelling(classed)
        except ValueError as error:
            raise MisfitError(str(error), ("classes", number)) from error
        if not (classed.labels >= 0).any():
            raise MisfitError(f"classes must leave a picture, got none after {relabelling!r}", ("classes", number))
    return classed


def class_numbers(classes: Sequence[str | int], names: tuple[str, ...]) -> list[int]:
    """Give classes, named or numbered, as numbers.

    Raises:
        ValueError: If there is no such class, or one is named twice.

    >>> class_numbers(["dog", 0], ("cat", "dog"))
    [1, 0]
    """
    numbers = [_number(which, names) for which in classes]
    twice = [which for which, number in zip(classes, numbers, strict=True) if numbers.count(number) > 1]
    if twice:
        raise ValueError(f"classes must be different, got {twice[0]!r} twice")
    return numbers


def _number(which: str | int, names: tuple[str, ...]) -> int:
    if isinstance(which, str) and which in names:
        return names.index(which)
    if isinstance(which, (int, np.integer)) and not isinstance(which, bool) and 0 <= which < len(names):
        return int(which)
    shown = ", ".join(map(repr, names[:20])) + (", …" if len(names) > 20 else "")
    near = difflib.get_close_matches(str(which), names, 1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise ValueError(f"a class must be one of {shown}, or 0 to {len(names) - 1}, got {which!r}{hint}")


def renumbered(classed: Classed, become: Mapping[int, int], names: tuple[str, ...]) -> Classed:
    """Give classes new numbers; pictures of the classes that get none are left out.

    Args:
        classed: The old classes.
        become: For each class that is left its new number.
        names: What the new ones are called.
    """
    table = np.full(len(classed.names) + 1, -1, np.int64)  # the last for pictures that are left out already
    table[list(become)] = list(become.values())
    return classed._replace(labels=table[classed.labels], names=names)
