"""Data sets and the cache on disk: read once, by whoever comes first, and right whatever happens to the cache."""

from __future__ import annotations

import gc
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces import ImageFolder
from imagespaces.cache import CACHE_VARIABLE, entries
from imagespaces.loaded import loaded_space, obtaining
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.folder import FolderFormat
from imagespaces.loaded.pictures import Form, decode
from imagespaces.loaded.sharing import Shared
from imagespaces.progress import reporting
from tests.imagespaces.loaded.cases import encoded, noise, write

SIZE: dict[str, Any] = {"height": 40, "width": 50, "dtype": "uint8"}
COUNT = 12


class Loose(ImageFolder):
    """A directory of which nothing is kept in memory."""

    bank_limit = 0


def picture(number: int) -> Any:
    return noise(40, 50, seed=number)


def name(number: int) -> str:
    return f"{'cats' if number < COUNT // 2 else 'dogs'}/{number:02}.png"


EXPECTED = np.stack([picture(number) for number in range(COUNT)])


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have small data sets be kept too."""
    monkeypatch.setattr(obtaining, "SMALL_BYTES", 1)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache: where its entries lie."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "banks"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(tmp_path / "pets", {name(number): encoded(picture(number)) for number in range(COUNT)})


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The content of every picture that is decoded."""
    seen: list[bytes] = []

    def counting(data: bytes, form: Form) -> Any:
        seen.append(data)
        return decode(data, form)

    monkeypatch.setattr("imagespaces.loaded.files.decode", counting)
    return seen


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be as a process that has read nothing."""
    monkeypatch.setattr(loaded_space, "_shared", Shared())


def load(root: Path, kind: type[ImageFolder] = ImageFolder, **options: Any) -> ImageFolder:
    return kind(root=root, **SIZE | options)


def check(space: ImageFolder) -> None:
    """Compare a space with the files of the fixture."""
    assert np.array_equal(space.images(range(COUNT)), EXPECTED)
    assert space.paths == tuple(map(name, range(COUNT)))
    assert space.labels(range(COUNT)).tolist() == [0] * 6 + [1] * 6
    assert space.class_names == ("cats", "dogs")


def is_mapped(array: Any) -> bool:
    while isinstance(array, np.ndarray) and not isinstance(array, np.memmap):
        array = array.base
    return isinstance(array, np.memmap)


# ----------------------------------------------------------------------------------------------------------------------
# Read once
# ----------------------------------------------------------------------------------------------------------------------


def test_the_second_process_opens_no_file(
    root: Path, cache: Path, decoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(root)
    check(first)
    assert len(decoded) == COUNT
    assert [path.name for path in cache.iterdir()] == [entries()[0].name]
    forget(monkeypatch)
    monkeypatch.setattr("imagespaces.loaded.files.ListedFile.opened", lambda *_: pytest.fail("no file must be opened"))
    monkeypatch.setattr(FolderFormat, "records", lambda *_: pytest.fail("nothing must be read"))
    second = load(root)
    assert second._content is not first._content
    check(second)
    assert len(decoded) == COUNT
    pixels = second.stored_pixels()
    assert pixels is not None
    assert is_mapped(pixels)
    assert not pixels.flags.writeable


def test_what_an_entry_says_of_itself(root: Path, cache: Path) -> None:
    load(root, resize="squash")
    (entry,) = entries()
    about = dict(entry.about)
    assert {"Pillow", "readers"} == set(about.pop("versions"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", about.pop("made"))
    assert about == {
        "kind": "image_folder",
        "root": str(root),
        "format": "FolderFormat()",
        "form": {"height": 40, "width": 50, "channels": 3, "resize": "squash"},
        "on_error": "raise",
        "pictures": COUNT,
        "parts": {},
        "class_names": ["cats", "dogs"],
        "mask_names": None,
        "skipped": [],
    }
    assert entry.name.startswith("image_folder-")
    assert cache / entry.name == entry.path


def test_other_requests_have_entries_of_their_own(root: Path, cache: Path) -> None:
    for options in ({}, {"width": 7}, {"channels": 1}, {"resize": "squash"}, {"on_error": "skip"}):
        load(root, **options)
    load(root, Loose)
    assert len(list(cache.iterdir())) == 6
    load(root, verify=False)  # of the same pictures
    assert len(list(cache.iterdir())) == 6


def test_little_is_not_put_on_disk(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(obtaining, "SMALL_BYTES", EXPECTED.nbytes + 1)
    check(load(root))
    assert not cache.exists()
    forget(monkeypatch)
    monkeypatch.setattr(obtaining, "SMALL_BYTES", EXPECTED.nbytes)
    check(load(root))
    assert len(list(cache.iterdir())) == 1


def test_progress_is_told_of_the_first_reading_alone(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *report: told.append(report)):
        load(root)
        forget(monkeypatch)
        load(root)
    assert told == [("reading pictures", done, COUNT) for done in range(1, COUNT + 1)]
    assert cache.exists()


# ----------------------------------------------------------------------------------------------------------------------
# Bad pictures
# ----------------------------------------------------------------------------------------------------------------------


def spoiled(root: Path) -> str:
    write(root, {name(1): b"", name(7): b"GIF89a"})
    return (
        f"2 of {COUNT} pictures in '{root}' cannot be read and are left out:\n  'cats/01.png' is empty, with 0 bytes\n"
        "  'dogs/07.png' begins with b'GIF89a', which no png, jpeg, webp, bmp or tiff does"
    )


@pytest.mark.parametrize("kind", [ImageFolder, Loose])
def test_bad_pictures_are_counted_every_time(
    root: Path, kind: type[ImageFolder], decoded: list[bytes], request: pytest.FixtureRequest
) -> None:
    cache, caplog, monkeypatch = map(request.getfixturevalue, ("cache", "caplog", "monkeypatch"))
    message = spoiled(root)
    good = [number for number in range(COUNT) if number not in {1, 7}]
    for _ in range(2):
        space = load(root, kind, on_error="skip")
        forget(monkeypatch)
        assert caplog.messages == [message]
        assert space.paths == tuple(map(name, good))
        assert space.labels(range(10)).tolist() == [0] * 5 + [1] * 5
        caplog.clear()
    assert len(decoded) == COUNT
    assert np.array_equal(space.images(range(10)), EXPECTED[good])
    assert len(list(cache.iterdir())) == 1


@pytest.mark.parametrize("kind", [ImageFolder, Loose])
def test_an_error_leaves_nothing_on_disk_and_is_told_again(root: Path, cache: Path, kind: type[ImageFolder]) -> None:
    spoiled(root)
    for _ in range(2):
        with pytest.raises(PictureError, match=f"^2 of {COUNT} pictures in "):
            load(root, kind)
    assert list(cache.iterdir()) == []


def test_too_many_to_be_kept_are_verified_once(
    root: Path, cache: Path, decoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    check(load(root, Loose))
    assert len(decoded) == 2 * COUNT  # once to verify them, once to be looked at
    forget(monkeypatch)
    decoded.clear()
    space = load(root, Loose)
    assert decoded == []
    check(space)
    assert {file.name for file in entries()[0].path.iterdir()} == {"entry.json", "labels.int64"}
    assert cache.exists()


def test_too_many_to_be_kept_need_not_be_verified(root: Path, cache: Path, decoded: list[bytes]) -> None:
    space = load(root, Loose, verify=False)
    assert decoded == []
    check(space)
    assert not cache.exists()
    write(root, {name(1): b""})
    space = load(root, Loose, verify=False)
    assert np.array_equal(space.at(2).image, EXPECTED[2])
    with pytest.raises(PictureError, match=f"^'cats/01.png' in '{root}' is empty, with 0 bytes$"):
        space.at(1)


def test_what_is_kept_is_verified_in_any_case(root: Path, cache: Path) -> None:
    spoiled(root)
    with pytest.raises(PictureError, match=f"^2 of {COUNT} pictures in "):
        load(root, verify=False)
    assert list(cache.iterdir()) == []


def test_what_is_skipped_must_be_verified(root: Path) -> None:
    with pytest.raises(ValueError, match=r"^verify must be True where broken pictures are skipped, got False$"):
        load(root, on_error="skip", verify=False)


# ----------------------------------------------------------------------------------------------------------------------
# Stale and damaged
# ----------------------------------------------------------------------------------------------------------------------


def test_files_that_change_are_read_anew_and_the_older_entry_goes(
    root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root)
    load(root, channels=1)
    before = {entry.name for entry in entries()}
    forget(monkeypatch)
    write(root, {name(3): encoded(picture(99))})
    assert np.array_equal(load(root).at(3).image, picture(99))
    after = {entry.name for entry in entries()}
    assert len(after) == 2
    assert len(before & after) == 1  # in gray, which nobody has asked for since
    assert cache.exists()


@pytest.mark.parametrize("file", ["pixels.uint8", "labels.int64", "names.json", "entry.json"])
@pytest.mark.parametrize("size", [0, 13, None])
def test_a_damaged_entry_is_made_anew(root: Path, file: str, size: int | None, request: pytest.FixtureRequest) -> None:
    cache, caplog, monkeypatch = map(request.getfixturevalue, ("cache", "caplog", "monkeypatch"))
    load(root)
    gc.collect()
    forget(monkeypatch)
    (entry,) = cache.iterdir()
    if size is None:
        (entry / file).unlink()
    else:
        os.truncate(entry / file, size)
    check(load(root))
    (message,) = {line for line in caplog.messages if "reading" not in line}
    assert message.startswith(f"{entry.name} in the cache is made anew: ")
    caplog.clear()
    forget(monkeypatch)
    check(load(root))
    assert caplog.messages == []


def test_labels_of_no_class_are_damage(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(root)
    (entry,) = cache.iterdir()
    (entry / "labels.int64").write_bytes(np.full(COUNT, 7).tobytes())
    forget(monkeypatch)
    check(load(root))


# ----------------------------------------------------------------------------------------------------------------------
# Where nothing can be written
# ----------------------------------------------------------------------------------------------------------------------


def test_without_a_place_to_write_pictures_are_kept_in_memory(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file" / "cache"))
    check(load(root))
    found = f"[Errno 20] Not a directory: '{tmp_path}/file/cache/banks'"
    assert caplog.messages == [f"'{root}' is read without the cache, which cannot be written: {found}"]


def test_entries_of_a_cache_that_must_not_be_written_are_used(
    root: Path, cache: Path, decoded: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(root)
    forget(monkeypatch)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(os, "utime", refuse)  # whoever may do anything is not kept from it by permissions
    monkeypatch.setattr(os, "mkdir", refuse)
    check(load(root))
    assert len(decoded) == COUNT
    assert cache.exists()


@pytest.fixture
def small_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache on a disk of half the size of the decoded pictures."""
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={EXPECTED.nbytes // 2}", "tmpfs", str(disk)]
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if not (mount and unmount) or subprocess.run([mount, *options], check=False, capture_output=True).returncode:
        pytest.skip("a disk must not be mounted here")
    try:
        monkeypatch.setenv(CACHE_VARIABLE, str(disk))
        yield disk
    finally:
        subprocess.run([unmount, "--lazy", str(disk)], check=True)


def test_a_full_disk_leaves_nothing_and_pictures_are_kept_in_memory(
    root: Path, small_disk: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    check(load(root))
    where = small_disk / "banks"
    size = EXPECTED.nbytes
    found = f"[Errno 28] {size} bytes of images must fit where they are kept: '{where}'"
    assert caplog.messages == [f"'{root}' is read without the cache, which cannot be written: {found}"]
    assert list(where.iterdir()) == []
    monkeypatch.setenv(CACHE_VARIABLE, str(small_disk.parent / "larger"))
    forget(monkeypatch)
    check(load(root))
    assert len(list((small_disk.parent / "larger" / "banks").iterdir())) == 1


# ----------------------------------------------------------------------------------------------------------------------
# Several processes
# ----------------------------------------------------------------------------------------------------------------------

CHILD = """
import os, sys, time
from imagespaces.loaded import files, obtaining
from imagespaces import ImageFolder
obtaining.SMALL_BYTES = 1
plain = files.decode
def slow(data, form):
    os.write(1, b".")
    time.sleep({delay})
    return plain(data, form)
files.decode = slow
space = ImageFolder(root={root!r}, height=40, width=50, dtype="uint8")
print()
print(int(space.images(range(space.size)).sum(dtype=int)), flush=True)
{after}
"""


def child(root: Path, delay: float = 0.0, after: str = "") -> subprocess.Popen[bytes]:
    code = CHILD.format(root=str(root), delay=delay, after=after)
    return subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - one thread here
    )


def _heed_interrupts() -> None:
    """Undo that interrupts are ignored, as they are where the tests run in the background."""
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def said(process: subprocess.Popen[bytes], before: bytes = b"") -> tuple[int, int]:
    """How many pictures a process has decoded, and the sum of all pixels."""
    output = before + process.communicate()[0]
    assert process.returncode == 0
    dots, total = output.decode().split("\n")[:2]
    return len(dots), int(total)


def test_two_that_read_at_once_read_once(root: Path, cache: Path) -> None:
    processes = [child(root, 0.02) for _ in range(2)]
    results = [said(process) for process in processes]
    assert sorted(count for count, _ in results) == [0, COUNT]
    assert {total for _, total in results} == {int(EXPECTED.sum(dtype=int))}
    assert len(list(cache.iterdir())) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="the system knows no such signal")
