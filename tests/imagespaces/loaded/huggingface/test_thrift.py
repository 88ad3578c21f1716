"""Values of Apache Thrift's compact protocol."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.huggingface.thrift import I32, I64, LIST, STRUCT, TEXT, number, read_struct, structs
from tests.imagespaces.loaded.huggingface.thrifty import fields, integer, listed, text, varint


@given(st.integers(-(1 << 63), (1 << 63) - 1), st.binary(max_size=300), st.integers(0, 32767))
def test_numbers_and_texts_are_read(value: int, said: bytes, field: int) -> None:
    data = fields((field, I64, integer(value)), (field, TEXT, text(said)))
    assert read_struct(data + b"more") == ({(field, I64): value, (field, TEXT): said}, len(data))


def test_fields_may_be_numbered_from_one_another() -> None:
    assert read_struct(b"\x15\2\x35\4\0") == ({(1, I32): 1, (4, I32): 2}, 5)


def test_structs_and_lists_lie_in_one_another() -> None:
    inner = [fields((1, I64, integer(number))) for number in (5, 6)]
    data = fields((1, LIST, listed(STRUCT, *inner)), (2, STRUCT, inner[0]), (3, LIST, listed(TEXT, text(b"a"))))
    found, _ = read_struct(data)
    assert structs(found, 1) == [{(1, I64): 5}, {(1, I64): 6}]
    assert found[2, STRUCT] == {(1, I64): 5}
    assert found[3, LIST] == (TEXT, [b"a"])


def test_long_lists_have_their_count_after_their_kind() -> None:
    data = fields((1, LIST, b"\xf5" + varint(20) + integer(7) * 20))
    assert read_struct(data) == ({(1, LIST): (I32, [7] * 20)}, len(data))


@pytest.mark.parametrize(
    "more",
    [
        b"\x11\x12",  # truth needs no byte of its own
        b"\x13\xff",  # a byte
        b"\x17" + struct.pack("<d", 0.5),
        b"\x1a\x22\1\2",  # a set of two truths, which have bytes there
        b"\x19\x27" + bytes(16),  # a list of floats
    ],
)
def test_other_values_are_passed_over(more: bytes) -> None:
    data = more + fields((99, I32, integer(3)))
    found, length = read_struct(data)
    assert length == len(data)
    assert number(found, 99, I32) == 3


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "a struct must end within 0 bytes, got none that does"),
        (b"\x15\0", "a struct must end within 2 bytes, got none that does"),
        (b"\x1b\0", "a value must be of kinds 1 to 10 or 12, got 11"),
        (b"\x1c" * 100, "a struct may have up to 1048576 values, 16 deep, got 18, 17 deep"),
        (b"\x19" * 100, "a struct may have up to 1048576 values, 16 deep, got 18, 17 deep"),
        (b"\x15" + b"\xff" * 20, "a whole number must take up to 10 bytes, got more at byte 11"),
        (b"\x18" + varint(1 << 40), "a struct must end within 7 bytes, got none that does"),
        (b"\x19\xf1" + varint(1 << 40), "a struct must end within 8 bytes, got none that does"),
        (b"\5" + integer(1 << 15), "fields of a struct must have numbers from 0 to 32767, got 32768"),
        (b"\5" + integer(-1), "fields of a struct must have numbers from 0 to 32767, got -1"),
        (
            b"\x19\xf3" + varint(1 << 21) + bytes(1 << 21),
            "a struct may have up to 1048576 values, 16 deep, got 1048577, 1 deep",
        ),
    ],
)
def test_what_is_no_struct_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=r"^(an?|fields) ") as caught:
        read_struct(data)
    assert str(caught.value) == message


def test_fields_of_another_kind_are_none() -> None:
    found, _ = read_struct(
        fields((1, I32, integer(5)), (2, I64, integer(1 << 63)), (3, LIST, listed(TEXT, text(b"a"))))
    )
    assert number(found, 1, I32) == 5
    for field, kind, message in (
        (1, I64, "a struct must have a whole number of 64 bits in field 1, got None"),
        (2, I64, f"a struct must have a whole number of 64 bits in field 2, got {1 << 63}"),
        (3, I32, "a struct must have a whole number of 32 bits in field 3, got None"),
    ):
        with pytest.raises(ValueError, match=r"^a struct must have ") as caught:
            number(found, field, kind)
        assert str(caught.value) == message
    for field, message in (
        (3, "a struct must have a list of structs in field 3, got another"),
        (1, "a struct must have a list of structs in field 1, got none"),
    ):
        with pytest.raises(ValueError, match=r"^a struct must have ") as caught:
            structs(found, field)
        assert str(caught.value) == message


def test_empty_lists_are_of_any_kind() -> None:
    assert structs(read_struct(fields((1, LIST, listed(TEXT))))[0], 1) == []
