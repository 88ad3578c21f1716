"""Running all laws over a space."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from imagespaces.arguments import check_integer
from imagespaces.space import ImageSpace
from imagespaces.testing.given import check_space_given
from imagespaces.testing.law import BrokenLawError, Law, check_laws, describe
from imagespaces.testing.laws import LAWS
from imagespaces.testing.looking import looked_at
from imagespaces.testing.raising import told
from imagespaces.testing.shrinking import smallest

__all__ = ["BrokenLawsError", "broken_law", "broken_laws", "check_space"]


class BrokenLawsError(AssertionError):
    """Some laws do not hold of a space. A crash that breaks several is told once.

    Attributes:
        broken: For each of them what was found.
    """

    def __init__(self, broken: tuple[BrokenLawError, ...]) -> None:
        some = "1 law does" if len(broken) == 1 else f"{len(broken)} laws do"
        super().__init__(f"{some} not hold of {describe(broken[0].space)}:\n{told(broken)}")
        self.broken = broken

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.broken,)


def broken_law(law: Law, space: ImageSpace, *, seed: int = 0, examples: int | None = None) -> BrokenLawError | None:
    """Check a law that applies to a space, and give what was found with the smallest example, or None where it holds.

    Args:
        law: Which law to check.
        space: Any image space; its random stream is left as it is.
        seed: What is drawn at random is drawn from it.
        examples: How many images are looked at by a law that looks at them one by one; as :func:`check_space` has it.
    """
    for indices in looked_at(law, space, seed, examples):
        broken = law.broken_by(space, indices=indices, seed=seed)
        if broken is not None:
            return smallest(law, space, seed, broken)
    return None


def broken_laws(
    space: ImageSpace, *, seed: int = 0, laws: Iterable[Law] = LAWS, examples: int | None = None
) -> list[BrokenLawError]:
    """Check the laws that apply to a space, and give those that do not hold, each with the smallest example found.

    Args:
        space: Any image space; its random stream is left as it is.
        seed: What is drawn at random is drawn from it.
        laws: Which laws to check.
        examples: How many images are looked at by laws that look at them one by one; as :func:`check_space` has it.

    Raises:
        TypeError: If the space is none, or a law is none.
        ValueError: If a number is negative.

    >>> from imagespaces import CircleSquare
    >>> broken_laws(CircleSquare(height=9, width=9))
    []
    """
    check_space_given(space)
    check_integer("seed", seed, least=0)
    if examples is not None:
        check_integer("examples", examples, least=0)
    about = [law for law in check_laws(laws) if law.may_be_about(space)]
    found = (broken_law(law, space, seed=seed, examples=examples) for law in about)
    return [broken for broken in found if broken is not None]


def check_space(space: ImageSpace, *, seed: int = 0, laws: Iterable[Law] = LAWS, examples: int | None = None) -> None:
    """Check all laws that apply to a space.

    Args:
        space: Any image space; its random stream is left as it is.
        seed: What is drawn at random is drawn from it.
        laws: Which laws to check.
        examples: How many images are looked at, and labels, masks and values, by laws that look at them one by one.
            Unless given, these are all of a small space, or 2,000, and ten of others. Laws that compare images with
            each other see ten.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found, and the smallest example of it.
        TypeError: If the space is none, or a law is none.
        ValueError: If a number is negative.

    >>> from imagespaces import CircleSquare
    >>> check_space(CircleSquare(height=9, width=9))
    """
    broken = broken_laws(space, seed=seed, laws=laws, examples=examples)
    if broken:
        raise BrokenLawsError(tuple(broken)) from broken[0]
