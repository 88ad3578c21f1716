"""Running all laws over a task or an environment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gymnasium.vector import AutoresetMode

from envspecs.testing.choosing import Choose
from envspecs.testing.law import BrokenLawError, Law
from envspecs.testing.laws import LAWS
from envspecs.testing.making import Make, MakeVec
from envspecs.testing.subject import Subject, Task
from envspecs.testing.verdicts import laws_of, verdicts
from envspecs.words import counted
from imagespaces.testing.raising import told

__all__ = ["BrokenLawsError", "broken_laws", "check_env", "check_spec"]


class BrokenLawsError(AssertionError):
    """Some laws do not hold of a task, or of some environments. A crash that breaks several is told once.

    Attributes:
        broken: For each of them what was found.
    """

    def __init__(self, broken: tuple[BrokenLawError, ...]) -> None:
        some = f"{counted(len(broken), 'law')} {'does' if len(broken) == 1 else 'do'} not hold"
        super().__init__(f"{some} of {broken[0].subject}:\n{told(broken)}")
        self.broken = broken

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.broken,)


def broken_laws(task: Task, *, seed: int = 0, laws: Iterable[Law] = LAWS) -> list[BrokenLawError]:
    """Check laws over a task, and give those that do not hold, each with the smallest example that was found.

    Args:
        task: A task spec or where :func:`envspecs.load` finds one, or a :class:`~envspecs.testing.subject.Subject`.
        seed: Of the episodes and actions.
        laws: Which laws to check, where they apply.

    >>> broken_laws("CircleSquare-s15-v0")
    []
    """
    return [verdict.error for verdict in verdicts(task, seed=seed, laws=laws) if verdict.error is not None]


def check_spec(spec: Task, *, seed: int = 0, processes: bool = False) -> None:
    """Check all laws over a task spec, the space of its images, and its environments.

    Episodes of 100 steps or more are cut at 50, to be played to their end.

    Args:
        spec: The task spec, or what :func:`envspecs.load` takes: an id of the catalog, a file or a map.
        seed: Of the episodes, actions and images.
        processes: Whether to check the laws that start processes as well; they take longer.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found.

    >>> import envspecs
    >>> check_spec(envspecs.load("CircleSquare-s15-v0").override({"episode.max_steps": 3}))
    """
    _check(Subject.of(spec), seed, laws_of(processes=processes))


def check_env(
    make: Make | str,
    make_vec: MakeVec | None = None,
    *,
    modes: Iterable[AutoresetMode] = tuple(AutoresetMode),
    ignore: Iterable[str] = (),
    actions: Choose | None = None,
    strict: bool = True,
    seed: int = 0,
    processes: bool = False,
) -> None:
    """Check all laws that apply to environments, this project's or others'.

    Args:
        make: Makes one environment; takes ``render_mode`` where pictures are to be looked at. Or the id of one that
            is registered with Gymnasium.
        make_vec: Makes a vector environment of as many as it is told; takes ``autoreset_mode``. None for none.
        modes: The autoreset modes that ``make_vec`` can make vector environments of.
        ignore: Entries of ``info`` and of observations that are never compared, such as times that something took.
        actions: What is done instead of an action that laws draw, where not every one can be taken: it takes that
            action and the latest ``info``, and gives one that can. :func:`~envspecs.testing.choosing.by_action_mask`
            does so by ``info["action_mask"]``.
        strict: Whether more is asked for than Gymnasium's documentation does: copies that play the same, arrays that
            are the caller's, silence and the like. Each law's ``source`` tells who asks for it.
        seed: Of the episodes and actions.
        processes: Whether to check the laws that start processes as well; they take longer.

    Raises:
        BrokenLawsError: If some do not hold, naming each with what was found.
        TypeError: If ``make`` or ``make_vec`` is no such callable, or makes something else.

    >>> check_env("envspecs/CircleSquare-s15-v0")
    """
    subject = Subject(make, make_vec, modes=modes, ignore=ignore, actions=actions)
    _check(subject, seed, laws_of(processes=processes, strict=strict))


def _check(subject: Subject, seed: int, laws: Iterable[Law]) -> None:
    """Raise where laws do not hold."""
    broken = broken_laws(subject, seed=seed, laws=laws)
    if broken:
        raise BrokenLawsError(tuple(broken)) from broken[0]
