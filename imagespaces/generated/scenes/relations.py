"""Classes that are relations among objects, told by the state alone, so that labels cost no drawing.

Each relation is plain data; :meth:`Relation.bind` puts it to the objects of a scene. How often each class occurs
follows from the factors: ``Same`` of an attribute with ``m`` values holds for one state in ``m``.

Axes: ``B`` instances.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Value
from imagespaces.generated.scenes.attributes import Attribute, Values
from imagespaces.transforms.parameters import keep

__all__ = ["Bound", "Count", "Member", "OddOneOut", "Relation", "Same"]

Present: TypeAlias = Callable[[Values], NDArray[np.bool_]]


@dataclass(frozen=True)
class Member:
    """What a relation knows of an object.

    Attributes:
        attributes: By name.
        rank: Which of the distractors it is, from 0; None of an object with a name.
    """

    attributes: Mapping[str, Attribute]
    rank: int | None = None


class Bound(NamedTuple):
    """A relation put to a scene.

    Attributes:
        class_names: What each class is called.
        labels: Gives the classes, int64 ``[B]`` or ``[1]``, from the codes of the finite factors.
    """

    class_names: tuple[str, ...]
    labels: Callable[[Values], NDArray[np.int64]]


class Relation(ABC):
    """A way to tell classes by what objects have in common, or by how many or where they are."""

    @abstractmethod
    def bind(self, members: Mapping[str, Member], distractors: Attribute) -> Bound:
        """Put it to the objects of a scene.

        Args:
            members: All objects by name, distractors included.
            distractors: How many distractors there are.

        Raises:
            ValueError: If the relation does not fit them.
        """


@dataclass(frozen=True)
class Same(Relation):
    """Whether an attribute is the same in all of some objects: class 0 where not, 1 where it is.

    Args:
        attribute: Such as ``"shape"``, ``"color"`` or ``"hue"``; no drawn one.
        objects: Which objects, at least two; all that have names unless given.

    >>> Same("shape", ["left", "right"])
    Same(attribute='shape', objects=('left', 'right'))
    """

    attribute: str
    objects: Sequence[str] = ()

    def __post_init__(self) -> None:
        keep(self, objects=tuple(self.objects))

    def bind(self, members: Mapping[str, Member], distractors: Attribute) -> Bound:  # noqa: ARG002 - of named objects
        """Put it to the objects of a scene."""
        traits = [trait_of(members, name, self.attribute) for name in chosen(members, self.objects, least=2)]
        alike = _codebook(traits)

        def labels(codes: Values) -> NDArray[np.int64]:
            first, *rest = (table[trait.codes(codes)] for trait, table in zip(traits, alike, strict=True))
            return np.asarray(reduce(np.logical_and, (each == first for each in rest)), np.int64)

        return Bound((f"different {self.attribute}", f"same {self.attribute}"), labels)


@dataclass(frozen=True)
class Count(Relation):
    """How many objects there are, or how many of them have a value of an attribute.

    Args:
        attribute: Such as ``"color"``; None to count all.
        value: The value that is counted.
        objects: Which objects; all unless given, with the distractors.

    Raises:
        ValueError: If one of attribute and value is given without the other.

    >>> Count("color", "red")
    Count(attribute='color', value='red', objects=())
    """

    attribute: str | None = None
    value: Value | None = None
    objects: Sequence[str] = ()

    def __post_init__(self) -> None:
        keep(self, objects=tuple(self.objects))
        if (self.attribute is None) != (self.value is None):
            raise ValueError(
                f"attribute and value must both be given or both be left out, got {self.attribute!r} and {self.value!r}"
            )

    def bind(self, members: Mapping[str, Member], distractors: Attribute) -> Bound:
        """Put it to the objects of a scene."""
        names = chosen(members, self.objects, least=1, every=True)
        if self.attribute is not None:
            self._check_value([trait_of(members, name, self.attribute) for name in names])
        counted = [members[name] for name in names]
        numbers = np.array(distractors.choices)
        fewest = int(numbers.min())
        least = sum((member.rank is None or member.rank < fewest) and self._always(member) for member in counted)
        most = sum(map(self._ever, counted))

        def labels(codes: Values) -> NDArray[np.int64]:
            there = numbers[distractors.codes(codes)]
            each = (self._has(member, codes) & (member.rank is None or there > member.rank) for member in counted)
            return np.asarray(reduce(np.add, (np.asarray(one, np.int64) for one in each))) - least

        return Bound(tuple(f"{number} {self._what(number)}" for number in range(least, most + 1)), labels)

    def _what(self, number: int) -> str:
        objects = "object" if number == 1 else "objects"
        return objects if self.value is None else str(self.value)

    def _has(self, member: Member, codes: Values) -> NDArray[np.bool_]:
        if self.attribute is None:
            return np.ones(1, np.bool_)
        trait = member.attributes[self.attribute]
        return np.array([choice == self.value for choice in trait.choices or ()])[trait.codes(codes)]

    def _check_value(self, traits: Sequence[Attribute]) -> None:
        known = dict.fromkeys(choice for trait in traits for choice in trait.choices or ())
        if self.value not in known:
            allowed = ", ".join(map(repr, known))
            raise ValueError(f"value must be one that {self.attribute} can have, {allowed}, got {self.value!r}")

    def _ever(self, member: Member) -> bool:
        return self.attribute is None or self.value in (member.attributes[self.attribute].choices or ())

    def _always(self, member: Member) -> bool:
        return self.attribute is None or set(member.attributes[self.attribute].choices or ()) == {self.value}


@dataclass(frozen=True)
class OddOneOut(Relation):
    """Which one of some objects differs from all others in an attribute, in which these are alike.

    The states of the scene are those in which there is one such object; each is it equally often. That tells objects
    apart by their names, so that they should have places of their own.

    Args:
        attribute: Such as ``"shape"``; each object must have the same choice of several values.
        objects: Which objects, at least three; all that have names unless given.

    >>> OddOneOut("color")
    OddOneOut(attribute='color', objects=())
    """

    attribute: str
    objects: Sequence[str] = ()

    def __post_init__(self) -> None:
        keep(self, objects=tuple(self.objects))

    def names(self, members: Mapping[str, Member]) -> list[str]:
        """Give the names of the objects.

        Raises:
            ValueError: If they are less than three, or have not all the same choice of several values.
        """
        names = chosen(members, self.objects, least=3)
        choices = {name: trait_of(members, name, self.attribute).choices for name in names}
        if len(set(choices.values())) > 1 or len(next(iter(choices.values())) or ()) < 2:
            raise ValueError(
                f"{self.attribute} must have the same values, two or more, in all of {names}, got {choices}"
            )
        return names

    def bind(self, members: Mapping[str, Member], distractors: Attribute) -> Bound:  # noqa: ARG002 - of named objects
        """Put it to the objects of a scene."""
        names = self.names(members)
        traits = [members[name].attributes[self.attribute] for name in names]

        def labels(codes: Values) -> NDArray[np.int64]:
            values = np.stack([trait.codes(codes) for trait in traits], axis=1)
            common = np.sort(values, axis=1)[:, 1:2]  # at least three values, all but one of them alike
            return np.asarray(np.argmax(values != common, axis=1), np.int64)

        return Bound(tuple(names), labels)


def chosen(members: Mapping[str, Member], objects: Sequence[str], *, least: int, every: bool = False) -> list[str]:
    """Give the names of the objects that a relation is about.

    Args:
        members: All objects by name.
        objects: Those that are chosen; none for all.
        least: How many there must be.
        every: Whether distractors are among them, too.

    Raises:
        ValueError: If one is not among them, or there are too few.
    """
    allowed = [name for name, member in members.items() if every or member.rank is None]
    names = list(objects) or allowed
    if len(set(names)) < max(least, len(names)) or not set(names) <= set(allowed):
        raise ValueError(f"a relation must be about {least} or more different ones of {allowed}, got {names}")
    return names


def trait_of(members: Mapping[str, Member], name: str, attribute: str) -> Attribute:
    """Give an attribute of an object that states tell.

    Raises:
        ValueError: If it has none of that name, or its values are drawn.
    """
    attributes = members[name].attributes
    told = [each for each, trait in attributes.items() if not trait.drawn]
    if attribute not in told:
        raise ValueError(
            f"a relation must be about an attribute of {name!r} that is not drawn: one of {', '.join(told)}, "
            f"got {attribute!r}"
        )
    return attributes[attribute]


def _codebook(traits: Sequence[Attribute]) -> list[NDArray[np.int64]]:
    """Give for the codes of each attribute numbers that are equal where values are."""
    known: dict[Value, int] = {}
    return [np.array([known.setdefault(choice, len(known)) for choice in trait.choices or ()]) for trait in traits]
