"""What comes of each law, one by one, as soon as it is known."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from envspecs.testing.law import BrokenLawError, Law, Part, Source
from envspecs.testing.laws import LAWS, PROCESS_LAWS, SPACE_LAWS, SPEC_LAWS
from envspecs.testing.laws.playing import any_action_can_be_taken
from envspecs.testing.shrinking import Search
from envspecs.testing.subject import Subject, Task

__all__ = ["Verdict", "laws_of", "verdicts"]

UNPLAYABLE = f"the environments could not be played: {any_action_can_be_taken.name} is broken"
"""Why other laws about environments are left out where not every action can be taken: they would all say that."""


@dataclass(frozen=True)
class Verdict:
    """What came of a law.

    Attributes:
        part: What of a task the law is about: ``"spec"``, ``"space"`` or ``"environment"``.
        law: The law's name.
        statement: What holds by it.
        source: Who asks for it: ``"gymnasium"`` in its documentation, or ``"envspecs"``, this library.
        outcome: ``"holds"``, ``"broken"`` or ``"does not apply"``.
        reason: What was found where it is broken; why it does not apply; else empty.
        example: Code that finds the same again, as small as was found; empty where nothing is broken.
        seconds: How long the check took, without the search for a small example.
        error: What broke the law, with its cause; None where nothing did.
    """

    part: Part
    law: str
    statement: str
    source: Source
    outcome: Literal["holds", "broken", "does not apply"]
    reason: str = ""
    example: str = ""
    seconds: float = field(default=0.0, compare=False)
    error: BrokenLawError | None = field(default=None, compare=False, repr=False)


def laws_of(*, processes: bool = False, strict: bool = True) -> tuple[Law, ...]:
    """Give all laws, in the order in which they are checked.

    Args:
        processes: Whether those are among them that start processes.
        strict: Whether those are among them that Gymnasium's documentation does not ask for.
    """
    every = (*SPEC_LAWS, *SPACE_LAWS, *LAWS, *(PROCESS_LAWS if processes else ()))
    return every if strict else tuple(law for law in every if law.source == "gymnasium")


def verdicts(
    task: Task, *, seed: int = 0, processes: bool = False, laws: Iterable[Law] | None = None
) -> Iterator[Verdict]:
    """Check laws over a task: over its spec, the space of its images, and its environments.

    Where not every action can be taken, and the law that says so is among these, other laws about environments do not
    apply.

    Args:
        task: A task spec or where :func:`envspecs.load` finds one, or a :class:`~envspecs.testing.subject.Subject`.
        seed: Of the episodes, actions and images.
        processes: Whether to check the laws that start processes as well; they take longer.
        laws: Which laws to check instead of all.

    Yields:
        What came of each law; interrupted in the search for a small example, that of the broken law as well.

    Raises:
        TypeError: If what is to make environments makes something else.

    >>> found = verdicts("CircleSquare-s15-v0")
    >>> next(found).outcome
    'holds'
    """
    can_be_played = True
    with Subject.of(task).opened() as subject:
        subject.expect_made()  # what can't be made breaks no law: it is an error
        for law in laws_of(processes=processes) if laws is None else laws:
            if law.part == "environment" and not can_be_played:
                yield _idle(law, UNPLAYABLE)
                continue
            for verdict in _verdict(law, subject, seed):
                can_be_played &= law is not any_action_can_be_taken or verdict.outcome != "broken"
                yield verdict


def _idle(law: Law, reason: str) -> Verdict:
    return Verdict(law.part, law.name, law.statement, law.source, "does not apply", reason)


def _verdict(law: Law, subject: Subject, seed: int) -> Iterator[Verdict]:
    """Give what comes of a law, once; what was found of it before an interruption as well."""
    began = time.perf_counter()
    broken = None
    try:
        if not _applies(law, subject):
            yield _idle(law, law.why_not(subject))
            return
        law(subject, seed=seed)
    except BrokenLawError as error:
        broken = error
    seconds = time.perf_counter() - began
    if broken is None:
        yield Verdict(law.part, law.name, law.statement, law.source, "holds", seconds=seconds)
        return
    search = Search(law, subject, seed, broken)
    try:
        search.run()
    except KeyboardInterrupt:
        yield _broken(law, search.broken, seconds)
        raise
    yield _broken(law, search.broken, seconds)


def _broken(law: Law, found: BrokenLawError, seconds: float) -> Verdict:
    statement = law.part, law.name, law.statement, law.source
    return Verdict(*statement, "broken", found.reason, found.example, seconds, found)


def _applies(law: Law, subject: Subject) -> bool:
    """Tell whether a law is about a task; about one that is too faulty to tell, it is, and says what is wrong."""
    try:
        return law.applies(subject)
    except Exception:  # noqa: BLE001 - whatever is wrong, the law meets it again
        return True
