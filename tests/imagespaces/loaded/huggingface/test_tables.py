"""Cells of pictures, and columns that can hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.huggingface.tables import cells_of, holds_pictures, need_pyarrow, reading

BOTH = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


@pytest.mark.parametrize(
    ("kind", "holds"),
    [
        (pa.binary(), True),
        (pa.large_binary(), True),
        (pa.string(), True),
        (pa.large_string(), True),
        (BOTH, True),
        (pa.struct([("path", pa.string()), ("size", pa.int64())]), True),
        (pa.struct([("bytes", pa.binary()), ("path", pa.null())]), True),
        (pa.struct([("path", pa.null())]), False),
        (pa.int64(), False),
        (pa.binary_view(), False),  # of which many may look at the same bytes
        (pa.list_(pa.uint8()), False),
        (pa.struct([("size", pa.int64())]), False),
        (pa.struct([("bytes", pa.int64()), ("path", pa.string())]), False),
        (pa.struct([("bytes", pa.list_(pa.binary(), 1 << 30))]), False),
        (pa.struct([pa.field("path", pa.string()), pa.field("path", pa.string())]), False),
        (pa.dictionary(pa.int8(), pa.binary()), False),
    ],
)
def test_columns_of_pictures_are_known_by_their_types(kind: Any, holds: bool) -> None:
    assert holds_pictures(kind) == holds


def test_bytes_come_before_paths() -> None:
    rows = [{"bytes": b"a", "path": "b"}, {"bytes": None, "path": "c"}, {"bytes": b"", "path": None}, None]
    column = pa.array([{"bytes": b"x", "path": "x"}, *rows], BOTH)[1:]  # a part, as batches are
    assert cells_of(column) == [b"a", "c", None, None]
    assert cells_of(pa.array(["a", None])) == ["a", None]
    assert cells_of(pa.array([{"bytes": b"a", "path": None}])) == [b"a"]


def test_other_fields_are_not_looked_at() -> None:
    """A list of 2²⁶ nothings takes no memory in a file, and 512 MiB as one of Python's."""
    nothings = pa.FixedSizeListArray.from_arrays(pa.nulls(1 << 26), 1 << 26)
    column = pa.StructArray.from_arrays([pa.array([b"a"]), nothings], ["bytes", "nothing"])
    assert cells_of(column) == [b"a"]


def test_whatever_goes_wrong_is_an_error_of_the_file(tmp_path: Path) -> None:
    file = ListedFile("x/a.arrow", str(tmp_path / "a.arrow"), 1, 1, 1)
    with pytest.raises(PictureError) as caught, reading(file):
        raise KeyError(5)
    assert str(caught.value) == "cannot be read as arrow: 5"
    with pytest.raises(PictureError) as caught, reading(file):
        raise PictureError("is empty")
    assert str(caught.value) == "is empty"


def test_pyarrow_is_given_where_it_is_there() -> None:
    assert need_pyarrow() is pa
