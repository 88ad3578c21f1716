"""Running all laws over a task or an environment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import gymnasium
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.testing.law import BrokenLawError, Law
from envspecs.testing.laws import LAWS
from envspecs.testing.subject import Maker, Subject
from envspecs.testing.verdicts import laws_of, verdicts
from envspecs.words import counted
from imagespaces.testing.raising import told

__all__ = ["BrokenLawsError", "broken_laws", "check_env", "check_spec"]


class BrokenLawsError(AssertionError):
    """Some laws do not hold of a task, or of some environments. What breaks several alike, as a crash, is told once.

    Attributes:
        broken: For each of them what was found.
    """

    def __init__(self, broken: tuple[BrokenLawError, ...]) -> None:
        some = f"{counted(len(broken), 'law')} {'does' if len(broken) == 1 else 'do'} not hold"
        super().__init__(f"{some} of {broken[0].subject}:\n{told(broken)}")
        self.broken = broken

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.broken,)


def broken_laws(task: Maker | Subject, *, seed: int = 0, laws: Iterable[Law] = LAWS) -> list[BrokenLawError]:
    """Check laws over a task, and give those that do not hold, each with the smallest example that was found.

    Args:
        task: A task spec, or a :class:`~envspecs.testing.subject.Subject`.
        seed: Of the episodes and actions.
        laws: Which laws to check, where they apply.

    >>> import envspecs
    >>> broken_laws(envspecs.load("CircleSquare-s15-v0"))
    []
    """
    return [verdict.error for verdict in verdicts(task, seed=seed, laws=laws) if verdict.error is not None]


def check_spec(spec: Maker | Subject, *, seed: int = 0, processes: bool = False) -> None:
    """Check all laws over a task spec, the space of its images, and its environments.

    Args:
        spec: The task spec.
        seed: Of the episodes, actions and images.
        processes: Whether to check the laws that start processes as well; they take longer.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found.

    >>> import envspecs
    >>> check_spec(envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 3}))
    """
    broken = broken_laws(spec, seed=seed, laws=laws_of(processes=processes))
    if broken:
        raise BrokenLawsError(tuple(broken)) from broken[0]


def check_env(
    make: Callable[..., gymnasium.Env[Any, Any]],
    make_vec: Callable[..., VectorEnv[Any, Any, Any]] | None = None,
    *,
    modes: Iterable[AutoresetMode] = tuple(AutoresetMode),
    ignore: Iterable[str] = (),
    seed: int = 0,
    processes: bool = False,
) -> None:
    """Check all laws that apply to environments, this project's or others'.

    Args:
        make: Makes one environment; takes ``render_mode`` where the environment renders.
        make_vec: Makes a vector environment of as many as it is told; takes ``autoreset_mode``. None for none.
        modes: The autoreset modes that ``make_vec`` can make vector environments of.
        ignore: Entries of ``info`` and of observations that are never compared, such as times that something took.
        seed: Of the episodes and actions.
        processes: Whether to check the laws that start processes as well; they take longer.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found.

    >>> import functools, gymnasium
    >>> check_env(functools.partial(gymnasium.make, "envspecs/CircleSquare-s15-v0"))
    """
    check_spec(Subject(make, make_vec, modes=modes, ignore=ignore), seed=seed, processes=processes)
