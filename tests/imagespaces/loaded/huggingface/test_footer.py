"""Ends of Parquet files."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from imagespaces.loaded.huggingface import footer
from imagespaces.loaded.huggingface.footer import Chunk, Group, read_footer
from imagespaces.loaded.huggingface.thrift import I64, LIST, STRUCT
from tests.imagespaces.loaded.huggingface.thrifty import fields, integer, listed


def read(content: bytes) -> list[Group]:
    return read_footer(lambda start, count: content[start : start + count], len(content))


def ended(said: bytes, magic: bytes = b"PAR1") -> bytes:
    return b"PAR1" + said + struct.pack("<I", len(said)) + magic


def about(**changes: bytes) -> bytes:
    """A file with a group of 7 rows of one column, in which some fields may be others."""
    values = {
        "values": integer(9),
        "stored": integer(50),
        "data": integer(30),
        "dictionary": integer(4),
    } | changes
    kinds = {"values": (5, I64), "stored": (7, I64), "data": (9, I64), "dictionary": (11, I64)}
    column = fields((3, STRUCT, fields(*((*kinds[name], value) for name, value in values.items()))))
    group = fields((1, LIST, listed(STRUCT, column)), (3, I64, integer(7)))
    return ended(fields((4, LIST, listed(STRUCT, group))))


@pytest.mark.parametrize(("dictionary", "start"), [(4, 4), (0, 30), (-5, 30), (31, 30)])
def test_groups_and_columns_are_told(dictionary: int, start: int) -> None:
    assert read(about(dictionary=integer(dictionary))) == [Group(7, (Chunk(start, 50, 9),))]


@pytest.mark.parametrize("options", [{}, {"use_dictionary": False, "row_group_size": 3}, {"write_statistics": False}])
def test_pyarrow_reads_the_same(tmp_path: Path, options: dict[str, Any]) -> None:
    rows = pa.table({"image": [{"bytes": b"a" * row, "path": None} for row in range(8)], "label": list(range(8))})
    parquet.write_table(rows, tmp_path / "a.parquet", **options)
    told = parquet.ParquetFile(tmp_path / "a.parquet").metadata
    groups = read((tmp_path / "a.parquet").read_bytes())
    assert [group.rows for group in groups] == [told.row_group(at).num_rows for at in range(told.num_row_groups)]
    for at, group in enumerate(groups):
        for chunk, column in zip(group.chunks, map(told.row_group(at).column, range(told.num_columns)), strict=True):
            assert chunk.size == column.total_compressed_size
            assert chunk.values == column.num_values
            assert chunk.start == (column.dictionary_page_offset or column.data_page_offset)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it must end with b'PAR1', got b''"),
        (b"PAR1PAR1", "its footer must take up to 16777216 of its 8 bytes, got 827474256"),
        (ended(b"\0", b"PARE"), "it must end with b'PAR1', got b'PARE'"),
        (ended(b"\0"), "a struct must have a list of structs in field 4, got none"),
        (ended(b""), "a struct must end within 0 bytes, got none that does"),
        (
            ended(fields((4, LIST, listed(STRUCT, fields((1, LIST, listed(STRUCT))))))),
            "a struct must have a whole number of 64 bits in field 3, got None",
        ),
        (
            ended(fields((4, LIST, listed(STRUCT, fields((1, LIST, listed(STRUCT, b"\0")), (3, I64, integer(1))))))),
            "a column must tell of its pages in field 3, got none",
        ),
        (about(stored=integer(1 << 63)), f"a struct must have a whole number of 64 bits in field 7, got {1 << 63}"),
    ],
)
def test_other_ends_are_refused(content: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=r"^(it|its|a) ") as caught:
        read(content)
    assert str(caught.value) == message


def test_a_footer_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    content = about()
    monkeypatch.setattr(footer, "MAX_BYTES", 20)
    with pytest.raises(ValueError, match=rf"^its footer must take up to 20 of its {len(content)} bytes, got "):
        read(content)
