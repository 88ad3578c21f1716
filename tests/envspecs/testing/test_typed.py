from __future__ import annotations

from hypothesis import find

from envspecs import TaskSpec
from envspecs.testing.strategies import task_specs
from envspecs.testing.typed import specs_of


def test_task_specs_are_made() -> None:
    assert find(specs_of(TaskSpec), lambda _: True) == find(task_specs(), lambda _: True)
