"""Keys from a terminal."""

from __future__ import annotations

import os
import pty
import sys
import termios
import time
from collections.abc import Iterator
from threading import Timer

import click
import pytest

from envspecs.cli.keyboard import keyboard, named


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        ("abQ1+/", ["a", "b", "Q", "1", "+", "/"]),
        ("\x1b[A\x1b[B\x1b[C\x1b[D", ["up", "down", "right", "left"]),
        ("\x1bOA\x1bOD", ["up", "left"]),
        ("\x1b[1;2A\x1b[1;2D\x1b[1;6C", ["shift+up", "shift+left", "shift+right"]),
        ("\x1b[1;5A", ["up"]),
        ("\r\n \t", ["enter", "enter", "space", "tab"]),
        ("\x7f\x08", ["backspace", "backspace"]),
        ("\x1bOM", ["enter"]),
        ("\x1b", ["escape"]),
        ("\x1bx", ["escape", "x"]),
        ("é犬", ["é", "犬"]),
        ("\x1b[5~\x1b[200~\x01\x1b[15;2~a", ["a"]),
        ("", []),
    ],
)
def test_what_terminals_send_has_names(sent: str, keys: list[str]) -> None:
    assert named(sent) == keys


@pytest.mark.parametrize(("sent", "error"), [("a\x04", EOFError), ("a\x03", KeyboardInterrupt)])
def test_ends_are_raised(sent: str, error: type[BaseException]) -> None:
    with pytest.raises(error):
        named(sent)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Standard input is a terminal; give the end where its user types."""
    user, program = pty.openpty()
    with open(program, closefd=False, encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdin", stream)
        yield user
    os.close(user)
    os.close(program)


def test_keys_come_as_they_are_pressed_and_unseen(terminal: int) -> None:
    with keyboard() as read:
        os.write(terminal, b"a\x1b[C")
        assert read(5) == ["a", "right"]
        assert read(0) == []
        os.write(terminal, "é".encode())
        assert read(5) == ["é"]
    os.set_blocking(terminal, False)
    with pytest.raises(BlockingIOError):
        os.read(terminal, 99)  # what would be echoed


@pytest.mark.parametrize(("parts", "keys"), [((b"\x1b[", b"C"), ["right"]), ((b"\xc3", b"\xa9"), ["é"])])
def test_what_comes_in_parts_is_put_together(terminal: int, parts: tuple[bytes, bytes], keys: list[str]) -> None:
    with keyboard() as read:
        os.write(terminal, parts[0])
        later = Timer(0.01, os.write, (terminal, parts[1]))
        later.start()
        assert read(5) == keys
        later.join()


def test_the_escape_key_alone_is_not_waited_for_long(terminal: int) -> None:
    with keyboard() as read:
        os.write(terminal, b"\x1b")
        assert read(5) == ["escape"]


def test_the_terminal_is_left_as_it_was(terminal: int) -> None:
    def attributes() -> list[object]:
        found: list[object] = termios.tcgetattr(sys.stdin.fileno())
        return found

    before = attributes()

    def fail() -> None:
        with keyboard():
            assert attributes() != before
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert attributes() == before


def test_a_terminal_that_is_gone_ends_it(monkeypatch: pytest.MonkeyPatch, terminal: int) -> None:
    with keyboard() as read:
        monkeypatch.setattr(os, "read", lambda *_: b"")
        os.write(terminal, b"a")
        with pytest.raises(EOFError):
            read(5)


def test_elsewhere_click_reads_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "termios", None)
    monkeypatch.setattr(click, "getchar", lambda: "\x1b[A")
    with keyboard() as read:
        assert read(time.monotonic()) == ["up"]
