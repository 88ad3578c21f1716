"""Files that a command writes: wholly or not at all, and refused before the work if they can't be."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from envspecs.cli.failures import InputError

__all__ = ["ending_in", "writing"]


def ending_in(ending: str) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    """Give the callback of an option that names a file: it refuses names that promise another format.

    Args:
        ending: What names end in, in capitals or not.
    """

    def check(ctx: click.Context, param: click.Parameter, name: str | None) -> str | None:
        if name is not None and Path(name).suffix.lower() != ending:
            raise click.BadParameter(f"found {name!r}, allowed is a name that ends in {ending}.", ctx, param)
        return name

    return check


@contextmanager
def writing(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """Open a file that takes the place of ``path`` when the block ends well; else nothing is left of it.

    It is opened where it will be, so that what can't be written is known before the block begins.

    Args:
        path: The file; it may exist.

    Raises:
        InputError: If it can't be written there.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.exists() and not target.is_file():
            found = "a folder" if target.is_dir() else "a pipe or a device"
            raise InputError(f"envspecs: can't write {os.fspath(path)!r}: it is {found}")
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), target)
        file = part.open("xb")
    except OSError as error:
        raise InputError(
            f"envspecs: can't write {os.fspath(path)!r}: {(error.strerror or str(error)).lower()}"
        ) from error
    try:
        with file:
            yield file
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
