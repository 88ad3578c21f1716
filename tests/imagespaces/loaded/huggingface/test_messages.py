"""Messages of Arrow streams."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from imagespaces.loaded.huggingface.messages import check_plain


def messages(rows: pa.Table, compression: str | None) -> list[Any]:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema, options=pa.ipc.IpcWriteOptions(compression=compression)) as stream:
        stream.write_table(rows)
    return list(pa.ipc.MessageReader.open_stream(sink.getvalue()))


@pytest.mark.parametrize("compression", [None, "lz4", "zstd"])
def test_compressed_ones_are_refused(compression: str | None) -> None:
    rows = pa.table({"text": pa.array(["a" * 999, "b"]).dictionary_encode(), "number": [1, 2]})
    found = messages(rows, compression)
    assert [message.type for message in found] == ["schema", "dictionary", "record batch"]
    for message in found:
        told = memoryview(message.metadata)
        if compression is None or message.type == "schema":
            check_plain(told)
        else:
            with pytest.raises(ValueError, match=r"^its batches must not be compressed, .*, got one that is$"):
                check_plain(told)
