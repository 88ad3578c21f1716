"""What a reader makes of damaged files: a result or an error that names the file, soon, and in little memory.

``hammer(write, read, count=300)`` writes good files, and then damages them ``count`` times, one after another, and has
them read each time. Damage number ``n`` of a seed is always the same, so that a failure can be looked at alone::

    hammer(write, read, first=4711, count=1, seed=0)

Reading happens in one process of its own, with limited memory, which is watched: a crash or a hang is a failure like
any other, and names the seed and the number.
"""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest

from tests.imagespaces.loaded.damage import damaged

__all__ = ["LINUX", "Mutation", "Tally", "hammer", "mutation", "mutations_of"]

LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited by Linux's means")
"""What tests that damage files are marked with."""

_ARENAS = -8  # glibc's M_ARENA_MAX: each arena reserves addresses, as many as there are threads


class Mutation(NamedTuple):
    """What is done to files.

    Attributes:
        files: New contents by path from the folder; None where the file is taken away.
        what: The same in words.
    """

    files: Mapping[str, bytes | None]
    what: str


class Tally(NamedTuple):
    """How readings ended.

    Attributes:
        read: How often there was a result.
        refused: How often there was an error of the right kind.
        seconds: How long all took.
        memory: The most bytes that the process held at a time, beyond what it held before.
    """

    read: int
    refused: int
    seconds: float
    memory: int


@dataclass(frozen=True)
class _Order:
    """All that the process that reads must know."""

    folder: Path
    good: Mapping[str, bytes]
    read: Callable[[Path], object]
    numbers: range
    seed: int
    memory: int


def hammer(
    write: Callable[[Path], object],
    read: Callable[[Path], object],
    *,
    count: int,
    seed: int = 0,
    first: int = 0,
    memory: int = 256 << 20,
    seconds: float = 30,
) -> Tally:
    """Have damaged files read, and compare how that ends with what is allowed.

    Args:
        write: Writes good files into an empty folder.
        read: Reads them; gives anything, or raises a ``ValueError`` that names a file or the folder.
        count: How often files are damaged.
        seed: Another seed, other damage.
        first: The number of the first damage.
        memory: The bytes that may be allocated at a time, beside what is allocated before.
        seconds: How long one reading may take on a busy machine, before it counts as a hang.

    Raises:
        AssertionError: If good files are refused, or a reading of damaged ones ends in any other way than it may.
    """
    folder = Path(tempfile.mkdtemp(prefix="imagespaces-damaged-")).resolve()
    try:
        write(folder)
        order = _Order(folder, _contents(folder), read, range(first, first + count), seed, memory)
        return _watch(order, seconds)
    finally:
        shutil.rmtree(folder)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


# ------------------------------------------------------------------------------------------------------------ mutations


def mutation(good: Mapping[str, bytes], number: int, seed: int = 0) -> Mutation:
    """Give the damage of a number: a pure function of its arguments.

    Args:
        good: The contents of the good files, by path.
        number: Which damage.
        seed: Another seed, other damage.
    """
    random = Random(f"{seed} {number}")  # noqa: S311 - not for secrets
    name = _chosen(good, random)
    chance = random.random()
    if chance < 0.02:
        return Mutation({name: None}, f"{name!r} is taken away")
    other = _chosen(good, random)
    if chance < 0.06 and other != name:
        return Mutation({name: good[other], other: good[name]}, f"{name!r} and {other!r} are exchanged")
    content, how = damaged(good[name], random)
    return Mutation({name: content}, f"{name!r} is damaged ({how})")


def _chosen(good: Mapping[str, bytes], random: Random) -> str:
    """Choose a file, each ending as often as the others: there may be many pictures, and one list of them."""
    suffix = random.choice(sorted({Path(name).suffix for name in good}))
    return random.choice([name for name in good if Path(name).suffix == suffix])


@contextmanager
def _damaged_files(folder: Path, good: Mapping[str, bytes], done: Mutation, stamp: int) -> Iterator[None]:
    """Have the files damaged, for a while."""
    try:
        for name, content in done.files.items():
            _put(folder / name, content, stamp)
        yield
    finally:
        for name in done.files:
            _put(folder / name, good[name], stamp)


