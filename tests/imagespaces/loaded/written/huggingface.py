"""Tables of pictures as Hugging Face's data sets keep them, written by the libraries that define these formats."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import pyarrow as pa
from pyarrow import parquet

from tests.imagespaces.loaded.cases import encoded, noise

__all__ = ["CLASSES", "LABELS", "PICTURES", "files", "table", "write", "write_saved", "write_table"]

CLASSES = ("ant", "bee", "cow")
LABELS = {"train": [2, 0, 1, 1, 0, 2, 2], "test": [1, 2, 0]}
PICTURES = {
    part: [
        np.kron(noise(3, 4, seed=10 * len(labels) + row), np.ones((4, 4, 1), np.uint8)) for row in range(len(labels))
    ]
    for part, labels in LABELS.items()
}
"""Pictures in colour, uint8 ``[12, 16, 3]``."""

PICTURE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])


def files(part: str) -> list[bytes]:
    """The files of the pictures of a part."""
    return [encoded(picture) for picture in PICTURES[part]]


def table(
    images: Sequence[Any], labels: Any, *, names: Sequence[str] | None = CLASSES, kind: Any = PICTURE
) -> pa.Table:
    """A table with pictures and labels, and perhaps what these are called."""
    label: dict[str, object] = {"dtype": "int64", "_type": "Value"}
    if names is not None:
        label = {"names": list(names), "_type": "ClassLabel"}
    about = {"info": {"features": {"image": {"_type": "Image"}, "label": label}}}
    columns = {"image": pa.array(images, kind), "label": labels if isinstance(labels, pa.Array) else pa.array(labels)}
    return pa.table(columns).replace_schema_metadata({"huggingface": json.dumps(about)})


def write_table(path: Path, rows: pa.Table, **options: Any) -> None:
    """Write a Parquet file with the folders that it lies in."""
    path.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(rows, path, **options)


def _rows(part: str, first: int, end: int) -> pa.Table:
    return table([{"bytes": file, "path": None} for file in files(part)[first:end]], LABELS[part][first:end])


def write(folder: Path) -> None:
    """Write Parquet files of two parts, as ``Dataset.push_to_hub`` names them."""
    options = {"row_group_size": 3, "write_page_checksum": True}
    write_table(folder / "data/train-00000-of-00002.parquet", _rows("train", 0, 4), compression="snappy", **options)
    write_table(folder / "data/train-00001-of-00002.parquet", _rows("train", 4, 7), compression="gzip")
    write_table(folder / "data/test-00000-of-00001.parquet", _rows("test", 0, 3), compression="zstd", **options)


def write_saved(folder: Path) -> None:
    """Write two parts with ``DatasetDict.save_to_disk``."""
    features = datasets.Features({"image": datasets.Image(), "label": datasets.ClassLabel(names=list(CLASSES))})
    parts = {
        part: datasets.Dataset.from_dict(
            {"image": [{"bytes": file, "path": None} for file in files(part)], "label": labels}, features=features
        )
        for part, labels in LABELS.items()
    }
    datasets.disable_progress_bars()
    datasets.DatasetDict(parts).save_to_disk(folder, num_shards={"train": 2, "test": 1})
