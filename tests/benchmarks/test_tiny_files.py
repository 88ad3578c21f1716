"""The data set that is made to be measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.tiny_files import Extent, write_data_set
from imagespaces.loaded import TinyImageNet


def test_the_data_set_is_read_as_the_real_one(tmp_path: Path) -> None:
    extent = Extent(classes=3, train=4, val=2)
    assert list(write_data_set(tmp_path / "tiny_imagenet", extent)) == [6, 12, 18]
    space = TinyImageNet(root=tmp_path / "tiny_imagenet")
    assert {name: split.size for name, split in space.splits.items()} == {"all": 18, "train": 12, "val": 6}
    assert space.class_names == ("class 0", "class 1", "class 2")
    assert np.bincount(space.labels(range(18))).tolist() == [6, 6, 6]
    assert space.images(range(18)).std(axis=(1, 2, 3)).min() > 0.01


def test_by_default_it_is_as_large_as_the_real_one() -> None:
    extent = Extent()
    assert (extent.classes * extent.train, extent.classes * extent.val) == (100_000, 10_000)
    assert len(set(extent.ids)) == extent.classes
