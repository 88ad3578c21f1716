"""What comes of each law, one by one, as soon as it is known."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from envspecs.testing.law import BrokenLawError, Law, Part
from envspecs.testing.laws import LAWS, PROCESS_LAWS, SPACE_LAWS, SPEC_LAWS
from envspecs.testing.shrinking import smallest
from envspecs.testing.subject import Maker, Subject

__all__ = ["Verdict", "laws_of", "verdicts"]


@dataclass(frozen=True)
class Verdict:
    """What came of a law.

    Attributes:
        part: What of a task the law is about: ``"spec"``, ``"space"`` or ``"environment"``.
        law: The law's name.
        statement: What holds by it.
        outcome: ``"holds"``, ``"broken"`` or ``"does not apply"``.
        reason: What was found where it is broken; what it is about where it does not apply; else empty.
        example: Code that finds the same again, as small as was found; empty where nothing is broken.
        seconds: How long the check took, without the search for a small example.
        error: What broke the law, with its cause; None where nothing did.
    """

    part: Part
    law: str
    statement: str
    outcome: Literal["holds", "broken", "does not apply"]
    reason: str = ""
    example: str = ""
    seconds: float = field(default=0.0, compare=False)
    error: BrokenLawError | None = field(default=None, compare=False, repr=False)


def laws_of(*, processes: bool = False) -> tuple[Law, ...]:
    """Give all laws, in the order in which they are checked.

    Args:
        processes: Whether those are among them that start processes.
    """
    return (*SPEC_LAWS, *SPACE_LAWS, *LAWS, *(PROCESS_LAWS if processes else ()))


def verdicts(
    task: Maker | Subject, *, seed: int = 0, processes: bool = False, laws: Iterable[Law] | None = None
) -> Iterator[Verdict]:
    """Check laws over a task: over its spec, the space of its images, and its environments.

    Args:
        task: A task spec, or a :class:`~envspecs.testing.subject.Subject`.
        seed: Of the episodes, actions and images.
        processes: Whether to check the laws that start processes as well; they take longer.
        laws: Which laws to check instead of all.

    Yields:
        What came of each law.

    >>> import envspecs
    >>> found = verdicts(envspecs.load("CircleSquare-s15-v0"))
    >>> next(found).outcome
    'holds'
    """
    subject = Subject.of(task)
    _ = subject.example  # what can't be made breaks no law: it is an error
    for law in laws_of(processes=processes) if laws is None else laws:
        yield _verdict(law, subject, seed)


def _verdict(law: Law, subject: Subject, seed: int) -> Verdict:
    began = time.perf_counter()
    broken = None
    try:
        if not _applies(law, subject):
            return Verdict(law.part, law.name, law.statement, "does not apply", f"it is about {law.about}")
        law(subject, seed=seed)
    except BrokenLawError as error:
        broken = error
    seconds = time.perf_counter() - began
    if broken is None:
        return Verdict(law.part, law.name, law.statement, "holds", seconds=seconds)
    found = smallest(law, subject, seed, broken)
    return Verdict(law.part, law.name, law.statement, "broken", found.reason, found.example, seconds, found)


def _applies(law: Law, subject: Subject) -> bool:
    """Tell whether a law is about a task; about one that is too faulty to tell, it is, and says what is wrong."""
    try:
        return law.applies(subject)
    except Exception:  # noqa: BLE001 - whatever is wrong, the law meets it again
        return True