def test_a_kill_in_the_middle_leaves_no_half_entry(root: Path, cache: Path) -> None:
    process = child(root, 0.05)
    assert process.stdout is not None
    assert process.stdout.read(5) == b"....."
    process.kill()
    process.communicate()
    assert entries() == []
    (left,) = cache.glob(".*.building")
    assert (left / "pixels.uint8").stat().st_size == EXPECTED.nbytes
    check(load(root))
    assert [path.name for path in cache.iterdir()] == [entries()[0].name]


@pytest.mark.skipif(not hasattr(signal, "SIGINT"), reason="the system knows no such signal")
def test_an_interruption_leaves_nothing(root: Path, cache: Path) -> None:
    process = child(root, 0.05)
    assert process.stdout is not None
    assert process.stdout.read(5) == b"....."
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode != 0
    assert list(cache.iterdir()) == []


def shared_and_own(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    """How much of the entry's pixels a process has in memory, and what of it is its own, in bytes."""
    maps = Path(f"/proc/{process.pid}/smaps").read_text(encoding="utf-8")
    section = maps[maps.index("pixels.uint8") :]
    resident, shared, own = (
        int(re.findall(rf"^{key}:\s+(\d+) kB", section, re.MULTILINE)[0]) * 1024
        for key in ("Rss", "Pss", "Private_Dirty")
    )
    return resident, shared + own


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="the system does not tell of shared memory")
def test_processes_share_the_memory_of_one_entry(root: Path, cache: Path) -> None:
    load(root)
    count = 4
    processes = [child(root, after="sys.stdin.read(1)") for _ in range(count)]
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
            assert int(process.stdout.readline()) == int(EXPECTED.sum(dtype=int))
        for process in processes:
            resident, own = shared_and_own(process)
            assert resident >= EXPECTED.nbytes
            assert own <= EXPECTED.nbytes / (count - 1) + 4096
    finally:
        for process in processes:
            process.communicate(b"x")
    assert len(list(cache.iterdir())) == 1


def test_waiting_is_told(root: Path, cache: Path, caplog: pytest.LogCaptureFixture) -> None:
    process = child(root, 0.05)
    assert process.stdout is not None
    before = process.stdout.read(2)
    with caplog.at_level(logging.INFO):
        check(load(root))
    assert said(process, before)[0] == COUNT
    assert any(message.startswith("waiting for another process that holds ") for message in caplog.messages)
    assert len(list(cache.iterdir())) == 1
