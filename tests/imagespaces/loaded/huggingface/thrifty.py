"""Values of Apache Thrift's compact protocol, byte by byte."""

from __future__ import annotations

__all__ = ["fields", "header", "integer", "listed", "text", "varint"]


def varint(value: int) -> bytes:
    """A number without sign: seven bits a byte, the lowest first."""
    low, rest = value & 127, value >> 7
    return bytes([low | 128]) + varint(rest) if rest else bytes([low])


def integer(value: int) -> bytes:
    """A whole number: the sign is the lowest bit."""
    return varint(value << 1 if value >= 0 else ~(value << 1))


def text(value: bytes) -> bytes:
    """A text, with its length before it."""
    return varint(len(value)) + value


def listed(kind: int, *items: bytes) -> bytes:
    """A list of less than 15 items of a kind."""
    return bytes([len(items) << 4 | kind]) + b"".join(items)


def fields(*values: tuple[int, int, bytes]) -> bytes:
    """A struct of fields (number, kind, value), by their whole numbers."""
    return b"".join(bytes([kind]) + integer(number) + value for number, kind, value in values) + b"\0"


def header(unpacked: int, stored: int, more: bytes = b"") -> bytes:
    """The header of a page: its type, its sizes, more fields, and the end."""
    return b"\x15" + integer(0) + b"\x15" + integer(unpacked) + b"\x15" + integer(stored) + more + b"\0"
