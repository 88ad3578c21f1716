"""What is wrong with pictures, in words: one reason for each, and all of them in one message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["MAX_SHOWN", "Fault", "PictureError", "describe", "reason_of"]

MAX_SHOWN = 10
"""So many faults are listed in a message before the list is cut short."""


class PictureError(ValueError):
    """A picture can't be read; the message says why."""


class Fault(NamedTuple):
    """A picture that can't be read.

    Attributes:
        name: What it is called.
        reason: What is wrong with it, to be read after the name.
    """

    name: str
    reason: str


def describe(faults: Sequence[Fault]) -> str:
    """Give faults in words, a line each; a long list is cut short.

    >>> print(describe([Fault("cats/1.png", "is empty")]))
      'cats/1.png' is empty
    """
    lines = [f"  {fault.name!r} {fault.reason}" for fault in faults[:MAX_SHOWN]]
    rest = len(faults) - MAX_SHOWN
    return "\n".join(lines + ([f"  and {rest} more"] if rest > 0 else []))


def reason_of(error: Exception) -> str:
    """Give what an error says, on one line: of the system's errors the reason, without number and path.

    >>> reason_of(FileNotFoundError(2, "No such file or directory", "1.png"))
    'No such file or directory'
    """
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(said.split()) or type(error).__name__
