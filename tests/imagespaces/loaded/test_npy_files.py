"""NumPy's files, read without NumPy."""

from __future__ import annotations

import io
import pickle
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.loaded import npy_files
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.named_files import find_file
from imagespaces.loaded.npy_files import read_npy, read_npz
from tests.imagespaces.loaded.written.arrays import npy, npz

BYTES = bytes(range(24))
SHAPE = (2, 3, 4)
ARRAY = np.arange(24, dtype=np.uint8).reshape(SHAPE)


def put(folder: Path, content: bytes, name: str = "a.npy") -> ListedFile:
    (folder / name).write_bytes(content)
    found = find_file(str(folder), name)
    assert found is not None
    return found


def array(folder: Path, content: bytes) -> NDArray[Any]:
    return read_npy(put(folder, content))


def refusal(folder: Path, content: bytes, name: str = "a.npy", names: tuple[str, ...] = ("a",)) -> str:
    file = put(folder, content, name)
    with pytest.raises(ValueError, match=r"^'") as caught:
        read_npz(file, names) if name.endswith(".npz") else read_npy(file)
    start = f"{file.path!r} "
    assert str(caught.value).startswith(start)
    return str(caught.value).removeprefix(start)


# ------------------------------------------------------------------------------------------------------------ npy files


@pytest.mark.parametrize("version", [1, 2, 3])
def test_all_versions_are_read(tmp_path: Path, version: int) -> None:
    found = array(tmp_path, npy(BYTES, "|u1", *SHAPE, version=version))
    assert found.dtype == np.uint8
    assert np.array_equal(found, ARRAY)


def test_the_first_axis_may_change_fastest(tmp_path: Path) -> None:
    assert np.array_equal(
        array(tmp_path, npy(BYTES, "|u1", *SHAPE, fortran=True)), ARRAY.reshape(-1).reshape(SHAPE, order="F")
    )


@pytest.mark.parametrize(
    ("kind", "packed", "value"),
    [
        ("<i8", struct.pack("<q", -5), -5),
        (">i8", struct.pack(">q", -5), -5),
        (">u2", struct.pack(">H", 500), 500),
        ("<f4", struct.pack("<f", 0.5), 0.5),
        (">f8", struct.pack(">d", 0.1), 0.1),
        ("|b1", b"\1", 1),
    ],
)
def test_numbers_of_all_types_are_read(tmp_path: Path, kind: str, packed: bytes, value: float) -> None:
    assert array(tmp_path, npy(packed, kind, 1)).tolist() == [value]


@settings(max_examples=40)
@given(
    st.lists(st.integers(1, 4), max_size=4),
    st.sampled_from(["u1", "<i2", ">i4", "<f4", "<f8", "?"]),
    st.booleans(),
    st.booleans(),
)
def test_what_numpy_writes_is_read(
    tmp_path_factory: pytest.TempPathFactory, shape: list[int], kind: str, fortran: bool, packed: bool
) -> None:
    folder = tmp_path_factory.mktemp("written")
    values = np.random.default_rng(len(shape)).integers(0, 2, shape).astype(kind, order="F" if fortran else "C")
    np.save(folder / "a.npy", values)
    (np.savez_compressed if packed else np.savez)(folder / "b.npz", x=values, y=values)
    one, both = find_file(str(folder), "a.npy"), find_file(str(folder), "b.npz")
    assert one is not None
    assert both is not None
    for found in (read_npy(one), read_npz(both, ("y",))["y"]):
        assert found.dtype == values.dtype
        assert np.array_equal(found, values)


