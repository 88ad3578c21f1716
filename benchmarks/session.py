"""A contender's process, seen from the one that measures.

Between its rounds the process is stopped, so that whatever it does in the background is not paid by the other one.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.worker import End, Round, Start

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Session", "one_core", "session"]

ROOT = Path(__file__).parents[1]

THREADED = ("MKL_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""Variables by which libraries are told how many threads to use; one each, here."""


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, and those that it starts, on one core, where the system can."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


class Session:
    """A running contender.

    Args:
        process: Its process, which has just been started.

    Attributes:
        start: What starting took.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.start = Start(**self._answer())

    def round(self, seconds: float) -> Round:
        """Run one round of at least a number of seconds; the first one waits until the process has settled."""
        self._process.send_signal(signal.SIGCONT)
        self._say(f"{seconds}\n")
        finished = Round(**self._answer())
        self._process.send_signal(signal.SIGSTOP)
        return finished

    def end(self) -> End:
        """End the process, and give what it held."""
        self._process.send_signal(signal.SIGCONT)
        answer, _ = self._process.communicate()
        return End(**json.loads(answer))

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None  # noqa: S101 - the process was started with a pipe
        self._process.stdin.write(line)
        self._process.stdin.flush()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 - the process was started with a pipe
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(
                f"the process of {self._process.args!r} ended with status {self._process.wait()}, unheard"
            )
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def session(role: str, size: int | str, worker: Sequence[str] = ("benchmarks.worker",)) -> Iterator[Session]:
    """Run a contender while a block lasts, with a number of environments or the single one.

    Args:
        role: Its part in the comparison.
        size: How many environments, or ``"single"``.
        worker: The module that its process runs, with arguments that come before these.
    """
    command = [sys.executable, "-m", *worker, role, str(size)]
    environment = os.environ | dict.fromkeys(THREADED, "1")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as process:
        try:
            yield Session(process)
        finally:
            process.kill()
