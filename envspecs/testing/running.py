"""Running all laws over a task or an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import gymnasium
from gymnasium.vector import VectorEnv

from envspecs.testing.law import BrokenLawError, Law
from envspecs.testing.laws import LAWS
from envspecs.testing.subject import Maker, Subject

__all__ = ["BrokenLawsError", "broken_laws", "check_env", "check_spec"]


class BrokenLawsError(AssertionError):
    """Some laws do not hold of some environments.

    Attributes:
        broken: For each of them what was found.
    """

    def __init__(self, broken: tuple[BrokenLawError, ...]) -> None:
        lines = [f"  {each.law}: {each.reason}" for each in broken]
        super().__init__("\n".join([f"{len(lines)} laws do not hold of {broken[0].subject}:", *lines]))
        self.broken = broken

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.broken,)


def broken_laws(task: Maker | Subject, *, seed: int = 0, laws: Iterable[Law] = LAWS) -> list[BrokenLawError]:
    """Check the laws that apply to a task's environments, and give those that do not hold.

    Args:
        task: A task spec, or a :class:`~envspecs.testing.subject.Subject`.
        seed: Of the episodes and actions.
        laws: Which laws to check.

    >>> import envspecs
    >>> broken_laws(envspecs.load("CircleSquare-s15-v0"))
    []
    """
    subject = Subject.of(task)
    found = []
    for law in laws:
        try:
            if law.applies(subject):
                law(subject, seed=seed)
        except BrokenLawError as broken:
            found.append(broken)
    return found


def check_spec(spec: Maker | Subject, *, seed: int = 0) -> None:
    """Check all laws over the environments of a task spec.

    Args:
        spec: The task spec.
        seed: Of the episodes and actions.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found.

    >>> import envspecs
    >>> check_spec(envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 3}))
    """
    broken = broken_laws(spec, seed=seed)
    if broken:
        raise BrokenLawsError(tuple(broken))


def check_env(
    make: Callable[..., gymnasium.Env[Any, Any]],
    make_vec: Callable[..., VectorEnv[Any, Any, Any]] | None = None,
    *,
    seed: int = 0,
) -> None:
    """Check all laws that apply to environments, this project's or others'.

    Args:
        make: Makes one environment; takes ``render_mode`` where the environment renders.
        make_vec: Makes a vector environment of as many as it is told; takes ``autoreset_mode``. None for none.
        seed: Of the episodes and actions.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found.

    >>> import functools, gymnasium
    >>> check_env(functools.partial(gymnasium.make, "envspecs/CircleSquare-s15-v0"))
    """
    check_spec(Subject(make, make_vec), seed=seed)
