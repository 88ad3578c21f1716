"""The parts that a data set comes in."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.factors import Domain, Finite
from imagespaces.loaded.parts import PICTURE, Parts


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(1, 9), min_size=1))
def test_parts_follow_one_another(sizes: dict[str, int]) -> None:
    splits = Parts(sizes).divide(Domain([Finite(PICTURE, range(sum(sizes.values())))])).splits
    found = [splits[name].indices(np.arange(size)) for name, size in sizes.items()]
    assert np.concatenate(found).tolist() == list(range(sum(sizes.values())))
    assert [splits[name].size for name in sizes] == list(sizes.values())


def test_an_empty_part_is_refused() -> None:
    message = r"^each part of a data set must have a picture that is left, got none in 'val', 'test'$"
    with pytest.raises(ValueError, match=message):
        Parts({"train": 2, "val": 0, "test": 0}).divide(Domain([Finite(PICTURE, range(2))]))
