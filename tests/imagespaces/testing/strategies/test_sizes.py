from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.testing.strategies import sizes


@given(st.data(), st.integers(1, 9), st.integers(1, 9), st.integers(0, 200))
def test_sizes_keep_to_their_limits(data: st.DataObject, least: int, least_longer: int, more: int) -> None:
    most = least * max(least, least_longer) + more
    height, width = data.draw(sizes(most, least=least, least_longer=least_longer))
    assert min(height, width) >= least
    assert max(height, width) >= least_longer
    assert height * width <= most


@pytest.mark.parametrize(
    ("most", "limits", "shown"),
    [(4, {"least": 3}, "3 × 3"), (4, {"least_longer": 5}, "1 × 5"), (0, {}, "1 × 1"), (9, {"least": 0}, "0 × 1")],
)
def test_sizes_that_there_are_none_of(most: int, limits: dict[str, int], shown: str) -> None:
    message = rf"^sizes must be from 1 × 1 up to {most} pixels, got a least of {shown}$"
    with pytest.raises(ValueError, match=message):
        sizes(most, **limits)
