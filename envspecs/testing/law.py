"""What a law is, and which environments it is about."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, ClassVar, Literal, TypeAlias

from envspecs.testing.comparing import ignoring
from envspecs.testing.limits import UNLIMITED, Limits
from envspecs.testing.subject import MOST_STEPS, Subject, Task
from imagespaces.testing.given import asked_for
from imagespaces.testing.raising import reason_of

__all__ = [
    "BrokenLawError",
    "Law",
    "Part",
    "Source",
    "active",
    "active_rendering",
    "active_vectors",
    "always",
    "beneath_wrappers",
    "ending",
    "even",
    "even_vectors",
    "law",
    "predicting",
    "predicting_evenly",
    "rendering",
    "vectors",
]

Part: TypeAlias = Literal["spec", "space", "environment"]
"""What of a task a law is about."""

Source: TypeAlias = Literal["gymnasium", "envspecs"]
"""Who asks for what a law says: Gymnasium's documentation, or this library: as a promise of its own tasks, and as a
habit, stricter than Gymnasium, of others."""


class BrokenLawError(AssertionError):
    """A law does not hold of a task, or of some environments.

    Attributes:
        law: The law's name.
        subject: What the task or the environments are called.
        reason: What was found.
        example: Code that finds it again; empty where there is none.
        place: Where in the law it was found: lines of its file, and what was raised.
    """

    def __init__(self, law: str, subject: str, reason: str, example: str = "", place: tuple[str, ...] = ()) -> None:
        again = f"\n  example: {example}" if example else ""
        super().__init__(f"{law}: {reason}\n  subject: {subject}{again}")
        self.law, self.subject, self.reason, self.example, self.place = law, subject, reason, example, place

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.law, self.subject, self.reason, self.example, self.place)


class Law:
    """An invariant of environments: a named function that raises where it does not hold.

    Args:
        check: Takes a :class:`~envspecs.testing.subject.Subject` and, where it asks for one by name, a ``seed``; raises
            AssertionError with the reason. Its name and docstring become the law's.
        applies: Tells which environments the law is about; its docstring says so in words, as "Take …".
        source: Who asks for it.

    Attributes:
        name: What it is called.
        statement: What holds by it.
        source: Who asks for it: ``"gymnasium"`` in its documentation, or ``"envspecs"``, this library.

    Raises:
        TypeError: If the function asks for something else.

    >>> import envspecs
    >>> from envspecs.testing.laws import states_continue
    >>> states_continue(envspecs.load("CircleSquare-v0"), seed=5)
    """

    __name__: str
    part: ClassVar[Part] = "environment"
    """What of a task the law is about."""

    _known: ClassVar[frozenset[str]] = frozenset({"seed"})
    """What a law may ask for."""

    def __init__(self, check: Callable[..., None], applies: Callable[[Any], bool], source: Source = "envspecs") -> None:
        update_wrapper(self, check)
        self.source = source
        self.name = check.__name__
        self.statement = inspect.cleandoc(check.__doc__ or self.name).partition("\n")[0]
        self._check, self._applies = check, applies
        self._asks = asked_for(check, self._known, "a subject and, if it needs one, a seed")

    @property
    def about(self) -> str:
        """Which tasks the law is about, in words."""
        words = inspect.cleandoc(self._applies.__doc__ or "").partition("\n")[0]
        return words.removeprefix("Take ").removesuffix(".") or "some tasks"

    @property
    def takes_seed(self) -> bool:
        """Whether anything is drawn from a seed."""
        return "seed" in self._asks

    def applies(self, task: Task) -> bool:
        """Tell whether the law is about a task."""
        with Subject.of(task).opened() as subject:
            return self._applies(self._seen(subject))

    def _seen(self, subject: Subject) -> Subject:
        """Give environments as the law looks at them: without others' wrappers, where it is about this project's."""
        return subject.beneath if self._applies in _BENEATH and subject.is_active else subject

    def why_not(self, subject: Subject) -> str:
        """Say of environments that the law is not about why that is so."""
        to_the_end = self._applies in _TO_THE_END and subject.is_active
        too_long = to_the_end and subject.core.rules.max_steps >= MOST_STEPS
        return f"episodes are too long ({MOST_STEPS} steps or more)" if too_long else f"it is about {self.about}"

    def __call__(
        self,
        task: Task,
        *,
        seed: int = 0,
        steps: int | None = None,
        num_envs: int | None = None,
        at_rest: bool = False,
    ) -> None:
        """Check the law.

        Args:
            task: A task spec or where :func:`envspecs.load` finds one, or environments that the law applies to.
            seed: Of the episodes and actions.
            steps: How many actions are taken at most, where the law does not need more; None for as many as it likes.
            num_envs: How many environments a vector has at most, where the law does not need more; None as above.
            at_rest: Whether actions are all the same, zeros or the first choice, rather than drawn.

        Raises:
            BrokenLawError: If the law does not hold.
            ValueError: If a number is not positive.
        """
        limits = Limits(steps, num_envs, at_rest)
        with Subject.of(task).limited(limits).opened() as subject:
            self._expect_to_hold(subject, seed, limits)

    def _expect_to_hold(self, subject: Subject, seed: int, limits: Limits) -> None:
        """Say what was found where the law does not hold."""
        try:
            with ignoring(subject.ignore):
                self._hold(subject, seed)
        except Exception as error:
            example = self.example(subject, seed, limits)
            raise BrokenLawError(self.name, repr(subject), reason_of(error), example, self._place(error)) from error

    def _hold(self, subject: Subject, seed: int) -> None:
        """Raise where the law does not hold."""
        self._check(self._seen(subject), **({"seed": seed} if self.takes_seed else {}))

    def example(self, subject: Subject, seed: int, limits: Limits = UNLIMITED) -> str:
        """Give the code of a call of the law."""
        options = {"seed": seed} if self.takes_seed else {}
        given = [f"{name}={value!r}" for name, value in (options | limits.given).items()]
        return f"laws.{self.name}({', '.join([subject.code, *given])})"

    def _place(self, error: Exception) -> tuple[str, ...]:
        """Give where in the law's file an error was raised: what is found again there is the same fault."""
        own = self._check.__code__.co_filename
        lines = (str(frame.lineno) for frame in traceback.extract_tb(error.__traceback__) if frame.filename == own)
        return (type(error).__name__, *lines)

    def __repr__(self) -> str:
        return f"<law {self.name}>"


