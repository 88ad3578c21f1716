"""Structs of Apache Thrift's compact protocol, in which Parquet files tell of themselves.

Read are whole numbers, texts, and lists and structs of these; other values are passed over. A field is known by its
number and its kind together, as Thrift's own readers pass over a field of another kind than they expect.
"""

from __future__ import annotations

from typing import TypeAlias

__all__ = ["I32", "I64", "LIST", "STRUCT", "TEXT", "Struct", "Value", "number", "read_struct", "structs"]

Struct: TypeAlias = "dict[tuple[int, int], Value]"
"""The values of fields, by their numbers and kinds."""

Value: TypeAlias = "int | bytes | Struct | tuple[int, list[Value]]"
"""A whole number, a text, a struct, or a list: the kind of its items, and these."""

_STOP, _TRUE, _FALSE, _BYTE, _I16, I32, I64, _DOUBLE, TEXT, LIST, _SET, STRUCT = 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12

_DEPTH = 16
_MOST_VALUES = 1 << 20
"""There may be so many values, which take some hundred bytes each in memory."""


def read_struct(data: bytes) -> tuple[Struct, int]:
    """Read a struct.

    Args:
        data: What begins with it.

    Returns:
        The struct, and how many bytes it takes.

    Raises:
        ValueError: If there is none.

    >>> read_struct(bytes([0x15, 0, 0x18, 2, 97, 98, 0]) + b"more")
    ({(1, 5): 0, (2, 8): b'ab'}, 7)
    """
    reader = _Reader(data)
    try:
        return reader.struct(depth=0), reader.at
    except IndexError:
        raise ValueError(f"a struct must end within {len(data)} bytes, got none that does") from None


def number(struct: Struct, field: int, kind: int) -> int:
    """Give a field of a struct that is a whole number.

    Raises:
        ValueError: If there is none, or it does not fit its kind.
    """
    found = struct.get((field, kind))
    bits = {I32: 31, I64: 63}[kind]
    if not isinstance(found, int) or not -(1 << bits) <= found < 1 << bits:
        raise ValueError(f"a struct must have a whole number of {bits + 1} bits in field {field}, got {found!r}")
    return found


def structs(struct: Struct, field: int) -> list[Struct]:
    """Give a field of a struct that is a list of structs.

    Raises:
        ValueError: If it is not.
    """
    found = struct.get((field, LIST))
    if not isinstance(found, tuple) or (found[0] != STRUCT and found[1]):
        shown = "none" if found is None else "another"
        raise ValueError(f"a struct must have a list of structs in field {field}, got {shown}")
    return [item for item in found[1] if isinstance(item, dict)]


class _Reader:
    """Reads values one after another.

    Args:
        data: Where they lie.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._values = 0
        self.at = 0

    def struct(self, depth: int) -> Struct:
        """Give the fields of a struct."""
        fields: Struct = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._integer()
            if not 0 <= field < 1 << 15:
                raise ValueError(f"fields of a struct must have numbers from 0 to 32767, got {field}")
            value = None if head & 15 in {_TRUE, _FALSE} else self._value(head & 15, depth)
            if value is not None:
                fields[field, head & 15] = value
        return fields

    def _value(self, kind: int, depth: int) -> Value | None:
        """Give a value; None of those that are passed over."""
        self._values += 1
        if depth > _DEPTH or self._values > _MOST_VALUES:
            found = f"{self._values}, {depth} deep"
            raise ValueError(f"a struct may have up to {_MOST_VALUES} values, {_DEPTH} deep, got {found}")
        if kind in {_I16, I32, I64}:
            return self._integer()
        if kind == TEXT:
            return self._bytes(self._varint())
        if kind in {LIST, _SET}:
            return self._list(depth)
        if kind == STRUCT:
            return self.struct(depth + 1)
        if kind not in {_TRUE, _FALSE, _BYTE, _DOUBLE}:
            raise ValueError(f"a value must be of kinds 1 to 10 or 12, got {kind}")
        self._bytes(8 if kind == _DOUBLE else 1)  # in a list, truth takes a byte
        return None

    def _list(self, depth: int) -> tuple[int, list[Value]]:
        head = self._byte()
        count = head >> 4 if head >> 4 < 15 else self._varint()
        items = (self._value(head & 15, depth + 1) for _ in range(min(count, len(self._data) + 1)))
        return head & 15, [item for item in items if item is not None]

    def _byte(self) -> int:
        self.at += 1
        return self._data[self.at - 1]

    def _bytes(self, count: int) -> bytes:
        found = self._data[self.at : self.at + count]
        if len(found) < count:
            raise IndexError
        self.at += count
        return found

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
            if shift > 63:
                raise ValueError(f"a whole number must take up to 10 bytes, got more at byte {self.at}")

    def _integer(self) -> int:
        value = self._varint()
        return value >> 1 ^ -(value & 1)
