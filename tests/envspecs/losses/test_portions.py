from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from envspecs.losses.portions import portions


@given(st.integers(0, 300), st.integers(0, 1 << 21))
def test_portions_leave_nothing_out_and_are_as_large_as_may_be(count: int, size: int) -> None:
    parts = list(portions(count, size))
    assert [row for part in parts for row in range(part.start, part.stop)] == list(range(count))
    assert all(len(range(part.start, part.stop)) * size <= 1 << 20 for part in parts if part.stop - part.start > 1)
    assert all((part.stop - part.start + 1) * size > 1 << 20 for part in parts[:-1])
