from __future__ import annotations

import os
import subprocess
import sys
from threading import Event, Thread

import pytest

from envspecs.testing.printing import printing


def test_all_that_is_written_is_caught() -> None:
    with printing() as printed:
        print("one")  # noqa: T201 - what it is about
        os.write(1, b"two ")
        sys.stderr.write("three ")
        os.write(2, b"four ")
        thread = Thread(target=print, args=("five",))
        thread.start()
        thread.join()
        subprocess.run([sys.executable, "-c", "print('six')"], check=True)
    assert printed.text == "one\ntwo three four five\nsix\n"


def test_nothing_is_caught_before_and_after(capfd: pytest.CaptureFixture[str]) -> None:
    print("before", end=" ")  # noqa: T201
    with printing() as printed:
        pass
    print("after", end=" ")  # noqa: T201
    os.write(2, b"last")
    assert printed.text == ""
    assert capfd.readouterr() == ("before after ", "last")


def test_streams_are_put_back_after_errors(capfd: pytest.CaptureFixture[str]) -> None:
    streams = sys.stdout, sys.stderr
    with pytest.raises(ValueError, match=r"^no$"), printing():
        raise ValueError("no")
    assert (sys.stdout, sys.stderr) == streams
    os.write(1, b"again")
    assert capfd.readouterr().out == "again"


def test_what_other_threads_write_goes_where_it_went(capfd: pytest.CaptureFixture[str]) -> None:
    begun, done = Event(), Event()

    def watch() -> None:
        begun.wait()
        sys.stderr.write("50 %")
        done.set()

    thread = Thread(target=watch)
    thread.start()
    with printing() as printed:
        begun.set()
        done.wait()
    thread.join()
    assert printed.text == ""
    assert capfd.readouterr().err == "50 %"


def test_streams_tell_what_they_are() -> None:
    known = sys.stdout.isatty(), sys.stdout.encoding
    with printing():
        found = sys.stdout.isatty(), sys.stdout.encoding
    assert found == known