def test_pickles_are_refused_and_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "run"

    class Hostile:
        def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
            return trace.write_text, ("run",)

    content = npy(pickle.dumps(np.array([Hostile()], object)), "|O", 1)
    told = "must have a header that tells of an array of numbers, got b\"{'descr': '|O', 'fortran_order': False, "
    assert refusal(tmp_path, content).startswith(told)
    assert refusal(tmp_path, npz({"a": content}), "a.npz").startswith(told.replace("header", "header in 'a.npy'"))
    assert refusal(tmp_path, pickle.dumps(Hostile())).startswith("must begin with b'\\x93NUMPY' and version 1.0, ")
    assert not trace.exists()
    np.load(io.BytesIO(content), allow_pickle=True)
    assert trace.exists()  # so it would have been seen


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "must begin with b'\\x93NUMPY' and version 1.0, 2.0 or 3.0, got b''"),
        (
            b"PK\3\4" + bytes(9),
            "must begin with b'\\x93NUMPY' and version 1.0, 2.0 or 3.0, got b'PK\\x03\\x04\\x00\\x00\\x00\\x00'",
        ),
        (b"\x93NUMPY\4\0", "must begin with b'\\x93NUMPY' and version 1.0, 2.0 or 3.0, got b'\\x93NUMPY\\x04\\x00'"),
        (b"\x93NUMPY\1\0v", "must have a header that tells of an array of numbers, got b''"),
        (
            b"\x93NUMPY\1\0\4\0{}  ",
            "must have a header that tells of an array of numbers, got b'{}  '",
        ),
        (
            b"\x93NUMPY\2\0\xff\xff\xff\xff{",
            "must have a header that tells of an array of numbers, got b'{'",
        ),
        (npy(BYTES, "<f1", 24), "must hold numbers of a type that there is, got '<f1'"),
        (
            npy(BYTES, "|u1", 1, 2, 3, 2, 2),
            "must hold an array of up to four dimensions, none of them 0, got [1, 2, 3, 2, 2]",
        ),
        (npy(b"", "|u1", 0), "must hold an array of up to four dimensions, none of them 0, got [0]"),
        (npy(BYTES, "|u1", 5, 5), "must hold 25 bytes, at most 4294967296, as the shape [5, 5] of uint8 says, got 24"),
        (npy(BYTES, "|u1", 23), "must hold 23 bytes, at most 4294967296, as the shape [23] of uint8 says, got 24"),
        (
            npy(BYTES, "<f8", 10**18, 10**18),
            f"must hold {8 * 10**36} bytes, at most 4294967296, as the shape {[10**18] * 2} of float64 says, got 24",
        ),
    ],
)
def test_damaged_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    assert refusal(tmp_path, content) == message


def test_headers_are_matched_and_not_evaluated(tmp_path: Path) -> None:
    for shape in ("10**9, 1", "(" * 500, "1 2", "-1", "1_0", f"{10**19},"):
        text = f"{{'descr': '|u1', 'fortran_order': False, 'shape': ({shape}), }}\n".encode()
        told = refusal(tmp_path, b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text + BYTES)
        assert told == f"must have a header that tells of an array of numbers, got {text[:100]!r}"


def test_an_array_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(npy_files, "MAX_BYTES", 23)
    assert refusal(tmp_path, npy(BYTES, "|u1", 24)) == (
        "must hold 24 bytes, at most 23, as the shape [24] of uint8 says, got 24"
    )


# ------------------------------------------------------------------------------------------------------------ npz files


@pytest.mark.parametrize("deflated", [False, True])
def test_arrays_of_archives_are_read_by_name(tmp_path: Path, deflated: bool) -> None:
    members = {"a": npy(BYTES, "|u1", *SHAPE), "b": b"no array", "c": npy(BYTES[:3], "|u1", 3)}
    file = put(tmp_path, npz(members, deflated=deflated), "a.npz")
    found = read_npz(file, ("a", "c", "d"))
    assert found.keys() == {"a", "c"}
    assert np.array_equal(found["a"], ARRAY)
    assert found["c"].tolist() == [0, 1, 2]


