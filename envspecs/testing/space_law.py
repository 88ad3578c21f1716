"""Laws of image spaces, as laws of the tasks whose images they give."""

from __future__ import annotations

import inspect
from typing import ClassVar

import imagespaces.testing
from envspecs.testing.law import BrokenLawError, Law, Part
from envspecs.testing.limits import Limits
from envspecs.testing.subject import Subject, Task

__all__ = ["SpaceLaw"]


class SpaceLaw(Law):
    """A law of image spaces, checked over the space that a task's images come from.

    Args:
        law: The law, one of ``imagespaces.testing.LAWS``.

    >>> import envspecs, imagespaces.testing
    >>> law = SpaceLaw(imagespaces.testing.LAWS[0])
    >>> law(envspecs.load("CircleSquare-v0"))
    """

    part: ClassVar[Part] = "space"
    _known: ClassVar[frozenset[str]] = frozenset({"indices", "seed"})

    def __init__(self, law: imagespaces.testing.Law) -> None:
        super().__init__(inspect.unwrap(law), law.applies)
        self._law = law

    @property
    def takes_seed(self) -> bool:
        """Whether anything is drawn from a seed."""
        return True

    def applies(self, task: Task) -> bool:
        """Tell whether the law is about the space of a task of this project."""
        with Subject.of(task).opened() as subject:
            return subject.is_active and self._law.applies(subject.core.space)

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
            task: A task that the law applies to.
            seed: What is drawn at random is drawn from it.
            steps: Means nothing here, as do the others.
            num_envs: As above.
            at_rest: As above.

        Raises:
            BrokenLawError: If the law does not hold.
        """
        Limits(steps, num_envs, at_rest)
        with Subject.of(task).opened() as subject:
            for broken in imagespaces.testing.broken_laws(subject.core.space, seed=seed, laws=[self._law]):
                example = getattr(broken, "example", "")
                raise BrokenLawError(self.name, repr(subject), broken.reason, example) from broken
