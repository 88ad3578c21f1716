"""Single keys from a terminal, by name, as they are pressed."""

from __future__ import annotations

import os
import re
import select
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

import click

__all__ = ["ReadKeys", "keyboard", "named"]

ReadKeys: TypeAlias = Callable[[float], list[str]]
"""Gives the keys that were pressed within so many seconds: none, if none was.

Raises EOFError at Ctrl-D, or once the terminal is gone.
"""

_SEQUENCE = re.compile(r"\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Za-z])")
"""What terminals send for keys that are no characters: CSI and SS3 sequences (ECMA-48; xterm's control sequences)."""

_UNFINISHED = re.compile(r"\x1b(?:\[[0-9;]*|O)?\Z")

_LETTERS = {"A": "up", "B": "down", "C": "right", "D": "left", "M": "enter"}
_SHIFTED = 1
"""The bit of shift in the number before the letter, less one."""

_CHARACTERS = {
    **dict.fromkeys("\r\n", "enter"),
    **dict.fromkeys("\x7f\b", "backspace"),
    " ": "space",
    "\t": "tab",
    "\x1b": "escape",
}
_OVER, _STOP = "\x04", "\x03"


def named(text: str) -> list[str]:
    r"""Give the names of the keys that a terminal sent: characters are their own, unknown sequences are left out.

    Raises:
        EOFError: At Ctrl-D.
        KeyboardInterrupt: At Ctrl-C, where the terminal sends it rather than a signal.

    >>> named("a\x1b[A\x1b[1;2C \r\x1b")
    ['a', 'up', 'shift+right', 'space', 'enter', 'escape']
    """
    keys = []
    place = 0
    while place < len(text):
        found = _SEQUENCE.match(text, place)
        sent = found.group() if found else text[place]
        place += len(sent)
        if sent == _OVER:
            raise EOFError
        if sent == _STOP:
            raise KeyboardInterrupt
        key = _sequence(sent) if found else _CHARACTERS.get(sent, sent if sent.isprintable() else "")
        keys += [key] if key else []
    return keys


def _sequence(sent: str) -> str:
    """Give the name of the key that sends a sequence, or an empty one."""
    name = _LETTERS.get(sent[-1], "")
    _, _, modifiers = sent[:-1].partition(";")
    shifted = modifiers.isdigit() and (int(modifiers) - 1) & _SHIFTED
    return f"shift+{name}" if name and shifted else name


@contextmanager
def keyboard() -> Iterator[ReadKeys]:
    """Take single keys from the terminal, unseen, until the block ends; it is then as it was."""
    try:
        import termios  # noqa: PLC0415 - not on Windows
        import tty  # noqa: PLC0415 - as above
    except ModuleNotFoundError:
        yield lambda _: named(click.getchar())
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    tty.setcbreak(terminal)
    try:
        yield lambda seconds: _read(terminal, seconds)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _read(terminal: int, seconds: float) -> list[str]:
    """Read what was pressed; a sequence that has come in part is waited for, a little."""
    text = b""
    while select.select([terminal], [], [], _REST if text else seconds)[0]:
        sent = os.read(terminal, 1024)
        if not sent:
            raise EOFError
        text += sent
        if not _UNFINISHED.search(_decoded(text)) and _decoded(text)[-1:] != "\ufffd":
            break
    return named(_decoded(text))


_REST = 0.05
"""Seconds within which the rest of a sequence comes; after that the escape key was meant."""


def _decoded(text: bytes) -> str:
    return text.decode(errors="replace")
