"""Pickles that are taken apart and never run."""

from __future__ import annotations

import os
import pickle
import re
import warnings
from collections import OrderedDict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.unpickling import MAX_INSTRUCTIONS, UnpicklingError, unpickled
from tests.imagespaces.loaded.written.cifar import array, numbers, pickled, text

ALLOWED = "a pickle must be made of numbers, bytes, text, lists, tuples, dicts and arrays of unsigned bytes alone, got "
DAMAGED = "a pickle must be whole, got a damaged one: "


def refusal(data: bytes) -> str:
    with pytest.raises(UnpicklingError) as caught:
        unpickled(data)
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What is read
# ----------------------------------------------------------------------------------------------------------------------

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.binary() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)


@given(thing=PLAIN, protocol=st.integers(3, 4))
def test_plain_things_come_as_pickle_gives_them(thing: object, protocol: int) -> None:
    assert unpickled(pickle.dumps(thing, protocol)) == thing


@given(
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    protocol=st.integers(2, 4),
    first_fastest=st.booleans(),
    seed=st.integers(0, 9),
)
def test_arrays_come_as_pickle_gives_them(shape: list[int], protocol: int, first_fastest: bool, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)
    values = np.asfortranarray(values) if first_fastest else values
    found = unpickled(pickle.dumps({"data": values, "again": [1]}, protocol))
    assert isinstance(found, dict)
    assert np.array_equal(found["data"], values)
    assert not found["data"].flags.writeable


@pytest.mark.parametrize("module", [b"numpy.core.multiarray", b"numpy._core.multiarray"])
def test_what_python_2_wrote_is_read(module: bytes) -> None:
    content = pickled({b"labels": numbers([3, 200]), b"data": array(b"\0\xff\7\x80", 2, 2, module=module)})
    found = unpickled(content)
    assert isinstance(found, dict)
    assert found["labels"] == [3, 200]
    assert found["data"].tolist() == [[0, 255], [7, 128]]


# ----------------------------------------------------------------------------------------------------------------------
# What is refused
# ----------------------------------------------------------------------------------------------------------------------


class Calling:
    """What calls a function when it is unpickled."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.call = function, arguments

    def __reduce__(self) -> tuple[Any, ...]:
        return self.call


@pytest.mark.parametrize("protocol", range(6))
@pytest.mark.parametrize(
    "thing", [Calling(os.system, "exit 3"), Calling(eval, "1"), OrderedDict(a=1), {1, 2}, 1j, print, np.float64(3)]
)
def test_nothing_else_is_made(thing: object, protocol: int) -> None:
    assert refusal(pickle.dumps({"data": thing}, protocol)).startswith(ALLOWED)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\x80\x02cposix\nsystem\nU\x04exit\x85R.", "'posix.system' at byte 2"),
        (b"\x80\x02cnumpy\nndarray\n)R.", "a call of numpy.ndarray with other arguments than arrays are pickled with"),
        (b"\x80\x02c_codecs\nencode\nU\x01aU\x03hex\x86R.", "a call of _codecs.encode with other arguments"),
        (b"\x80\x02]}b.", "a change of list at byte 4"),
        (array(b"ab", 2, kind=b"u2"), "a call of numpy.dtype with other arguments"),
        (array(b"ab", 3) + b".", "an array of shape [3] with 2 values"),
        (array(b"ab", 2, 1, 1, 1, 1) + b".", "an array of another kind"),
        (b"\x80\x02(i__main__\nA\n.", "the instruction INST at byte 3"),
        (b"\x80\x02U\x01aQ.", "the instruction BINPERSID at byte 5"),
        (b"\x80\x02\x82\x01.", "the instruction EXT1 at byte 2"),
        (b"\x80\x05\x97.", "the instruction NEXT_BUFFER at byte 2"),
    ],
)
def test_instructions_that_do_more_are_refused(content: bytes, found: str) -> None:
    assert refusal(content).startswith(ALLOWED + found)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "pickle exhausted before seeing STOP"),
        (b"\x80\x02", "pickle exhausted before seeing STOP"),
        (b"\x80\x02.", "not enough values to unpack (expected 1, got 0)"),
        (b"\x80\x02]].", "too many values to unpack (expected 1"),
        (b"\x80\x02].more", "4 bytes after its end"),
        (b"\x80\x02e.", "list index out of range"),
        (b"\x80\x02s.", "2 of 0"),
        (b"\x80\x02]K\x01K\x02s.", "a dict is given keys and values, got list and 2"),
        (b"\x80\x02}K\x01K\x02s.", "keys are text of up to 100 characters, got int"),
        (b"\x80\x02}K\x01a.", "a list is extended, got dict"),
        (b"\x80\x02h\x07.", "7"),
        (b"\x80\x02T\xff\xff\xff\x7f.", "expected 2147483647 bytes in a string4, but only 1 remain"),
    ],
)
def test_damaged_ones_are_refused(content: bytes, reason: str) -> None:
    assert refusal(content).startswith(DAMAGED + reason)


@pytest.mark.parametrize("action", ["error", "ignore"])
def test_what_python_warns_of_is_refused_whatever_becomes_of_warnings(action: Any) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter(action)
        assert refusal(b"S'\\u'\n.").startswith("a pickle must be ")


def test_a_list_that_holds_itself_does_no_harm() -> None:
    assert refusal(b"\x80\x02]q\x01h\x01a}b.").startswith(ALLOWED)
    found = unpickled(b"\x80\x02]q\x01h\x01a.")
    assert isinstance(found, list)
    assert found[0] is found


def test_there_is_an_end_to_instructions() -> None:
    most = f"a pickle must have at most {MAX_INSTRUCTIONS} instructions, got more"
    assert refusal(b"\x80\x02" + b"N" * MAX_INSTRUCTIONS + b".") == most


def test_a_text_is_not_copied_again_and_again() -> None:
    """A few bytes each could otherwise ask for as many copies of a long text as there is memory."""
    long = b"X" + (1000).to_bytes(4, "little") + b"a" * 1000
    encode = b"c_codecs\nencode\nh\x01X\x06\0\0\0latin1\x86R"
    content = b"\x80\x02](" + long + b"q\x01" + encode * 100 + b"e."
    assert (
        refusal(content)
        == f"{DAMAGED}text of 5000 characters is encoded, more than the file's {len(content)} bytes can hold"
    )


@given(data=st.data())
def test_whatever_the_bytes_there_is_a_result_or_a_refusal(data: st.DataObject) -> None:
    good = pickled({b"labels": numbers([1, 2]), b"data": array(b"abcd", 2, 2), b"name": text(b"x")})
    at = data.draw(st.integers(0, len(good)))
    changed = good[:at] + data.draw(st.binary(max_size=4)) + good[data.draw(st.integers(at, len(good))) :]
    try:
        unpickled(changed)
    except UnpicklingError as error:
        assert re.match(r"a pickle must ", str(error))  # noqa: PT017 - not all are refused
