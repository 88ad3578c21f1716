from __future__ import annotations

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
