"""What a directory holds: verified once, shared, and never stale."""

from __future__ import annotations

import errno
import gc
import logging
import os
import tempfile
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from imagespaces import bank
from imagespaces.loaded import content
from imagespaces.loaded.content import Content, OnError, read_directory
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.listing import list_pictures
from imagespaces.loaded.pictures import Form, decode
from imagespaces.progress import reporting
from tests.imagespaces.loaded.cases import encoded, noise, write

FORM = Form(6, 8, 3, "crop")
PLENTY = 1 << 30

Decoded = list[bytes]


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> Decoded:
    """The content of every picture that is decoded, in the order of finishing."""
    seen: Decoded = []

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
    return read_directory(str(root), form, on_error, limit)


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
    names = [file.name for file in found.files]
    assert names == ["a/0.png", "a/1.png", "a/2.png", "b/0.png", "b/1.png", "b/2.png"]
    numbers = np.array([4, 0, 4, 5])
    images = found.images(numbers)
    assert images.dtype == np.uint8
    assert np.array_equal(images, np.stack([picture(names[number]) for number in numbers]))
    images[...] = 0  # they are fresh
    assert np.array_equal(found.images(numbers)[0], picture("b/1.png"))
    assert found.images(np.zeros(0, np.int64)).shape == (0, *FORM.shape)


def test_each_is_decoded_once_while_they_are_kept(root: Path, decoded: Decoded) -> None:
    found = read(root)
    found.images(np.arange(6))
    found.images(np.arange(6))
    assert sorted(decoded) == sorted(path.read_bytes() for path in root.rglob("*.png"))


def test_they_are_kept_up_to_the_limit(root: Path, decoded: Decoded) -> None:
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
    message = (
        f"[Errno {errno.ENOSPC}] 864 bytes of images must fit where temporary files lie: '{tempfile.gettempdir()}'"
    )
    assert refusal(OSError, lambda: read(root)) == message


def test_progress_is_reported_up_to_the_end(root: Path) -> None:
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *report: told.append(report)):
        read(root)
        read(root)  # nothing is to be done
    assert told == [("reading pictures", done, 6) for done in range(1, 7)]


def test_other_files_are_counted_in_the_log(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(root, {"notes.txt": b"", "a/.hidden.png": b""})
    with caplog.at_level(logging.INFO, content.__name__):
        read(root)
    assert caplog.messages == [f"reading 6 pictures of '{root}'; 2 other files are ignored"]


# ----------------------------------------------------------------------------------------------------------------------
# Sharing
# ----------------------------------------------------------------------------------------------------------------------


def test_equal_requests_share_what_was_read(root: Path, decoded: Decoded) -> None:
    assert read(root) is read(root)
    assert len(decoded) == 6


def test_other_requests_do_not(root: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("root")
    contents = [
        read(root),
        read(root, on_error="skip"),
        read(root, limit=0),
        read(root, form=Form(6, 7, 3, "crop")),
        read(root, form=Form(6, 8, 1, "crop")),
        read(root, form=Form(6, 8, 3, "squash")),
        read(tmp_path / "link"),
    ]
    assert len(set(map(id, contents))) == len(contents)


CHANGES: dict[str, Callable[[Path], object]] = {
    "written": lambda root: write(root, {"a/0.png": encoded(noise(6, 8, seed=99))}),
    "touched": lambda root: os.utime(root / "a/0.png", ns=(0, 0)),
    "added": lambda root: write(root, {"a/3.png": encoded(noise(6, 8))}),
    "removed": lambda root: (root / "b/0.png").unlink(),
    "renamed": lambda root: (root / "b/0.png").rename(root / "b/9.png"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_directory_that_changed_is_read_again(root: Path, change: str) -> None:
    before = read(root)
    CHANGES[change](root)
    after = read(root)
    assert after is not before
    assert after.state != before.state
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.png"))
    assert [file.name for file in after.files] == files


def test_the_digest_is_that_of_a_copy_elsewhere(root: Path, tmp_path: Path) -> None:
    copy = write(tmp_path / "copy", {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.png")})
    assert read(copy).digest == read(root).digest
    assert read(copy).state != read(root).state
    CHANGES["renamed"](copy)
    assert read(copy).digest != read(root).digest
    (copy / "b/9.png").rename(copy / "b/0.png")
    assert read(copy).digest == read(root).digest
    write(copy, {"b/0.png": encoded(noise(7, 8))})
    assert read(copy).digest != read(root).digest


def test_what_nobody_holds_is_let_go_when_other_pictures_are_read(root: Path) -> None:
    first = weakref.ref(read(root))
    gc.collect()
    assert first() is not None
    read(root, form=Form(2, 2, 1, "crop"))
    gc.collect()
    assert first() is None


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_forked_processes_have_what_was_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(root)
    monkeypatch.setattr("imagespaces.loaded.files.decode", lambda *_: os._exit(2))
    child = os.fork()
    if not child:
        os._exit(0 if read(root).pixels is not None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


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
    assert [file.name for file in found.files] == names
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
    assert len(read(root).files) == 4


def test_a_file_that_changes_while_it_is_read_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def list_then_change(root: str) -> Any:
        found = list_pictures(root)
        CHANGES["touched"](Path(root))
        return found

    monkeypatch.setattr(content, "list_pictures", list_then_change)
    size = (root / "a/0.png").stat().st_size
    assert refusal(PictureError, lambda: read(root)) == (
        f"1 of 6 pictures in '{root}' cannot be read; mend or remove them, or leave them out (on_error: skip):\n"
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
    CHANGES["touched"](root)
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


def test_pictures_with_and_without_a_class_are_told_before_any_is_decoded(root: Path, decoded: Decoded) -> None:
    write(root, {"0.png": b""})
    message = "pictures must lie all in sub-folders or none, got '0.png' and 'a/0.png'"
    assert refusal(ValueError, lambda: read(root, on_error="skip")) == message
    assert decoded == []
