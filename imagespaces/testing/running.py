"""Running all laws over a space."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from imagespaces.space import ImageSpace
from imagespaces.testing.law import BrokenLawError, Law, describe
from imagespaces.testing.laws import LAWS
from imagespaces.testing.shrinking import smallest

__all__ = ["BrokenLawsError", "broken_law", "broken_laws", "check_space"]


class BrokenLawsError(AssertionError):
    """Some laws do not hold of a space.

    Attributes:
        broken: For each of them what was found.
    """

    def __init__(self, broken: tuple[BrokenLawError, ...]) -> None:
        lines = [f"  {each.law}: {each.reason}\n    {each.example}" for each in broken]
        super().__init__("\n".join([f"{len(lines)} laws do not hold of {describe(broken[0].space)}:", *lines]))
        self.broken = broken

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.broken,)


def broken_law(law: Law, space: ImageSpace, *, seed: int = 0) -> BrokenLawError | None:
    """Check a law that applies to a space, and give what was found with the smallest example, or None where it holds.

    Args:
        law: Which law to check.
        space: Any image space; its random stream is left as it is.
        seed: What is drawn at random is drawn from it.
    """
    try:
        law(space, seed=seed)
    except BrokenLawError as broken:
        return smallest(law, space, seed, broken)
    return None


def broken_laws(space: ImageSpace, *, seed: int = 0, laws: Iterable[Law] = LAWS) -> list[BrokenLawError]:
    """Check the laws that apply to a space, and give those that do not hold, each with the smallest example found.

    Args:
        space: Any image space; its random stream is left as it is.
        seed: What is drawn at random is drawn from it.
        laws: Which laws to check.

    >>> from imagespaces import CircleSquare
    >>> broken_laws(CircleSquare(height=9, width=9))
    []
    """
    found = (broken_law(law, space, seed=seed) for law in laws if law.applies(space))
    return [broken for broken in found if broken is not None]


def check_space(space: ImageSpace, *, seed: int = 0) -> None:
    """Check all laws that apply to a space.

    Args:
        space: Any image space; its random stream is left as it is.
        seed: What is drawn at random is drawn from it.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found, and the smallest example of it.

    >>> from imagespaces import CircleSquare
    >>> check_space(CircleSquare(height=9, width=9))
    """
    broken = broken_laws(space, seed=seed)
    if broken:
        raise BrokenLawsError(tuple(broken))
