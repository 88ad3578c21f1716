"""What a deliberate fault is: a class that is spoilt in one thing, and the law that must say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from envspecs import TaskSpec
from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from envspecs.testing import BrokenLawError as BrokenEnvironmentLawError
from envspecs.testing import Law as EnvironmentLaw
from envspecs.testing import Subject
from imagespaces import ImageSpace
from imagespaces.testing import BrokenLawError as BrokenSpaceLawError
from imagespaces.testing import Law as SpaceLaw
from tests.envspecs.testing.faults import SPEC, spoilt

__all__ = ["EnvironmentFault", "Fault", "SpaceFault"]

PARTS: dict[str, type[Any]] = {
    "kind": ActiveEnv,
    "vector": ActiveVectorEnv,
    "core": Core,
    "sensor": Glimpse,
    "task": Classification,
}
"""Which part of an environment a faulty class stands for, by what it is derived from."""


@dataclass(frozen=True)
class SpaceFault:
    """A faulty kind of image space.

    Attributes:
        law: What must catch it.
        faulty: The class. Its docstring says what is wrong.
        of: The kind of sound space that it spoils, as strategies call it; its constructor takes the same arguments.
        original: A small space of that kind, that is sound.
        says: A part of what the law must say.
    """

    law: SpaceLaw
    faulty: type[ImageSpace]
    of: str
    original: ImageSpace
    says: str

    @property
    def name(self) -> str:
        """The class's name."""
        return self.faulty.__name__

    def spoil(self, sound: ImageSpace) -> ImageSpace:
        """Give the faulty space of the parameters of a sound one."""
        return self.faulty(**sound.parameters())

    def caught(self, sound: ImageSpace | None = None, **looked_at: Any) -> BrokenSpaceLawError | None:
        """Give what the law says of a faulty space; None where it holds, or is about others.

        Args:
            sound: What is spoilt; the original unless given.
            looked_at: Arguments of the law, such as ``indices`` and ``seed``.
        """
        space = self.spoil(self.original if sound is None else sound)
        try:
            if self.law.applies(space):
                self.law(space, **looked_at)
        except BrokenSpaceLawError as broken:
            return broken
        return None


@dataclass(frozen=True)
class EnvironmentFault:
    """Environments of which one part is faulty.

    Attributes:
        law: What must catch it.
        faulty: The class: of a single or a vector environment, its core, its sensor or its task. Its docstring
            says what is wrong.
        says: A part of what the law must say.
        original: A spec of small, sound environments.
    """

    law: EnvironmentLaw
    faulty: type[Any]
    says: str
    original: TaskSpec = field(default=SPEC)

    @property
    def name(self) -> str:
        """The class's name."""
        return self.faulty.__name__

    @property
    def place(self) -> str:
        """Which part is faulty, as :func:`spoilt` calls it."""
        (place,) = (place for place, base in PARTS.items() if issubclass(self.faulty, base))
        return place

    def spoil(self, sound: TaskSpec) -> Subject:
        """Give the faulty environments of a spec that has a plain glimpse and a classification."""
        spoiling: dict[str, Any] = {self.place: self.faulty}
        return spoilt(**spoiling, spec=sound)

    def caught(self, sound: TaskSpec | None = None, **looked_at: Any) -> BrokenEnvironmentLawError | None:
        """Give what the law says of faulty environments; None where it holds, or is about others.

        Args:
            sound: What is spoilt; the original unless given.
            looked_at: Arguments of the law, such as ``seed`` and ``steps``.
        """
        subject = self.spoil(self.original if sound is None else sound)
        try:
            if self.law.applies(subject):
                self.law(subject, **looked_at)
        except BrokenEnvironmentLawError as broken:
            return broken
        return None


Fault = SpaceFault | EnvironmentFault
