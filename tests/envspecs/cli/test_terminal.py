"""What goes to the terminal."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from envspecs.cli import terminal
from envspecs.cli.terminal import note, print_json, print_table, progress
from imagespaces.progress import report

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both outputs are a terminal."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)


def table() -> None:
    print_table([("name", "left"), ("number", "right")], [("one", "1"), ("a [bold]name[/bold] :smile:", "22")])


def test_a_table_that_is_piped_is_plain_lines(capsys: Captured) -> None:
    table()
    name = "a [bold]name[/bold] :smile:"
    assert capsys.readouterr().out == f"{'name':27}  number\n{'one':27}       1\n{name}      22\n"


def test_lines_that_are_piped_are_not_broken(capsys: Captured) -> None:
    print_table([("words", "left")], [("long " * 200,)])
    assert capsys.readouterr().out == f"words\n{('long ' * 200).rstrip()}\n"


@pytest.mark.usefixtures("watched")
def test_a_table_on_a_terminal_is_no_wider_than_it(capsys: Captured) -> None:
    print_table([("words", "left")], [("long " * 200,)])
    shown = capsys.readouterr().out
    assert "\x1b[" in shown
    assert max(map(len, shown.splitlines())) < 80


def test_json_keeps_all_letters(capsys: Captured) -> None:
    print_json({"name": "Łódź"})
    text = capsys.readouterr().out
    assert "Łódź" in text
    assert json.loads(text) == {"name": "Łódź"}


def test_notes_go_to_standard_error(capsys: Captured) -> None:
    note("by the way")
    assert capsys.readouterr() == ("", "by the way\n")


def test_progress_is_shown_to_nobody_where_nobody_watches(capsys: Captured) -> None:
    with progress():
        report("working", 1, 2)
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("watched")
def test_progress_is_shown_on_standard_error_and_taken_away(capsys: Captured) -> None:
    with progress():
        report("working", 1, 2)
        report("working", 2, 2)
        report("resting", 0, 5)
    found = capsys.readouterr()
    assert found.out == ""
    assert "resting" in found.err
    assert found.err.endswith("\x1b[2K") or "\x1b[1A" in found.err or "\r" in found.err


@pytest.mark.usefixtures("watched")
def test_progress_tells_how_many_there_are_in_a_second(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    now = iter([0.0, 0.0, 0.1, 2.0])
    with progress():
        monkeypatch.setattr(terminal, "time", SimpleNamespace(monotonic=lambda: next(now)))
        for done in (0, 700, 5000):
            report("reading", done, 9000)
    shown = capsys.readouterr().err
    assert "2,500/s" in shown
    assert "7,000/s" not in shown


@pytest.mark.usefixtures("watched")
def test_nothing_is_reported_after_the_block(capsys: Captured) -> None:
    with progress():
        pass
    capsys.readouterr()
    report("late", 1, 2)
    assert "late" not in capsys.readouterr().err
