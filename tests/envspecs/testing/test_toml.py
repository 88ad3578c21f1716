from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from envspecs.testing.toml import to_toml, without_nulls

TEXTS = st.text(st.characters(codec="utf-8"))
SCALARS: st.SearchStrategy[Any] = (
    st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
)
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=6)


@settings(max_examples=40)
@given(st.dictionaries(TEXTS, DATA, max_size=4))
def test_what_is_written_is_read(data: dict[str, Any]) -> None:
    assert tomllib.loads(to_toml(data)) == data


def test_each_key_is_a_line() -> None:
    assert to_toml({"a": {"b": [1, 2.5]}, "c d": 'say "no"\x7f'}) == (
        '"a" = {"b" = [1, 2.5]}\n"c d" = "say \\"no\\"\\u007f"\n'
    )


def test_what_is_none_is_left_out_of_maps() -> None:
    assert without_nulls({"a": None, "b": {"c": None, "d": [{"e": None}]}, "f": 0}) == {"b": {"d": [{}]}, "f": 0}
