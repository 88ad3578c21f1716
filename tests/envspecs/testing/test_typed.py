from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from envspecs import TaskSpec
from envspecs.testing.typed import specs_of


@settings(max_examples=2)
@given(data=st.data())
def test_task_specs_are_made(data: st.DataObject) -> None:
    assert type(data.draw(specs_of(TaskSpec))) is TaskSpec
