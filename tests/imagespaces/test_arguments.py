from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.arguments import check_flag, check_integer, check_size

STRANGERS = [None, "3", b"3", 3.0, float("nan"), 3j, [3], np.float64(3), np.array([3, 4]), True, np.True_]


@given(st.integers())
def test_integers_of_any_size(value: int) -> None:
    assert check_integer("stream", value) == value


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64, np.uint64])
def test_integers_of_numpy_become_pythons(kind: type[Any]) -> None:
    assert type(check_integer("stream", kind(7))) is int
    assert type(check_size("height", kind(7))) is int


@pytest.mark.parametrize("value", STRANGERS, ids=repr)
def test_what_is_no_integer(value: Any) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(f"stream must be an integer, got {value!r}") + "$"):
        check_integer("stream", value)


@pytest.mark.parametrize("value", [0, -1, -(2**70), np.int8(-3), *STRANGERS], ids=repr)
def test_what_is_no_size(value: Any) -> None:
    message = f"height must be an integer of at least 1, got {value!r}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        check_size("height", value)


def test_integers_have_a_least() -> None:
    assert check_integer("extent", 2, least=2) == 2
    with pytest.raises(ValueError, match=r"^extent must be an integer of at least 2, got 1$"):
        check_integer("extent", 1, least=2)


@pytest.mark.parametrize("value", [True, False, np.True_, np.False_])
def test_flags_become_pythons(value: Any) -> None:
    assert check_flag("gradient", value) is bool(value)


@pytest.mark.parametrize("value", [0, 1, "no", "", None, 1.0, []], ids=repr)
def test_what_is_no_flag(value: Any) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(f"gradient must be True or False, got {value!r}") + "$"):
        check_flag("gradient", value)
