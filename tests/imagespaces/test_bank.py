from __future__ import annotations

import copy
import errno
import gc
import logging
import mmap
import os
import pickle
import re
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces import CircleSquare, ImageSpace, bank
from imagespaces.bank import Bank, Slots, Wall, allocate, gallery
from imagespaces.kernels.windows import window_sampler
from imagespaces.pixels import from_bytes
from imagespaces.progress import reporting
from imagespaces.testing.strategies import image_spaces
from tests.imagespaces.toys import Glyphs, Lone, Shades

SMALL = CircleSquare(height=5, width=6, extent=4)
FLOAT32 = np.dtype(np.float32)


def fresh(**parameters: Any) -> CircleSquare:
    """A space that no other test has a bank of."""
    return CircleSquare(height=6, width=5, extent=2, **parameters)


# ----------------------------------------------------------------------------------------------------------------------
# Banks
# ----------------------------------------------------------------------------------------------------------------------


@given(image_spaces(kinds=["circle_square"], max_pixels=100))
def test_a_bank_holds_all_images_in_order(space: ImageSpace) -> None:
    found = Bank(space)
    assert found.space is space
    assert found.pixels.dtype == space.stored_dtype
    assert found.pixels.tobytes() == space.images(range(space.num_states)).tobytes()


def test_chunks_leave_nothing_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "_CHUNK_BYTES", 7 * 120)
    assert Bank(SMALL).pixels.tobytes() == SMALL.images(range(60)).tobytes()


def test_images_larger_than_a_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "_CHUNK_BYTES", 1)
    assert Bank(Glyphs()).pixels.tobytes() == Glyphs(dtype="uint8").images(range(16)).tobytes()


def test_bytes_are_kept_as_bytes() -> None:
    found = Bank(Glyphs())
    assert found.pixels.dtype == np.uint8
    assert np.array_equal(from_bytes(found.pixels), Glyphs().images(range(16)))


def test_equal_spaces_share_one() -> None:
    first = Bank.of(fresh())
    assert Bank.of(fresh(seed=3)) is first
    assert Bank.of(fresh(gradient=False)) is not first
    assert Bank.of(fresh(dtype="uint8")) is not first


def test_spaces_of_another_kind_do_not_share() -> None:
    class Copied(Glyphs):
        """The same images under the same name."""

        def __repr__(self) -> str:
            return repr(Glyphs())

    first = Bank.of(Glyphs())
    assert Bank.of(Copied()) is not first


def test_what_nobody_uses_is_freed() -> None:
    space = fresh(stream=1)
    first = Bank.of(space)
    kept = id(first.pixels), len(bank._banks)
    assert id(Bank.of(space).pixels) == kept[0]
    del first
    gc.collect()
    assert len(bank._banks) == kept[1] - 1
    assert space.bank_key() not in bank._banks


def test_a_wall_keeps_its_bank() -> None:
    wall = gallery(fresh(stream=2), 1)
    gc.collect()
    assert isinstance(wall, Wall)
    assert Bank.of(fresh(stream=2)) is wall.bank


def test_nobody_can_write() -> None:
    found = Bank.of(SMALL)
    with pytest.raises(ValueError, match="read-only"):
        found.pixels[0] = 0


def test_threads_make_one_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[int] = []
    go = threading.Barrier(4)
    found: list[Bank] = []

    class Slow(Glyphs):
        """Tells when it is rendered."""

        def pixels(self, indices: Any) -> Any:
            rendered.append(len(indices))
            time.sleep(0.05)  # long enough for the others to find that there is no bank yet
            return super().pixels(indices)

    def ask() -> None:
        go.wait()
        found.append(Bank.of(Slow()))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each) for each in found}) == 1
    assert rendered == [16]


def test_the_bank_is_pickled_as_its_recipe() -> None:
    space = CircleSquare()
    wall = Wall(Bank.of(space), 3)
    wall.show(np.array([1]), np.array([17]))
    data = pickle.dumps(wall)
    assert len(data) < 2000
    for again in (pickle.loads(data), copy.deepcopy(wall)):  # noqa: S301 - of what was dumped here
        assert again.bank is Bank.of(space)
        assert again.rows.tolist() == [0, 17, 0]
        assert again.rows is not wall.rows


def test_long_work_is_reported_and_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(bank, "_CHUNK_BYTES", 25 * 120)
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *about: told.append(about)), caplog.at_level(logging.DEBUG, "imagespaces.bank"):
        Bank(SMALL)
    assert told == [("rendering images", done, 60) for done in (25, 50, 60)]
    assert caplog.messages == [f"rendering 60 images of {SMALL!r} into 0.0 MiB"]


# ----------------------------------------------------------------------------------------------------------------------
# Memory
# ----------------------------------------------------------------------------------------------------------------------


def is_mapped(array: NDArray[Any]) -> bool:
    """Whether an array lies in a file."""
    owner: Any = array
    while isinstance(owner, np.ndarray):
        owner = owner.base
    return isinstance(owner, mmap.mmap)


