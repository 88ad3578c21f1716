"""Several classes as one."""

from __future__ import annotations

import re
from typing import Any

import pytest

from imagespaces.loaded.relabelling import Merge
from tests.imagespaces.loaded.relabelling.cases import classed

ALL = classed([0, 1, 2, 3, 4, 5, 6, -1])


def test_each_old_class_goes_where_it_is_listed() -> None:
    merged = Merge({"pets": ["dog", 0], "farm": ["sow", "hen"]})(ALL)
    assert merged.names == ("pets", "farm")
    assert merged.labels.tolist() == [0, -1, 0, 1, -1, -1, 1, -1]


def test_others_can_stay_as_they_are_after_the_new_ones_in_their_order() -> None:
    merged = Merge({"farm": ["sow", "hen"], "pets": [0, 2]}, rest="keep")(ALL)
    assert merged.names == ("farm", "pets", "cow", "pig", "rat")
    assert merged.labels.tolist() == [1, 2, 1, 0, 3, 4, 0, -1]


def test_a_new_class_may_be_called_as_one_that_it_is_made_of() -> None:
    merged = Merge({"cat": ["cat", "dog"]}, rest="keep")(ALL)
    assert merged.names == ("cat", "cow", "hen", "pig", "rat", "sow")


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (({},), "classes must name at least one new class, got {}"),
        (({"a": []},), "class 'a' must be made of a list of classes, got []"),
        (({"a": "cat"},), "class 'a' must be made of a list of classes, got 'cat'"),
        (({"a": [0]}, "all"), "rest must be one of 'drop', 'keep', got 'all'"),
    ],
)
def test_what_is_not_allowed_is_refused(parameters: tuple[Any, ...], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Merge(*parameters)


@pytest.mark.parametrize(
    ("merge", "message"),
    [
        (
            Merge({"a": ["fox"]}),
            "a class must be one of 'cat', 'cow', 'dog', 'hen', 'pig', 'rat', 'sow', or 0 to 6, got 'fox'",
        ),
        (
            Merge({"a": ["henn"]}),
            f"a class must be one of {', '.join(map(repr, ALL.names))}, or 0 to 6, got 'henn' (did you mean 'hen'?)",
        ),
        (Merge({"a": ["cat"], "b": ["dog", 0]}), "classes must be different, got 'cat' twice"),
        (Merge({"dog": ["cat"]}, "keep"), "new classes must be called other than those that stay, got 'dog'"),
    ],
)
def test_what_does_not_fit_is_refused(merge: Merge, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        merge(ALL)
