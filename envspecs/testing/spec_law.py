"""Laws about task specs, and about the spaces of their images."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from typing import Any, ClassVar

from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.law import Law, Part
from envspecs.testing.limits import UNLIMITED, Limits
from envspecs.testing.subject import Subject, Task

__all__ = ["SpecLaw", "any_spec", "spec_law", "validated", "with_variants"]


class SpecLaw(Law):
    """An invariant of task specs: a named function that raises where it does not hold.

    Args:
        check: Takes a :class:`~envspecs.specs.task_spec.TaskSpec` and, where it asks for one by name, a ``seed``;
            raises AssertionError with the reason. Its name and docstring become the law's.
        applies: Tells which specs the law is about; its docstring says so in words, as "Take …".

    >>> import envspecs
    >>> from envspecs.testing.laws import specs_survive_yaml
    >>> specs_survive_yaml(envspecs.load("CircleSquare-v0"))
    """

    part: ClassVar[Part] = "spec"

    def __init__(self, check: Callable[..., None], applies: Callable[[TaskSpec], bool]) -> None:
        super().__init__(check, applies)

    def applies(self, task: Task) -> bool:
        """Tell whether the law is about a task: one that is a spec, rather than environments alone."""
        spec = Subject.of(task).spec
        return spec is not None and self._applies(spec)

    def _hold(self, subject: Subject, seed: int) -> None:
        self._check(subject.spec, **({"seed": seed} if self.takes_seed else {}))

    def example(self, subject: Subject, seed: int, limits: Limits = UNLIMITED) -> str:  # noqa: ARG002 - specs have no steps
        """Give the code of a call of the law."""
        return super().example(subject, seed)


def spec_law(applies: Callable[[Any], bool]) -> Callable[[Callable[..., None]], SpecLaw]:
    """Make a law of a function; the argument tells which specs it is about."""
    return lambda check: SpecLaw(check, applies)


def any_spec(_spec: TaskSpec) -> bool:
    """Take any task spec."""
    return True


def with_variants(spec: TaskSpec) -> bool:
    """Take task specs that have variants."""
    return bool(spec.variants)


def validated(_spec: TaskSpec) -> bool:
    """Take any task spec, where the package jsonschema is installed."""
    return importlib.util.find_spec("jsonschema") is not None
