"""``envspecs play``, in a terminal of its own where it is played."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from envspecs.cli.commands.play import _check_terminal
from envspecs.cli.failures import InputError
from envspecs.playing import window

PATIENCE = 60.0
"""Seconds until a test gives up."""

SCREEN_ON, SCREEN_OFF, CURSOR_ON = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?25h"
CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
PROGRAM = (sys.executable, "-c", "from envspecs.cli import main; main()", "play")


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # which is ignored where the tests run in the background


class Session:
    """The program in a pseudo-terminal."""

    def __init__(self, *words: str, size: tuple[int, int] = (100, 32), stdout: Any = None) -> None:
        self._user, program = pty.openpty()
        self.resize(size)
        environment = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": "", "LINES": ""}
        self.process = subprocess.Popen(
            [*PROGRAM, *words], stdin=program, stdout=stdout or program, stderr=program, env=environment,
            start_new_session=True, preexec_fn=_take_terminal,  # noqa: PLW1509 - one thread here
        )  # fmt: skip
        os.close(program)
        self.raw = b""

    def resize(self, size: tuple[int, int]) -> None:
        fcntl.ioctl(self._user, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def until(self, *texts: str) -> None:
        """Read until texts have come, since the last time."""
        begun, deadline = len(self.raw), time.monotonic() + PATIENCE
        while not all(text in words(self.raw[begun:]) for text in texts):
            assert time.monotonic() < deadline, f"{texts} never came: {words(self.raw[begun:])[-2000:]!r}"
            assert self._read(), f"{texts} never came: {words(self.raw[begun:])[-2000:]!r}"

    def _read(self) -> bool:
        if not select.select([self._user], [], [], 0.1)[0]:
            return True
        try:
            text = os.read(self._user, 1 << 16)
        except OSError:  # how Linux says that the other side is closed
            return False
        self.raw += text
        return bool(text)

    def press(self, keys: str) -> None:
        os.write(self._user, keys.encode())

    def end(self) -> int:
        """Give the exit status."""
        deadline = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < deadline, f"it never ended: {words(self.raw)[-2000:]!r}"
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        """Leave nothing running, however a test ended."""
        self.process.kill()
        self.process.wait()
        os.close(self._user)


@pytest.fixture
def play() -> Iterator[Callable[..., Session]]:
    """Begin sessions, which end with the test."""
    begun: list[Session] = []

    def begin(*words: str, **options: Any) -> Session:
        begun.append(Session(*words, **options))
        return begun[-1]

    yield begin
    for session in begun:
        session.close()


def words(raw: bytes) -> str:
    return CODES.sub("", raw.decode(errors="replace"))


def test_a_game_from_the_first_key_to_the_score(play: Callable[..., Session], tmp_path: Path) -> None:
    with (tmp_path / "score.json").open("wb") as file:
        session = play("CircleSquare-v0", "--episodes", "2", "--seed", "5", "--json", stdout=file)
        session.until("episode 1 of 2", "step 0 of 16", "seen so far")
        session.press("\x1b[C")
        session.until("step 1 of 16")
        session.press("11")
        session.until("square 95%")
        session.press("\r")
        session.until("the image", "truth", "you said square, 95% sure", "next episode")
        session.press("\r")
        session.until("episode 2 of 2", "step 0 of 16")
        session.press("sd\r")
        session.until("enter the end")
        session.press("\r")
        assert session.end() == 0
    found = json.loads((tmp_path / "score.json").read_text())
    statistics = found.pop("statistics")
    assert found == {"task": "CircleSquare-v0", "policy": "person", "seed": 5, "episodes": 2}
    assert statistics["length"] == {"mean": 16.0, "error": 0.0, "episodes": 2}
    assert [*statistics] == ["return", "length", "loss", "accuracy", "mean_accuracy", "first_correct_step"]
    assert session.raw.count(SCREEN_ON) == session.raw.count(SCREEN_OFF) == 1
    assert session.raw.index(SCREEN_OFF) > session.raw.rindex(b"truth")
    assert CURSOR_ON in session.raw


@pytest.mark.parametrize(("keys", "status"), [("q", 0), ("\x03", 130), ("\x04", 0)])
def test_quitting_tells_what_was_played(play: Callable[..., Session], keys: str, status: int) -> None:
    session = play("CircleSquare-v0", "--set", "episode.max_steps=2", "--episodes", "3")
    session.until("step 0 of 2")
    session.press("1\r")
    session.until("next episode")
    session.press("\r")
    session.until("episode 2 of 3")
    session.press(keys)
    assert session.end() == status
    told = words(session.raw[session.raw.rindex(SCREEN_OFF) :])
    assert told.splitlines()[0] == "CircleSquare-v0, played by a person, seed 0: 1 episode"
    assert "accuracy" in told
    assert "1 of 3 episodes were over" in told
    assert ("envspecs: stopped" in told) is (status == 130)


def test_it_is_drawn_anew_when_the_terminal_changes_its_size(play: Callable[..., Session]) -> None:
    session = play("CircleSquare-v0", size=(100, 32))
    session.until("seen so far")
    session.resize((20, 8))
    session.until("Too small:", "18 × 8 cells")
    session.resize((60, 24))
    session.until("seen so far")
    session.press("q")
    assert session.end() == 0


def test_a_signal_leaves_the_terminal_as_it_was(play: Callable[..., Session]) -> None:
    session = play("CircleSquare-v0")
    session.until("seen so far")
    session.process.send_signal(signal.SIGINT)
    assert session.end() == 130
    assert session.raw.count(SCREEN_OFF) == 1
    assert CURSOR_ON in session.raw


def test_without_a_terminal_it_says_so(run: Any) -> None:
    found = run("play", "CircleSquare-v0")
    line = (
        "envspecs: 'play' reads keys from a terminal and draws on it, but standard input is none: "
        "run it in a terminal, or with --window\n"
    )
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", line)


@pytest.mark.parametrize(
    ("term", "encoding", "line"),
    [
        ("dumb", "utf-8", "'play' draws on the terminal, but TERM is 'dumb': run it elsewhere, or with --window"),
        (
            "xterm",
            "ascii",
            "'play' draws with half blocks, which 'ascii' has not: run it with PYTHONUTF8=1, or with --window",
        ),
    ],
)
def test_a_terminal_that_shows_no_pictures_is_refused(
    monkeypatch: pytest.MonkeyPatch, term: str, encoding: str, line: str
) -> None:
    monkeypatch.setenv("TERM", term)
    stream = SimpleNamespace(isatty=lambda: True, encoding=encoding)
    monkeypatch.setattr(sys, "stdin", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    with pytest.raises(InputError) as caught:
        _check_terminal()
    assert caught.value.message == f"envspecs: {line}"


def test_a_window_plays_without_a_terminal(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def played(game: Any) -> bool:
        for key in ("right", "1", "enter", "enter"):
            game.press(key)
        return False

    monkeypatch.setattr(window, "play_in_window", played)
    found = run("play", "CircleSquare-v0", "--window", "--episodes", 1, "--json", "--seed", 3)
    assert found.exit_code == 0
    assert json.loads(found.stdout)["episodes"] == 1
    assert found.stderr == ""


def test_where_there_can_be_no_window_the_work_failed(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(game: Any) -> bool:
        raise window.WindowError("there is no screen")

    monkeypatch.setattr(window, "play_in_window", none)
    found = run("play", "CircleSquare-v0", "--window")
    assert (found.exit_code, found.stdout, found.stderr) == (1, "", "envspecs: there is no screen\n")


def test_what_was_not_played_at_all_has_no_table(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window, "play_in_window", lambda game: True)
    found = run("play", "CircleSquare-v0", "--window")
    assert found.exit_code == 130
    assert found.stdout == "CircleSquare-v0, played by a person, seed 0: 0 episodes\n"
    assert found.stderr == "0 of 3 episodes were over\nenvspecs: stopped\n"


def test_a_task_that_keys_can_not_answer_is_refused(run: Any) -> None:
    found = run("play", "CircleSquare-v0", "--set", "task={kind: reconstruction}", "--window")
    line = (
        "envspecs: CircleSquare-v0 can't be played: it asks for 28 × 28 × 1 values, "
        "allowed are a class and up to 8 numbers\n"
    )
    assert (found.exit_code, found.stdout, found.stderr) == (2, "", line)
