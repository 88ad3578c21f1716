"""What a law is, and which environments it is about."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from envspecs.testing.subject import Maker, Subject

__all__ = [
    "BrokenLawError",
    "Law",
    "active",
    "active_rendering",
    "active_vectors",
    "always",
    "law",
    "predicting",
    "rendering",
    "vectors",
]


class BrokenLawError(AssertionError):
    """A law does not hold of some environments.

    Attributes:
        law: The law's name.
        subject: What the environments are called.
        reason: What was found.
    """

    def __init__(self, law: str, subject: str, reason: str) -> None:
        super().__init__(f"{law}: {reason}\n  environments: {subject}")
        self.law, self.subject, self.reason = law, subject, reason

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.law, self.subject, self.reason)


class Law:
    """An invariant of environments: a named function that raises where it does not hold.

    Args:
        check: Takes a :class:`~envspecs.testing.subject.Subject` and, where it asks for one by name, a ``seed``; raises
            AssertionError with the reason. Its name and docstring become the law's.
        applies: Tells which environments the law is about.

    >>> import envspecs
    >>> from envspecs.testing.laws import states_continue
    >>> states_continue(envspecs.load("CircleSquare-v0"), seed=5)
    """

    __name__: str

    def __init__(self, check: Callable[..., None], applies: Callable[[Subject], bool]) -> None:
        update_wrapper(self, check)
        self.name = check.__name__
        self.statement = inspect.cleandoc(check.__doc__ or self.name).partition("\n")[0]
        self._check, self._applies = check, applies
        self._asks = inspect.signature(check).parameters.keys()

    def applies(self, task: Maker | Subject) -> bool:
        """Tell whether the law is about the environments of a task."""
        return self._applies(Subject.of(task))

    def __call__(self, task: Maker | Subject, *, seed: int = 0) -> None:
        """Check the law.

        Args:
            task: A task spec, or environments that the law applies to.
            seed: Of the episodes and actions.

        Raises:
            BrokenLawError: If the law does not hold.
        """
        subject = Subject.of(task)
        try:
            self._check(subject, **({"seed": seed} if "seed" in self._asks else {}))
        except AssertionError as error:
            raise BrokenLawError(self.name, repr(subject), str(error)) from error
        except Exception as error:
            raise BrokenLawError(self.name, repr(subject), f"raised {type(error).__name__}: {error}") from error

    def __repr__(self) -> str:
        return f"<law {self.name}>"


def law(applies: Callable[[Subject], bool]) -> Callable[[Callable[..., None]], Law]:
    """Make a law of a function; the argument tells which environments it is about."""
    return lambda check: Law(check, applies)


# ------------------------------------------------------------------------------------ which environments a law is about


def always(_subject: Subject) -> bool:
    """Take any environment that is Gymnasium's."""
    return True


def vectors(subject: Subject) -> bool:
    """Take environments that there are vectors of."""
    return subject.has_vectors


def rendering(subject: Subject) -> bool:
    """Take environments that give pictures."""
    return subject.renders


def active(subject: Subject) -> bool:
    """Take environments of this project."""
    return subject.is_active


def predicting(subject: Subject) -> bool:
    """Take environments of this project in which something is to be predicted."""
    return subject.is_active and subject.predicts


def active_vectors(subject: Subject) -> bool:
    """Take environments of this project that there are vectors of."""
    return subject.is_active and subject.has_vectors


def active_rendering(subject: Subject) -> bool:
    """Take environments of this project, in vectors, that give pictures."""
    return active_vectors(subject) and subject.renders
