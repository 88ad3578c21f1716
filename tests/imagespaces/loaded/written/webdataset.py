"""Tar archives of pictures and their classes, put together block by block."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np

from tests.imagespaces.loaded.cases import encoded, noise
from tests.imagespaces.loaded.cases import write as put

__all__ = [
    "CLASSES",
    "ENDINGS",
    "LABELS",
    "OPTIONS",
    "PICTURES",
    "header",
    "member",
    "sample",
    "tar",
    "write",
    "write_parts",
]

CLASSES = ("ant", "bee", "cow")
LABELS = (2, 0, 1, 1, 0, 2, 2)
PICTURES = tuple(np.kron(noise(3, 4, seed=number), np.ones((4, 4, 1), np.uint8)) for number in range(len(LABELS)))

ENDINGS = ("png", "jpg", "webp", "png", "png", "jpeg", "png")
OPTIONS: Mapping[str, dict[str, object]] = {
    "png": {"format": "PNG"},
    "jpg": {"format": "JPEG", "quality": 95},
    "jpeg": {"format": "JPEG", "quality": 95},
    "webp": {"format": "WEBP", "lossless": True},
}


def header(name: bytes, size: int, kind: bytes = b"0", link: bytes = b"") -> bytes:
    """The block before a member, as POSIX 1003.1-1988 (ustar) has it."""
    numbers = [b"%07o\0" % value for value in (0o644, 0, 0)] + [b"%011o\0" % size, b"%011o\0" % 0]
    start = name.ljust(100, b"\0") + b"".join(numbers)
    end = kind + link.ljust(100, b"\0") + b"ustar\x0000" + bytes(32) + bytes(32) + b"0000000\0" * 2 + bytes(155 + 12)
    total = sum(start) + sum(b" " * 8) + sum(end)
    return start + b"%06o\0 " % total + end


def member(name: str, content: bytes) -> bytes:
    """A file in an archive."""
    return header(name.encode(), len(content)) + content + bytes(-len(content) % 512)


def tar(members: Iterable[bytes]) -> bytes:
    """An archive: its members, and two blocks of zeros."""
    return b"".join(members) + bytes(1024)


def sample(number: int, folder: str = "") -> bytes:
    """A picture, its class in one of two ways, and something else."""
    key = f"{folder}{number:06d}"
    label = LABELS[number]
    told = member(f"{key}.cls", b"%d\n" % label)
    if number % 2:
        told = member(f"{key}.json", json.dumps({"label": label, "more": [1, {"a": None}]}).encode())
    picture = encoded(PICTURES[number], **OPTIONS[ENDINGS[number]])
    return member(f"{key}.{ENDINGS[number]}", picture) + told + member(f"{key}.txt", b"a word\n")


def write(folder: Path) -> None:
    """Write two archives, and what the classes are called."""
    put(folder, {"b.tar": tar(map(sample, range(3, 7))), "a.tar": tar(map(sample, range(3)))})
    put(folder, {"classnames.txt": "".join(f"{name}\n" for name in CLASSES).encode()})


def write_parts(folder: Path) -> None:
    """Write an archive to train on and one to validate, in which members lie in folders."""
    folders = header(b"./", 0, b"5") + header(b"./all/", 0, b"5")
    put(folder, {"train-0.tar": tar([folders, *(sample(number, "./all/") for number in range(5))])})
    put(folder, {"val-0.tar": tar(sample(number, "./all/") for number in (5, 6))})
