"""The first classes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.relabelling import Classed, FirstClasses, OnlyClasses
from tests.imagespaces.loaded.relabelling.cases import classed, farms


@given(farms(), st.data())
def test_the_first_are_those_of_the_first_names(farm: Classed, data: st.DataObject) -> None:
    count = data.draw(st.integers(1, len(farm.names)))
    named = OnlyClasses(farm.names[:count])(farm)
    first = FirstClasses(count)(farm)
    assert (first.names, first.labels.tolist()) == (named.names, named.labels.tolist())


@pytest.mark.parametrize("count", [0, -1, 1.0, True, "2"])
def test_a_count_that_is_none_is_refused(count: Any) -> None:
    message = f"count must be an integer of at least 1, got {count!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        FirstClasses(count)


def test_more_than_there_are_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^count must be from 1 to 2, the classes there are, got 3$"):
        FirstClasses(3)(classed([0, 1], ("a", "b")))
