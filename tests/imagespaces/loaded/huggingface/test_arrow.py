"""Arrow files, mapped into memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.huggingface.arrow import ArrowTable
from imagespaces.loaded.named_files import find_file

CELLS = [bytes([row]) * (row + 1) for row in range(9)]
ROWS = pa.table({"image": CELLS, "label": list(range(9))})


def put(folder: Path, rows: pa.Table = ROWS, **options: Any) -> Path:
    with pa.ipc.new_stream(folder / "a.arrow", rows.schema, options=pa.ipc.IpcWriteOptions(**options)) as stream:
        stream.write_table(rows, max_chunksize=4)
    return folder / "a.arrow"


def table(folder: Path) -> ArrowTable:
    file = find_file(str(folder), "a.arrow")
    assert file is not None
    return ArrowTable(file)


def refusal(folder: Path) -> str:
    with pytest.raises(PictureError) as caught:
        table(folder).cell("image", 0)
    return str(caught.value)


def test_cells_and_columns_are_those_of_all_batches(tmp_path: Path) -> None:
    put(tmp_path)
    found = table(tmp_path)
    assert found.rows == 9
    assert [found.cell("image", row) for row in (8, 0, 3, 4, 5, 7)] == [CELLS[row] for row in (8, 0, 3, 4, 5, 7)]
    assert found.column("label").to_pylist() == list(range(9))


def test_nothing_is_copied_but_the_cells_asked_for(tmp_path: Path) -> None:
    put(tmp_path, pa.table({"image": [bytes(1 << 20)] * 20}))
    before = pa.total_allocated_bytes()
    assert table(tmp_path).cell("image", 17) == bytes(1 << 20)
    assert pa.total_allocated_bytes() - before < 1 << 20


@pytest.mark.parametrize("compression", ["lz4", "zstd"])
@pytest.mark.parametrize("dictionary", [False, True])
def test_compressed_files_are_refused_before_they_are_unpacked(
    tmp_path: Path,
    compression: str,
    dictionary: bool,
) -> None:
    long = pa.array([bytes(1 << 22)] * 3)
    rows = pa.table({"image": long.dictionary_encode() if dictionary else long})
    put(tmp_path, rows, compression=compression)
    before = pa.default_memory_pool().max_memory()
    assert refusal(tmp_path) == (
        "cannot be read as arrow: its batches must not be compressed, as save_to_disk writes them, got one that is"
    )
    assert pa.default_memory_pool().max_memory() == before


def test_dictionaries_that_are_not_compressed_are_read(tmp_path: Path) -> None:
    put(tmp_path, pa.table({"label": pa.array(["b", "a", "b"]).dictionary_encode()}))
    assert table(tmp_path).column("label").to_pylist() == ["b", "a", "b"]


def test_places_outside_of_the_file_are_refused(tmp_path: Path) -> None:
    path = put(tmp_path)
    ends = b"".join(end.to_bytes(4, "little") for end in (0, 1, 3, 6, 10))
    content = path.read_bytes()
    assert content.count(ends) == 1
    path.write_bytes(content.replace(ends, ends[:-4] + (1 << 30).to_bytes(4, "little")))
    assert refusal(tmp_path).startswith("cannot be read as arrow: ")


def test_other_files_are_refused(tmp_path: Path) -> None:
    content = put(tmp_path).read_bytes()
    for other in (b"", b"x" * 100, content[: len(content) // 2]):
        (tmp_path / "a.arrow").write_bytes(other)
        assert refusal(tmp_path).startswith("cannot be read as arrow: ")


def test_more_rows_than_bytes_are_refused(tmp_path: Path) -> None:
    rows = pa.table({"image": pa.nulls(1 << 20)})
    with pa.ipc.new_stream(tmp_path / "a.arrow", rows.schema) as stream:
        stream.write_table(rows)
    size = (tmp_path / "a.arrow").stat().st_size
    assert refusal(tmp_path) == f"must have no more rows than its {size} bytes, got {1 << 20}"


def test_empty_cells_are_named(tmp_path: Path) -> None:
    put(tmp_path, pa.table({"image": [None, b"a"]}))
    assert refusal(tmp_path) == "must hold a picture, got None"


def test_a_file_that_grows_is_noticed(tmp_path: Path) -> None:
    path = put(tmp_path)
    found, size = table(tmp_path), path.stat().st_size
    with path.open("ab") as file:
        file.write(b"more")
    for look in (lambda: found.cell("image", 3), lambda: found.column("label")):
        with pytest.raises(PictureError, match=rf"^has changed since it was listed, as a file of {size} bytes$"):
            look()
