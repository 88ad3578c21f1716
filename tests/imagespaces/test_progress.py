from __future__ import annotations

import threading

import pytest

from imagespaces.progress import report, reporting

Told = list[tuple[str, int, int]]


def test_nobody_is_told_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    report("reading", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_who_asks_is_told() -> None:
    told: Told = []
    with reporting(lambda *about: told.append(about)):
        report("reading", 1, 2)
        report("reading", 2, 2)
    report("reading", 3, 2)
    assert told == [("reading", 1, 2), ("reading", 2, 2)]


def test_the_innermost_is_told() -> None:
    outer: Told = []
    inner: Told = []
    with reporting(lambda *about: outer.append(about)):
        with reporting(lambda *about: inner.append(about)):
            report("inner", 1, 1)
        report("outer", 1, 1)
    assert (outer, inner) == ([("outer", 1, 1)], [("inner", 1, 1)])


def test_an_error_ends_the_telling() -> None:
    told: Told = []
    with pytest.raises(ZeroDivisionError), reporting(lambda *about: told.append(about)):
        raise ZeroDivisionError("now")
    report("after", 1, 1)
    assert told == []


def test_other_threads_are_not_told_of() -> None:
    told: Told = []
    with reporting(lambda *about: told.append(about)):
        thread = threading.Thread(target=report, args=("elsewhere", 1, 1))
        thread.start()
        thread.join()
    assert told == []