def _put(path: Path, content: bytes | None, stamp: int) -> None:
    """Write a file with a time of its own: clocks are too coarse to tell files apart that are written at once."""
    if content is None:
        path.unlink()
        return
    path.write_bytes(content)
    os.utime(path, ns=(stamp, stamp))


def mutations_of(good: Mapping[str, bytes], count: int, seed: int = 0) -> Iterator[Mutation]:
    """Go through the first ones of a seed."""
    return (mutation(good, number, seed) for number in range(count))


# ------------------------------------------------------------------------------------------ the process that is watched


def _watch(order: _Order, seconds: float) -> Tally:
    context = get_context("fork")  # so that readers may be any functions
    mine, theirs = context.Pipe(duplex=False)
    at = context.Value("q", -1, lock=False)
    process = context.Process(target=_read_all, args=(order, theirs, at), daemon=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, of which none is running anything
        process.start()
    theirs.close()
    try:
        return _outcome(order, mine, at, seconds)
    finally:
        process.kill()
        process.join()


def _outcome(order: _Order, mine: Connection, at: Any, seconds: float) -> Tally:
    before = -2  # less than any number there is
    while not mine.poll(seconds):
        if at.value == before:
            raise AssertionError(f"{_told(order, before)}: reading takes more than {seconds} s")
        before = at.value
    try:
        outcome = mine.recv()
    except EOFError:
        raise AssertionError(f"{_told(order, at.value)}: the process that reads has died") from None
    if isinstance(outcome, Tally):
        return outcome
    raise AssertionError(f"{_told(order, at.value)}: {outcome}")


def _told(order: _Order, number: int) -> str:
    if number < 0:
        return "good files"
    return f"seed {order.seed}, number {number}, in which {mutation(order.good, number, order.seed).what}"


def _read_all(order: _Order, theirs: Connection, at: Any) -> None:
    try:
        order.read(order.folder)  # which also imports what is imported late, before memory is limited
    except BaseException:  # noqa: BLE001 - all are told
        theirs.send(f"refused:\n{traceback.format_exc()}")
        return
    theirs.send(_tally(order, at))


def _tally(order: _Order, at: Any) -> Tally | str:
    began, held = time.monotonic(), _most_held()
    _limit_memory(order.memory)
    refused = 0
    for number in order.numbers:
        at.value = number
        done = mutation(order.good, number, order.seed)
        with _damaged_files(order.folder, order.good, done, stamp=10**9 + number):
            fault, error = _tried(order)
        if fault is not None:
            return fault
        refused += error
    return Tally(len(order.numbers) - refused, refused, time.monotonic() - began, _most_held() - held)


def _tried(order: _Order) -> tuple[str | None, bool]:
    """Read once.

    Returns:
        What is wrong with how it ended, or None; and whether it ended in an error.
    """
    try:
        order.read(order.folder)
    except BaseException as error:  # noqa: BLE001 - which one it may be is the question
        return _fault(error, order), True
    return None, False


def _fault(error: BaseException, order: _Order) -> str | None:
    said = str(error)
    causes = [each for each in _chain(error) if isinstance(each, MemoryError)]
    if causes or "MemoryError" in said or "Unable to allocate" in said:
        return f"more than {order.memory >> 20} MiB are asked for:\n{_trace(error)}"
    if type(error) is not ValueError and not (
        isinstance(error, ValueError) and type(error).__module__.startswith("imagespaces.")
    ):
        return f"an error that is no ValueError of ours:\n{_trace(error)}"
    names = chain([str(order.folder)], order.good, (Path(name).name for name in order.good))
    if not any(name in said for name in names):
        return f"an error that names no file:\n{_trace(error)}"
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _trace(error: BaseException) -> str:
    return "".join(traceback.format_exception(error))


def _most_held() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def _limit_memory(beyond: int) -> None:
    """Limit what this process may still allocate."""
    ctypes.CDLL(None).mallopt(_ARENAS, 1)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + beyond
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
