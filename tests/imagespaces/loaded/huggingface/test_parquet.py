"""Parquet files, a few rows at a time."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.huggingface.parquet import ParquetTable
from imagespaces.loaded.named_files import find_file

ROWS = 40
CELLS = [bytes([row]) * (row + 1) for row in range(ROWS)]


def opened(folder: Path, rows: Any = None, **options: Any) -> ParquetTable:
    if rows is None:
        rows = pa.table({"image": CELLS, "label": list(range(ROWS))})
    parquet.write_table(rows, folder / "a.parquet", **options)
    return table(folder)


def table(folder: Path) -> ParquetTable:
    file = find_file(str(folder), "a.parquet")
    assert file is not None
    return ParquetTable(file)


def refusal(folder: Path, content: bytes) -> str:
    (folder / "a.parquet").write_bytes(content)
    with pytest.raises(PictureError) as caught:
        table(folder).column("label")
    return str(caught.value)


@pytest.mark.parametrize("size", [1, 7, 64])
@pytest.mark.parametrize("order", ["up", "down", "any"])
def test_cells_are_the_same_in_any_order(tmp_path: Path, size: int, order: str) -> None:
    found = opened(tmp_path, row_group_size=size)
    rows = {
        "up": np.arange(ROWS),
        "down": np.arange(ROWS)[::-1],
        "any": np.random.default_rng(0).integers(0, ROWS, 200),
    }
    assert [found.cell("image", row) for row in rows[order].tolist()] == [CELLS[row] for row in rows[order]]
    assert found.rows == ROWS


def test_rows_that_come_almost_in_order_are_unpacked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = opened(tmp_path)
    seeks: list[int] = []
    original = ParquetTable._cells

    def counted(self: ParquetTable, group: int, name: str) -> Any:
        seeks.append(group)
        return original(self, group, name)

    monkeypatch.setattr(ParquetTable, "_cells", counted)
    order = [row ^ 3 for row in range(ROWS)]
    assert [found.cell("image", row) for row in order] == [CELLS[row] for row in order]
    assert seeks == [0]


def test_empty_cells_are_named(tmp_path: Path) -> None:
    found = opened(tmp_path, pa.table({"image": [None, b"a"]}))
    with pytest.raises(PictureError, match=r"^must hold a picture, got None$"):
        found.cell("image", 0)
    assert found.cell("image", 1) == b"a"


def test_names_may_have_dots(tmp_path: Path) -> None:
    found = opened(tmp_path, pa.table({"a.b": [b"x"], "a": [b"y"]}))
    assert (found.cell("a.b", 0), found.cell("a", 0)) == (b"x", b"y")


@pytest.mark.parametrize("name", ["a.b", "a"])
def test_pages_are_checked_whatever_columns_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    found = opened(tmp_path, pa.table({name: [b"x"]}))

    def refuse(*_: Any) -> None:
        raise ValueError("checked")

    monkeypatch.setattr("imagespaces.loaded.huggingface.parquet.check_pages", refuse)
    with pytest.raises(PictureError, match=r"^cannot be read as parquet: checked$"):
        found.cell(name, 0)


def test_what_a_column_says_to_be_called_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name is there twice: in the schema, by which columns are read, and where the column tells of its pages."""
    rows = pa.table({"number": [1]})
    parquet.write_table(rows, tmp_path / "a.parquet", store_schema=False)
    first, name, rest = (tmp_path / "a.parquet").read_bytes().partition(b"number")
    assert rest.count(b"number") == 1
    (tmp_path / "a.parquet").write_bytes(first + name + rest.replace(b"number", b"_umber"))
    found = table(tmp_path)
    assert found.column("number").to_pylist() == [1]

    def refuse(*_: Any) -> None:
        raise ValueError("checked")

    found = table(tmp_path)
    monkeypatch.setattr("imagespaces.loaded.huggingface.parquet.check_pages", refuse)
    with pytest.raises(PictureError, match=r"^cannot be read as parquet: checked$"):
        found.column("number")


def test_a_long_text_takes_its_memory_once(tmp_path: Path) -> None:
    """A text of 1 MiB as the label of 2,000 rows, 2 GiB if each had its own, lies in a file of few bytes."""
    rows = 2000
    labels = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows, np.int32)), pa.array(["x" * (1 << 20)]))
    images = np.random.default_rng(0).bytes(16 * rows)
    written = pa.table(
        {
            "image": [images[16 * row : 16 * row + 16] for row in range(rows)],
            "label": labels.cast(pa.dictionary(pa.int32(), pa.string())),
        }
    )
    parquet.write_table(written, tmp_path / "a.parquet", compression="gzip", store_schema=False)
    found = table(tmp_path)
    assert pa.types.is_string(found.schema.field("label").type)
    before = pa.total_allocated_bytes()
    column = found.column("label")
    assert len(column) == rows
    assert pa.total_allocated_bytes() - before < 16 << 20


def test_other_files_are_refused(tmp_path: Path) -> None:
    opened(tmp_path)
    good = (tmp_path / "a.parquet").read_bytes()
    no_end = "cannot be read as parquet: it must end with b'PAR1', got "
    assert refusal(tmp_path, b"") == f"{no_end}b''"
    assert refusal(tmp_path, b"x" * 100) == f"{no_end}b'xxxx'"
    assert refusal(tmp_path, good[:-100]) == f"{no_end}{good[-104:-100]!r}"
    large = good[:-8] + struct.pack("<I", 1 << 30) + b"PAR1"
    assert refusal(tmp_path, large) == (
        f"cannot be read as parquet: its footer must take up to 16777216 of its {len(good)} bytes, got 1073741824"
    )


def test_more_rows_than_bytes_are_refused(tmp_path: Path) -> None:
    rows = 1 << 16
    parquet.write_table(
        pa.table({"image": pa.nulls(rows, pa.binary())}), tmp_path / "a.parquet", row_group_size=1 << 15
    )
    size = (tmp_path / "a.parquet").stat().st_size
    with pytest.raises(PictureError) as caught:
        table(tmp_path)
    assert str(caught.value) == (
        "cannot be read as parquet: there must be as many rows as groups have, and no more than bytes, "
        f"got {rows}, in groups of [32768, 32768], in {size} bytes"
    )


def test_a_file_that_changes_is_noticed(tmp_path: Path) -> None:
    found = opened(tmp_path)
    (tmp_path / "a.parquet").write_bytes(b"x")
    size = found._held.file.size
    for look in (lambda: found.cell("image", 3), lambda: found.column("label")):
        with pytest.raises(PictureError, match=rf"^has changed since it was listed, as a file of {size} bytes$"):
            look()
