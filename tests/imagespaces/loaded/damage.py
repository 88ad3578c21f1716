"""Ways to damage files: each a pure function of bytes and a source of chance, as storage, networks and attackers do it.

Where the bytes are an archive or compressed, half of the damage is done inside, and all is packed again: else checksums
would keep everything from the reader that comes after.
"""

from __future__ import annotations

import gzip
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from random import Random
from typing import TypeAlias

__all__ = ["WAYS", "Way", "damaged"]

Way: TypeAlias = Callable[[bytes, Random], bytes]
"""Damages bytes, of which there is at least one."""

_EXTREMES = (0, 1, 2, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 1 << 24, 2**31 - 1, 2**31, 2**32 - 1, 2**62, 2**63, 2**64 - 1)
_WORDS = (
    b"-1",
    b"0",
    b"1e999",
    b"NaN",
    b"null",
    b"2147483648",
    b"18446744073709551616",
    b'""',
    b"[]",
    b"{}",
    b"../../x",
)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


def flip_bits(data: bytes, random: Random) -> bytes:
    """Turn a few bits over."""
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        changed[_place(data, random)] ^= 1 << random.randrange(8)
    return bytes(changed)


def set_bytes(data: bytes, random: Random) -> bytes:
    """Overwrite a run of bytes with noise."""
    start = _place(data, random)
    noise = random.randbytes(random.randint(1, 16))
    return data[:start] + noise + data[start + len(noise) :]


def set_integer(data: bytes, random: Random) -> bytes:
    """Overwrite bytes with an extreme integer of 1, 2, 4 or 8 bytes, whichever end comes first."""
    width = random.choice((1, 2, 4, 8))
    value = random.choice(_EXTREMES) % (1 << 8 * width)
    start = _place(data, random)
    if random.random() < 0.5:
        start -= start % width
    return data[:start] + value.to_bytes(width, random.choice(("little", "big"))) + data[start + width :]


def set_number(data: bytes, random: Random) -> bytes:
    """Put something extreme in place of a number that is written in digits."""
    start = _place(data, random)
    number = _NUMBER.search(data, start) or _NUMBER.search(data)
    if number is None:
        return set_integer(data, random)
    return data[: number.start()] + random.choice(_WORDS) + data[number.end() :]


def cut_short(data: bytes, random: Random) -> bytes:
    """Leave the beginning alone, perhaps nothing."""
    return data[: random.randrange(len(data))]


def lengthen(data: bytes, random: Random) -> bytes:
    """Add to the end: zeros, noise, or the beginning once more."""
    count = random.choice((1, 7, 64, 4096))
    return data + random.choice((bytes(count), random.randbytes(count), data[:count]))


def drop_piece(data: bytes, random: Random) -> bytes:
    """Take a piece out of the middle."""
    start, stop = _piece(data, random)
    return data[:start] + data[stop:]


def repeat_piece(data: bytes, random: Random) -> bytes:
    """Have a piece several times over."""
    start, stop = _piece(data, random)
    return data[:stop] + data[start:stop] * random.choice((1, 2, 30)) + data[stop:]


def move_piece(data: bytes, random: Random) -> bytes:
    """Copy a piece over another place, or in between."""
    start, stop = _piece(data, random)
    to = _place(data, random)
    return data[:to] + data[start:stop] + data[to + random.choice((0, stop - start)) :]


WAYS: Sequence[Way] = (
    flip_bits,
    set_bytes,
    set_integer,
    set_integer,
    set_number,
    cut_short,
    lengthen,
    drop_piece,
    repeat_piece,
    move_piece,
)
"""All ways, the most fruitful one twice."""


def damaged(data: bytes, random: Random) -> tuple[bytes, str]:
    """Damage bytes, and say how.

    Returns:
        The new bytes, and the names of the layers that were opened and of the way that was chosen.
    """
    for name, (signature, inside) in _LAYERS.items():
        if data.startswith(signature) and random.random() < 0.5:
            try:
                return _damaged_inside(inside, name, data, random)
            except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, struct.error):
                break  # it only looks like it
    way = random.choice(WAYS)
    return way(data or b"\0", random), way.__name__


def _damaged_inside(inside: Layer, name: str, data: bytes, random: Random) -> tuple[bytes, str]:
    how = []

    def within(content: bytes) -> bytes:
        changed, said = damaged(content, random)
        how.append(said)
        return changed

    return inside(data, within, random), f"{name}: {', '.join(how)}"


# --------------------------------------------------------------------------------------------------------------- layers

Layer: TypeAlias = Callable[[bytes, Callable[[bytes], bytes], Random], bytes]
"""Unpacks bytes, has them changed, and packs them again."""


def _gzip(data: bytes, change: Callable[[bytes], bytes], random: Random) -> bytes:
    return gzip.compress(change(gzip.decompress(data)), 1, mtime=0)


def _zip(data: bytes, change: Callable[[bytes], bytes], random: Random) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        chosen = random.choice(old.namelist())
        for member in old.infolist():
            content = old.read(member)
            info = zipfile.ZipInfo(member.filename)
            info.compress_type = member.compress_type
            new.writestr(info, change(content) if member.filename == chosen else content)
    return packed.getvalue()


def _mat(data: bytes, change: Callable[[bytes], bytes], random: Random) -> bytes:
    """Of a MATLAB file, which is a header of 128 bytes and elements, change what is inside of one element."""
    elements, start = [], 128
    while start < len(data):
        kind, size = struct.unpack_from("<II", data, start)
        elements.append((kind, data[start + 8 : start + 8 + size]))
        start += 8 + size
    chosen = random.randrange(len(elements))
    packed = data[:128]
    for at, (kind, content) in enumerate(elements):
        inner = content
        if at == chosen:
            inner = zlib.compress(change(zlib.decompress(content)), 1) if kind == 15 else change(content)
        packed += struct.pack("<II", kind, len(inner)) + inner
    return packed


_LAYERS: Mapping[str, tuple[bytes, Layer]] = {
    "gzip": (b"\x1f\x8b", _gzip),
    "zip": (b"PK\3\4", _zip),
    "mat": (b"MATLAB 5.0", _mat),
}


# --------------------------------------------------------------------------------------------------------------- places


def _place(data: bytes, random: Random) -> int:
    """Choose a place: half of the time near the beginning, where headers are."""
    return random.randrange(min(len(data), 64) if random.random() < 0.5 else len(data))


def _piece(data: bytes, random: Random) -> tuple[int, int]:
    start = _place(data, random)
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 200, 5000)))
