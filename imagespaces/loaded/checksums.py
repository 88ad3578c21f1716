"""Comparing files with the checksums that their data set publishes."""

from __future__ import annotations

import hashlib

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.streams import opened, wrong

__all__ = ["check_md5"]

_CHUNK = 1 << 20


def check_md5(file: ListedFile, published: str) -> None:
    """Compare a file with its published MD5 checksum, which finds damage, not malice.

    Args:
        file: The file as it is published.
        published: 32 hexadecimal digits.

    Raises:
        ValueError: If it is damaged or another, or can't be read.
    """
    digest = hashlib.md5(usedforsecurity=False)
    with opened(file) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    found = digest.hexdigest()
    if found != published:
        advice = "another file is read with checksums=False"
        raise wrong(file, f"have the MD5 checksum {published} that its data set publishes ({advice})", found)