def test_small_arrays_lie_in_memory() -> None:
    found = allocate((3, 4), FLOAT32)
    assert (found.shape, found.dtype) == ((3, 4), FLOAT32)
    assert not is_mapped(found)


def test_large_banks_are_mapped_from_a_file_without_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bank, "MAPPED_BYTES", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pixels = Bank(SMALL).pixels
    assert is_mapped(pixels)
    assert list(tmp_path.iterdir()) == []
    assert type(pixels) is np.ndarray
    assert not pixels.flags.writeable
    assert pixels.tobytes() == SMALL.images(range(60)).tobytes()


@pytest.mark.parametrize(("size", "mapped"), [(10, False), (11, True)])
def test_the_limit_is_what_just_stays_in_memory(size: int, mapped: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "MAPPED_BYTES", 40)
    array = allocate((size,), FLOAT32)
    assert is_mapped(array) is mapped
    array[...] = 1.0
    assert array.sum() == size


def test_windows_of_mapped_banks(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Bank(SMALL).pixels
    monkeypatch.setattr(bank, "MAPPED_BYTES", 0)
    mapped = Bank(SMALL).pixels
    rows, places = np.arange(60), np.tile([0.3, -0.7], (60, 1))
    for scale in (1.0, 0.5):
        expected, found = (window_sampler(pixels, (2, 3), scale)(rows, places) for pixels in (plain, mapped))
        assert type(found) is np.ndarray
        assert found.tobytes() == expected.tobytes()


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="room can't be claimed beforehand")
def test_a_full_disk_is_told_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(bank, "MAPPED_BYTES", 0)
    monkeypatch.setattr(os, "posix_fallocate", full)
    where = tempfile.gettempdir()
    message = f"[Errno {errno.ENOSPC}] 48 bytes of images must fit where they are kept: {where!r}"
    with pytest.raises(OSError, match="^" + re.escape(message) + "$"):
        allocate((3, 4), FLOAT32)


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="room can't be claimed beforehand")
def test_file_systems_that_cannot_claim_room_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_arguments: int) -> None:
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(bank, "MAPPED_BYTES", 0)
    monkeypatch.setattr(os, "posix_fallocate", unknown)
    assert allocate((3, 4), FLOAT32).shape == (3, 4)


# ----------------------------------------------------------------------------------------------------------------------
# Galleries
# ----------------------------------------------------------------------------------------------------------------------


def test_finite_spaces_get_a_wall_and_others_slots() -> None:
    assert isinstance(gallery(SMALL, 2), Wall)
    assert isinstance(gallery(Shades(), 2), Slots)


@pytest.mark.parametrize(("limit", "kind"), [(60 * 120, Wall), (60 * 120 - 1, Slots)])
def test_the_limit_of_a_bank(limit: int, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CircleSquare, "bank_limit", limit)
    assert type(gallery(CircleSquare(height=5, width=6, extent=4), 2)) is kind


def test_the_limit_counts_what_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Glyphs, "bank_limit", 64)  # 16 images of 4 bytes; as floats they would take 256
    assert isinstance(gallery(Glyphs(), 2), Wall)


@pytest.mark.parametrize("space", [SMALL, Glyphs(), Lone()], ids=lambda space: type(space).__name__)
@given(data=st.data())
def test_galleries_show_what_they_are_told(space: ImageSpace, data: st.DataObject) -> None:
    lanes = data.draw(st.integers(1, 5))
    walls = [Slots(space, lanes), gallery(space, lanes)]
    expected: dict[int, int] = {}
    for _ in range(3):
        chosen = data.draw(st.lists(st.integers(0, lanes - 1), unique=True))
        shown = data.draw(st.lists(st.integers(0, space.num_states - 1), min_size=len(chosen), max_size=len(chosen)))
        expected |= dict(zip(chosen, shown, strict=True))
        for wall in walls:
            wall.show(np.array(chosen, np.intp), np.array(shown, np.int64))
    for wall in walls:
        assert wall.space == space
        for lane, index in expected.items():
            assert np.array_equal(wall.pixels[wall.rows[lane]], space.pixels(np.array([index]))[0])


def test_slots_start_black_and_are_their_own() -> None:
    slots = Slots(SMALL, 3)
    assert slots.pixels.shape == (3, 5, 6, 1)
    assert not slots.pixels.any()
    assert slots.rows.tolist() == [0, 1, 2]


def test_many_slots_are_filled_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank, "_CHUNK_BYTES", 3 * 120)
    sizes: list[int] = []

    class Counting(CircleSquare):
        """Tells how many images are asked for at once."""

        def pixels(self, indices: Any) -> Any:
            sizes.append(len(indices))
            return super().pixels(indices)

    space = Counting(height=5, width=6, extent=4)
    slots = Slots(space, 8)
    indices = np.arange(8) * 7
    slots.show(np.arange(8), indices)
    assert sizes == [3, 3, 2]
    assert slots.pixels.tobytes() == SMALL.images(indices).tobytes()


def test_walls_copy_nothing() -> None:
    first, second = gallery(SMALL, 2), gallery(SMALL, 2)
    assert first.pixels is second.pixels is Bank.of(SMALL).pixels
    assert first.rows is not second.rows
