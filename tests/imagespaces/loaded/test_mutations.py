"""The harness: it damages as told, and sees all that a reader must not do."""

# ruff: noqa: S311 - chance is not for secrets

from __future__ import annotations

import gzip
import io
import os
import signal
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from tests.imagespaces.loaded.damage import WAYS, Way, damaged
from tests.imagespaces.loaded.mutations import LINUX, hammer, mutation, mutations_of

pytestmark = LINUX
GOOD = {"a.bin": bytes(range(200)), "b.json": b'{"width": 28}', "c/d.bin": b"x" * 90}


def write(folder: Path) -> None:
    for name, content in GOOD.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)


def found(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in GOOD if (folder / name).exists()}


def is_good(folder: Path) -> bool:
    return found(folder) == GOOD


def refuse(folder: Path) -> None:
    if not is_good(folder):
        raise ValueError(f"'a.bin' in {str(folder)!r} must be good, got worse")


def hide_hunger(folder: Path) -> None:
    try:
        bytearray(8 << 30)  # more than a process that has done much may hold free
    except MemoryError as error:
        raise ValueError(f"{str(folder)!r} is bad") from error


def test_results_and_refusals_are_counted() -> None:
    tally = hammer(write, refuse, count=200)
    assert tally.refused > 150
    assert (tally.read + tally.refused, hammer(write, found, count=20)[:2]) == (200, (20, 0))
    assert 0 <= tally.memory < 64 << 20


@pytest.mark.parametrize(
    ("misdeed", "end"),
    [
        (lambda folder: os.kill(os.getpid(), signal.SIGKILL), "the process that reads has died"),
        (lambda folder: os._exit(0), "the process that reads has died"),
        (lambda folder: time.sleep(60), "reading takes more than 0.5 s"),
        (lambda folder: np.ones(1 << 30), "more than 256 MiB are asked for:"),
        (hide_hunger, "more than 256 MiB are asked for:"),
        (lambda folder: found(folder)["e.bin"], "an error that is no ValueError of ours:"),
        (lambda folder: b"\xff".decode(), "an error that is no ValueError of ours:"),
        (lambda folder: int("x"), "an error that names no file:"),
        (lambda folder: Stubborn().stop(), "an error that is no ValueError of ours:"),
    ],
)
def test_what_a_reader_must_not_do_is_seen(misdeed: Callable[[Path], Any], end: str) -> None:
    def read(folder: Path) -> None:
        if not is_good(folder):
            misdeed(folder)

    with pytest.raises(AssertionError) as caught:
        hammer(write, read, count=50, seed=3, seconds=0.5)
    number = next(at for at, each in enumerate(mutations_of(GOOD, 50, 3)) if is_changed(each.files))
    first = str(caught.value).splitlines()[0]
    assert first == f"seed 3, number {number}, in which {mutation(GOOD, number, 3).what}: {end}"


def is_changed(files: Any) -> bool:
    return any(GOOD[name] != content for name, content in files.items())


class Stubborn:
    def stop(self) -> None:
        raise KeyboardInterrupt


def test_good_files_must_be_read() -> None:
    with pytest.raises(AssertionError, match=r"^good files: refused:\nTraceback"):
        hammer(write, lambda folder: 1 / 0, count=1)


def test_one_number_alone_is_the_same() -> None:
    seen = mutation(GOOD, 17, 5)

    def read(folder: Path) -> None:
        assert is_good(folder) or found(folder) == {
            name: content for name, content in {**GOOD, **seen.files}.items() if content is not None
        }

    assert hammer(write, read, first=17, count=1, seed=5).read == 1


def test_files_are_restored_and_get_new_times() -> None:
    def read(folder: Path) -> None:
        stamp = max(path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.stat().st_mtime_ns < 10**10)
        changed = [name for name in GOOD if found(folder).get(name) != GOOD[name]]
        assert len(changed) <= 2, "all else must be good again"
        assert stamp < 10**9 + 60

    def begin(folder: Path) -> None:
        write(folder)
        for path in folder.rglob("*.*"):
            os.utime(path, ns=(10**9 - 1, 10**9 - 1))

    assert hammer(begin, read, count=60).read == 60


def test_seeds_and_numbers_give_other_damage() -> None:
    assert list(mutations_of(GOOD, 30)) == list(mutations_of(GOOD, 30))
    assert len({repr(each) for each in mutations_of(GOOD, 100)}) > 90
    assert list(mutations_of(GOOD, 30, 1)) != list(mutations_of(GOOD, 30))
    said = " ".join(each.what for each in mutations_of(GOOD, 300))
    assert "taken away" in said
    assert "exchanged" in said


@pytest.mark.parametrize("way", dict.fromkeys(WAYS), ids=lambda way: way.__name__)
def test_every_way_changes_bytes_of_any_length(way: Way) -> None:
    for data in (b"\0", b"12", bytes(range(256)) * 40):
        assert any(way(data, Random(seed)) != data for seed in range(20))


def test_damage_is_also_done_inside_of_what_is_packed() -> None:
    packed = gzip.compress(bytes(1000))
    insides = [unzipped(damaged(packed, Random(seed))[0]) for seed in range(60)]
    assert sum(inside not in (None, bytes(1000)) for inside in insides) > 20
    file = io.BytesIO()
    np.savez(file, images=np.zeros((3, 4, 4), np.uint8), labels=np.zeros(3, np.int64))
    hows = [damaged(file.getvalue(), Random(seed)) for seed in range(60)]
    names = [list(members(data)) for data, how in hows if how.startswith("zip: ")]
    assert names == [["images.npy", "labels.npy"]] * len(names)
    assert len(names) > 20


def unzipped(data: bytes) -> bytes | None:
    try:
        return gzip.decompress(data)
    except Exception:  # noqa: BLE001 - whatever it raises
        return None


def members(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from archive.namelist()
