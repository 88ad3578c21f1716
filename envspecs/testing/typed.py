"""What Hypothesis makes of the class of task specs; see :mod:`imagespaces.discovery`."""

from __future__ import annotations

from hypothesis.strategies import SearchStrategy

from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.strategies import task_specs

__all__ = ["specs_of"]


def specs_of(_kind: type[TaskSpec]) -> SearchStrategy[TaskSpec]:
    """Build task specs, as :func:`envspecs.testing.strategies.task_specs` does without options."""
    return task_specs()
