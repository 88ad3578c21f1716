"""Catching all that is written to the terminal, by Python or beneath it."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any, TextIO, cast

__all__ = ["Printed", "printing"]

STREAMS = {"stdout": 1, "stderr": 2}
"""The streams of ``sys``, and the numbers of the files that they are for the operating system."""


@dataclass
class Printed:
    """What was written to the terminal, known when all is written."""

    text: str = ""


@contextmanager
def printing() -> Iterator[Printed]:
    r"""Catch what is written to standard output and error: by this thread and those begun meanwhile, and by processes.

    What other threads write, as those that show progress do, goes where it would have gone.

    >>> with printing() as printed:
    ...     print("hello")
    ...     _ = os.write(2, b"again")
    >>> printed.text
    'hello\nagain'
    """
    printed = Printed()
    with TemporaryFile(buffering=0) as file:
        with ExitStack() as stack:
            for name, number in STREAMS.items():
                stream = getattr(sys, name)
                stream.flush()
                aside = stack.enter_context(_redirected(number, file))
                setattr(sys, name, _Catching(stream, aside, file))
                stack.callback(setattr, sys, name, stream)
            yield printed
        file.seek(0)
        printed.text = file.read().decode(errors="replace")


@contextmanager
def _redirected(number: int, file: IO[bytes]) -> Iterator[TextIO | None]:
    """Let a file of the operating system be another; give where it led before, None where it is closed."""
    try:
        kept = os.dup(number)
    except OSError:
        yield None
        return
    os.dup2(file.fileno(), number)
    try:
        with open(os.dup(kept), "w", encoding="utf-8", errors="replace") as aside:  # noqa: PTH123 - it has no path
            yield aside
    finally:
        os.dup2(kept, number)
        os.close(kept)


class _Catching(io.TextIOBase):
    """Catches what is written to a stream; what threads write that were there before goes on.

    Args:
        stream: The stream.
        aside: Leads where the stream's file led; None where it led nowhere.
        file: Takes what is caught.
    """

    def __init__(self, stream: Any, aside: TextIO | None, file: IO[bytes]) -> None:
        self._stream, self._file = stream, file
        self._aside = aside if aside is not None and _number(stream) in STREAMS.values() else stream
        self._strangers = {*threading.enumerate()} - {threading.current_thread()}

    def write(self, text: str) -> int:
        if threading.current_thread() in self._strangers:
            self._aside.write(text)
            self._aside.flush()
        else:
            self._file.write(text.encode(errors="replace"))
        return len(text)

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return cast("bool", self._stream.isatty())

    def fileno(self) -> int:
        return cast("int", self._stream.fileno())

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return cast("str", self._stream.encoding)


def _number(stream: Any) -> int | None:
    """Give the number of a stream's file; None where it has none, as where tests catch what is written."""
    with suppress(OSError, ValueError, AttributeError):
        return cast("int", stream.fileno())
    return None
