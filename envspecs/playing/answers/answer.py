"""What all answers have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from numpy.typing import NDArray

__all__ = ["Answer", "Look", "Option", "percent"]


@dataclass(frozen=True)
class Option:
    """One of the answers that there are.

    Attributes:
        key: The key that gives it; empty where none does.
        words: What it is called.
        share: How probable the person says it is, from 0 to 1.
        chosen: Whether it is the one that is answered.
    """

    key: str
    words: str
    share: float
    chosen: bool


@dataclass(frozen=True)
class Look:
    """Where is looked.

    Attributes:
        position: (x, y), from −1 to 1.
        middle: (x, y) in pixels of the image.
    """

    position: tuple[float, float]
    middle: tuple[float, float]


class Answer(Protocol):
    """What a person thinks, changed by keys: it holds from step to step until it is changed."""

    @property
    def hints(self) -> tuple[tuple[str, str], ...]:
        """The keys that it takes now, and what each does."""

    @property
    def options(self) -> tuple[Option, ...]:
        """The answers that there are, where they can be listed."""

    @property
    def words(self) -> str:
        """What is answered now; empty before anything is."""

    @property
    def typed(self) -> str | None:
        """What is being typed; None while nothing is, and keys may mean something else."""

    @property
    def mark(self) -> tuple[float, float] | None:
        """The place that is answered, (x, y) in pixels of the image; None where there is none."""

    def begin(self) -> None:
        """Forget the answer, as a new episode begins."""

    def press(self, key: str, look: Look) -> str | None:
        """Take a key.

        Returns:
            What to tell the person, which may be nothing: ``""``. None where the key means nothing here.
        """

    def prediction(self) -> NDArray[Any] | None:
        """Give the answer as the task takes it; None where it takes none."""


def percent(share: float) -> str:
    """Write a probability.

    >>> percent(0.75), percent(0.999)
    ('75%', '99.9%')
    """
    return f"{100 * share:.4g}%"