def test_damaged_archives_are_refused(tmp_path: Path) -> None:
    def told(content: bytes) -> str:
        return refusal(tmp_path, content, "a.npz")

    good = npz({"a": npy(BYTES, "|u1", *SHAPE)}, deflated=False)
    end = "must end with the directory of a zip file of less than 4 GiB, as npz files do, got "
    assert told(b"") == f"{end}b''"
    assert told(good[:-1]) == f"{end}{good[-23:-19]!r}"
    assert told(good[:-22] + b"PK\6\7" + bytes(16) + good[-22:]) == f"{end}b'PK\\x05\\x06'"
    assert told(good[:-10] + struct.pack("<I", 1 << 21) + good[-6:]) == (
        "must have a directory of at most 1048576 bytes, got 2097152"
    )
    assert (
        told(good[:-10] + struct.pack("<I", 1 << 20) + good[-6:]) == "cannot be read: Bad offset for central directory"
    )
    assert told(good.replace(BYTES, bytes(24))) == "cannot be read: Bad CRC-32 for file 'a.npy'"
    assert told(good.replace(b"PK\3\4", b"PK\3\5")) == "cannot be read: Bad magic number for file header"


def test_what_else_archives_can_hold_is_refused(tmp_path: Path) -> None:
    def told(**options: Any) -> str:
        with zipfile.ZipFile(tmp_path / "b.npz", "w", **options) as archive:
            archive.writestr("a.npy", npy(BYTES, "|u1", *SHAPE))
        return refusal(tmp_path, (tmp_path / "b.npz").read_bytes(), "a.npz")

    assert told(compression=zipfile.ZIP_LZMA) == "must hold 'a.npy' as it is or deflated, got compression 14"
    good = npz({"a": npy(BYTES, "|u1", *SHAPE)})
    at = good.index(b"PK\1\2") + 8
    locked = good[:6] + b"\1" + good[7:at] + b"\1" + good[at + 1 :]
    assert refusal(tmp_path, locked, "a.npz") == ("must hold 'a.npy' as it is or deflated, got it encrypted")


def test_an_array_is_there_once(tmp_path: Path) -> None:
    good = npz({"a": npy(BYTES, "|u1", 24), "b": npy(BYTES, "|u1", 24)}).replace(b"b.npy", b"a.npy")
    assert refusal(tmp_path, good, "a.npz") == "must hold 'a.npy' once, got it twice"
    assert refusal(tmp_path, good, "a.npz", ("a", "b")) == "must hold 'a.npy' once, got it twice"


@pytest.mark.parametrize(
    ("promised", "message"),
    [
        (1 << 10, "cannot be read: Bad CRC-32 for file 'a.npy'"),
        (
            1 << 31,
            (
                f"must hold {1 << 26} bytes in 'a.npy', at most {1 << 32}, as the shape {[1 << 26]} of uint8 says, "
                f"got {(1 << 31) - 128}"
            ),
        ),
    ],
)
def test_no_more_is_unpacked_than_is_promised(tmp_path: Path, promised: int, message: str) -> None:
    """A member of 64 MiB in 64 KiB, of which the directory says that there are fewer bytes, or more."""
    content = npy(bytes(1 << 26), "|u1", 1 << 26)
    good = npz({"a": content})
    assert len(good) < 1 << 17
    false = good.replace(struct.pack("<I", len(content)), struct.pack("<I", promised))
    assert refusal(tmp_path, false, "a.npz") == message


def test_fewer_bytes_than_promised_are_refused(tmp_path: Path) -> None:
    packed = npy(BYTES, "|u1", 24)
    short = npz({"a": packed[:-4]})
    false = short.replace(
        struct.pack("<II", len(zlib_of(packed[:-4])), len(packed) - 4),
        struct.pack("<II", len(zlib_of(packed[:-4])), len(packed)),
    )
    assert false != short
    assert refusal(tmp_path, false, "a.npz") == "must hold 24 bytes in 'a.npy' after the header, got fewer"


def zlib_of(content: bytes) -> bytes:
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return machine.compress(content) + machine.flush()
