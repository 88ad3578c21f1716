"""The good pictures of a data set: each verified by decoding it, and kept or decoded again."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces import bank
from imagespaces.loaded.content import Content, OnError, collect, in_memory
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.folder import folder_records, list_directory
from imagespaces.loaded.pictures import Form, decode
from imagespaces.progress import reporting
from tests.imagespaces.loaded.cases import encoded, noise, write

FORM = Form(6, 8, 3, "crop")
PLENTY = 1 << 30

Seen = list[bytes]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """The content of every picture that is decoded, in the order of finishing."""
    seen: Seen = []

    def counting(data: bytes, form: Form) -> Any:
        seen.append(data)
        return decode(data, form)

    monkeypatch.setattr("imagespaces.loaded.files.decode", counting)
    return seen


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {f"{folder}/{number}.png": number for folder in "ab" for number in range(3)}
    return write(tmp_path / "root", {name: encoded(picture(name)) for name in files})


def picture(name: str) -> Any:
    return noise(6, 8, seed=int.from_bytes(name.encode(), "big") % 2**32)


def read(root: Path, on_error: OnError = "raise", limit: int = PLENTY, form: Form = FORM) -> Content:
    records = folder_records(list_directory(str(root)))
    room = in_memory if len(records.sources) * form.nbytes <= limit else None
    return collect(records, form, on_error, where=repr(str(root)), room=room)


def refusal(error: type[Exception], call: Callable[[], object]) -> str:
    with pytest.raises(error) as caught:
        call()
    assert caught.type is error
    return str(caught.value)


# ----------------------------------------------------------------------------------------------------------------------
# What is good
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", [PLENTY, 0])
def test_pictures_are_those_of_the_files_in_order(root: Path, limit: int) -> None:
    found = read(root, limit=limit)
    names = list(found.names)
    assert names == ["a/0.png", "a/1.png", "a/2.png", "b/0.png", "b/1.png", "b/2.png"]
    numbers = np.array([4, 0, 4, 5])
    images = found.images(numbers)
    assert images.dtype == np.uint8
    assert np.array_equal(images, np.stack([picture(names[number]) for number in numbers]))
    images[...] = 0  # they are fresh
    assert np.array_equal(found.images(numbers)[0], picture("b/1.png"))
    assert found.images(np.zeros(0, np.int64)).shape == (0, *FORM.shape)


def test_each_is_decoded_once_while_they_are_kept(root: Path, decoded: Seen) -> None:
    found = read(root)
    found.images(np.arange(6))
    found.images(np.arange(6))
    assert sorted(decoded) == sorted(path.read_bytes() for path in root.rglob("*.png"))


def test_they_are_kept_up_to_the_limit(root: Path, decoded: Seen) -> None:
    size = 6 * FORM.nbytes
    kept, loose = read(root, limit=size), read(root, limit=size - 1)
    assert kept.pixels is not None
    assert kept.pixels.nbytes == size
    assert not kept.pixels.flags.writeable
    assert loose.pixels is None
    decoded.clear()
    loose.images(np.array([1, 1]))
    assert decoded == [(root / "a/1.png").read_bytes()] * 2


def test_many_pixels_lie_in_a_mapped_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read(root, form=Form(6, 8, 3, "squash")).pixels
    monkeypatch.setattr(bank, "MAPPED_BYTES", 0)
    mapped = read(root).pixels
    assert mapped is not None
    assert np.array_equal(mapped, np.asarray(expected))
    owner = mapped.base
    while isinstance(owner, np.ndarray) and not isinstance(owner, np.memmap):
        owner = owner.base
    assert isinstance(owner, np.memmap)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="the system cannot reserve room on a disk")
def test_a_disk_without_room_is_an_error_and_no_crash(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bank, "MAPPED_BYTES", 0)
    monkeypatch.setattr(os, "posix_fallocate", refuse)
    message = f"[Errno {errno.ENOSPC}] 864 bytes of images must fit where they are kept: '{tempfile.gettempdir()}'"
    assert refusal(OSError, lambda: read(root)) == message


def test_progress_is_reported_up_to_the_end(root: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *report: told.append(report)):
        read(root)
    assert told == [("reading pictures", done, 6) for done in range(1, 7)]


# ----------------------------------------------------------------------------------------------------------------------
# What is bad
# ----------------------------------------------------------------------------------------------------------------------


def spoil(root: Path) -> None:
    write(root, {"a/1.png": b"", "b/1.png": encoded(picture("b/1.png"))[:-20], "b/9.png": b"GIF89a"})
    (root / "a/link.png").symlink_to("/etc/passwd")


def described(root: Path) -> str:
    return (
        "  'a/1.png' is empty, with 0 bytes\n"
        f"  'a/link.png' is a link to '/etc/passwd', allowed are links that stay inside of '{os.path.realpath(root)}'\n"
        "  'b/1.png' cannot be decoded: Truncated File Read\n"
        "  'b/9.png' begins with b'GIF89a', which no png, jpeg, webp, bmp or tiff does"
    )


@pytest.mark.parametrize("limit", [PLENTY, 0])
def test_all_bad_pictures_are_named(root: Path, limit: int) -> None:
    spoil(root)
    assert refusal(PictureError, lambda: read(root, limit=limit)) == (
        f"4 of 8 pictures in '{root}' cannot be read; "
        f"mend or remove them, or leave them out (on_error: skip):\n{described(root)}"
    )


@pytest.mark.parametrize("limit", [PLENTY, 0])
def test_bad_pictures_are_left_out_and_counted(root: Path, limit: int, caplog: pytest.LogCaptureFixture) -> None:
    spoil(root)
    found = read(root, on_error="skip", limit=limit)
    names = ["a/0.png", "a/2.png", "b/0.png", "b/2.png"]
    assert list(found.names) == names
    assert np.array_equal(found.images(np.arange(4)), np.stack([picture(name) for name in names]))
    assert found.pixels is None or len(found.pixels) == 4
    assert caplog.messages == [f"4 of 8 pictures in '{root}' cannot be read and are left out:\n{described(root)}"]


def test_only_bad_pictures_are_an_error_even_if_they_are_to_be_skipped(tmp_path: Path) -> None:
    write(tmp_path, {"1.png": b"", "2.png": b""})
    assert refusal(ValueError, lambda: read(tmp_path, on_error="skip")) == (
        f"2 of 2 pictures in '{tmp_path}' cannot be read, and at least 1 must be:\n"
        "  '1.png' is empty, with 0 bytes\n"
        "  '2.png' is empty, with 0 bytes"
    )


@pytest.mark.parametrize("on_error", ["raise", "skip"])
def test_a_folder_alone_that_cannot_be_looked_into_is_named(tmp_path: Path, on_error: OnError) -> None:
    (tmp_path / "cats").symlink_to("/")
    fault = "'cats' is a link to a folder, allowed are links to pictures inside of the directory"
    error = PictureError if on_error == "raise" else ValueError
    assert refusal(error, lambda: read(tmp_path, on_error)).endswith(f":\n  {fault}")


def test_bad_pictures_are_told_again_until_they_are_mended(root: Path) -> None:
    spoil(root)
    for _ in range(2):
        refusal(PictureError, lambda: read(root))
    for name in ("a/1.png", "a/link.png", "b/1.png", "b/9.png"):
        (root / name).unlink()
    assert read(root).count == 4


def test_a_file_that_changes_while_it_is_read_is_named(root: Path) -> None:
    records = folder_records(list_directory(str(root)))
    os.utime(root / "a/0.png", ns=(0, 0))
    size = (root / "a/0.png").stat().st_size
    assert refusal(PictureError, lambda: collect(records, FORM, "raise", where="'pets'")) == (
        "1 of 6 pictures in 'pets' cannot be read; mend or remove them, or leave them out (on_error: skip):\n"
        f"  'a/0.png' has changed since it was listed, as a file of {size} bytes"
    )


def test_pictures_that_are_kept_survive_their_files(root: Path) -> None:
    found = read(root)
    for path in root.rglob("*.png"):
        path.unlink()
    assert np.array_equal(found.images(np.array([5]))[0], picture("b/2.png"))


def test_pictures_that_are_not_kept_are_missed(root: Path) -> None:
    found = read(root, limit=0)
    size = (root / "a/0.png").stat().st_size
    os.utime(root / "a/0.png", ns=(0, 0))
    (root / "b/0.png").unlink()
    assert np.array_equal(found.images(np.array([1]))[0], picture("a/1.png"))
    assert refusal(PictureError, lambda: found.images(np.array([1, 0]))) == (
        f"'a/0.png' in '{root}' has changed since it was listed, as a file of {size} bytes"
    )
    assert refusal(PictureError, lambda: found.images(np.array([3]))) == (
        f"'b/0.png' in '{root}' cannot be read: No such file or directory"
    )


def test_a_directory_without_pictures_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"notes.txt": b"", "cats/.x.png": b""})
    assert refusal(ValueError, lambda: read(tmp_path)) == (
        "root must hold pictures (.bmp, .jpeg, .jpg, .png, .tif, .tiff, .webp), "
        f"got '{tmp_path}' with none and 2 other files"
    )


def test_what_is_no_directory_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"1.png": encoded(noise(6, 8))})
    for name, reason in {"nowhere": "No such file or directory", "1.png": "Not a directory"}.items():
        message = f"root must be a directory that can be listed, got '{tmp_path / name}': {reason}"
        assert refusal(ValueError, partial(read, tmp_path / name)) == message
    message = f"root must be a directory that can be listed, got {f'{tmp_path}/x{chr(0)}'!r}: "
    assert refusal(ValueError, partial(read, tmp_path / "x\0")).startswith(message)  # Python's words differ by version


def test_pictures_with_and_without_a_class_are_told_before_any_is_decoded(root: Path, decoded: Seen) -> None:
    write(root, {"0.png": b""})
    message = "pictures must lie all in sub-folders or none, got '0.png' and 'a/0.png'"
    assert refusal(ValueError, lambda: read(root, on_error="skip")) == message
    assert decoded == []
