"""Keys of entries."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from imagespaces.cache import Key

KEYS = st.builds(Key, kind=st.text("abc/ \0é-_", min_size=1), subject=st.text(), state=st.text())


@given(KEYS)
def test_names_are_plain_and_of_their_family(key: Key) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]+-[0-9a-f]{12}-[0-9a-f]{8}", key.name)
    assert key.name.startswith(key.family)


@given(KEYS, KEYS)
def test_different_keys_have_different_names(one: Key, other: Key) -> None:
    same = (one.subject, one.state) == (other.subject, other.state)
    assert (one.digests == other.digests) == same
    if not same:
        assert one.name != other.name
    assert (Key(one.kind, one.subject, other.state).family == one.family) is True


def test_texts_that_are_no_unicode_are_keys() -> None:
    assert Key("x", "\udcff", "").digests != Key("x", "", "\udcff").digests