def law(applies: Callable[[Subject], bool], source: Source = "envspecs") -> Callable[[Callable[..., None]], Law]:
    """Make a law of a function; the arguments tell which environments it is about, and who asks for it."""
    return lambda check: Law(check, applies, source)


# ------------------------------------------------------------------------------------ which environments a law is about


_BENEATH: set[Callable[[Any], bool]] = set()
"""What takes environments of this project for what they promise themselves, whatever is wrapped around them."""


def beneath_wrappers(applies: Callable[[Subject], bool]) -> Callable[[Subject], bool]:
    """Let laws that are about such environments look at them without the wrappers of others."""
    _BENEATH.add(applies)
    return applies


def always(_subject: Subject) -> bool:
    """Take any environment that is Gymnasium's."""
    return True


def vectors(subject: Subject) -> bool:
    """Take environments that there are vectors of."""
    return subject.has_vectors


def rendering(subject: Subject) -> bool:
    """Take environments that give pictures."""
    return subject.renders


@beneath_wrappers
def active(subject: Subject) -> bool:
    """Take environments of this project."""
    return subject.is_active


@beneath_wrappers
def ending(subject: Subject) -> bool:
    """Take environments of this project whose episodes are not too long to be played to their end."""
    return subject.is_active and subject.core.rules.max_steps < MOST_STEPS  # by their rules, which they may not keep


@beneath_wrappers
def even(subject: Subject) -> bool:
    """Take environments of this project whose episodes are all equally long, and not too long to be played."""
    return subject.is_active and subject.is_even


@beneath_wrappers
def predicting(subject: Subject) -> bool:
    """Take environments of this project in which something is to be predicted."""
    return subject.is_active and subject.predicts


@beneath_wrappers
def active_vectors(subject: Subject) -> bool:
    """Take environments of this project that there are vectors of."""
    return subject.is_active and subject.has_vectors


@beneath_wrappers
def even_vectors(subject: Subject) -> bool:
    """Take environments of this project that there are vectors of, and whose episodes are all equally long."""
    return active_vectors(subject) and subject.is_even


@beneath_wrappers
def predicting_evenly(subject: Subject) -> bool:
    """Take environments of this project, in vectors, with something to predict in episodes that are equally long."""
    return even_vectors(subject) and subject.predicts


@beneath_wrappers
def active_rendering(subject: Subject) -> bool:
    """Take environments of this project, in vectors, that give pictures."""
    return active_vectors(subject) and subject.renders


_TO_THE_END = frozenset({ending, even, even_vectors, predicting_evenly})
"""What takes no environments whose episodes are too long to be played."""
