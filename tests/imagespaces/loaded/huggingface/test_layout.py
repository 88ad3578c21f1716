"""Files and their parts, as names tell."""

from __future__ import annotations

import pytest

from imagespaces.loaded.huggingface.layout import absent, part_of, tables_in


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("train.parquet", "train"),
        ("data/train-00000-of-00002.parquet", "train"),
        ("data/train-00000-of-00002-9f8e7d6c5b4a3f2e.parquet", "train"),
        ("train_0.parquet", "train"),
        ("train.1.parquet", "train"),
        ("test/0000.parquet", "test"),
        ("default/test/data-00000-of-00001.arrow", "test"),
        ("train_sft-00000-of-00001.parquet", "train_sft"),
        ("training.parquet", None),
        ("train_more.parquet", None),
        ("a/train.d/1.parquet", None),
        ("validation.parquet", None),
    ],
)
def test_the_part_of_a_file_is_told_by_its_name_or_a_folder(name: str, part: str | None) -> None:
    assert part_of(name, ["train", "test", "train_sft"]) == part


def test_a_file_is_of_one_part() -> None:
    with pytest.raises(ValueError, match=r"^a file must") as caught:
        part_of("test/train.parquet", ["train", "test"])
    assert str(caught.value) == "a file must be of one part, got 'test/train.parquet', which is of 'train' and 'test'"


def test_names_are_no_patterns() -> None:
    assert part_of("train.parquet", ["t.*n"]) is None


def test_tables_are_known_by_their_endings() -> None:
    names = [
        "b/dataset.arrow",
        "a.parquet",
        "cache-0123.arrow",
        "b/data-00000-of-00001.arrow",
        "b/1.png",
        "data-1.arrow",
    ]
    assert tables_in(names, None) == ["a.parquet", "b/data-00000-of-00001.arrow", "b/dataset.arrow"]
    assert tables_in(names, "b") == ["b/data-00000-of-00001.arrow", "b/dataset.arrow"]
    assert tables_in(["bc/a.parquet"], "b") == []


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        ([], None),
        (["train.parquet"], None),
        (["x-00000-of-00002.parquet", "x-00001-of-00002.parquet"], None),
        (["x-00001-of-00002.parquet"], "x-00000-of-00002.parquet"),
        (["x-00000-of-00002-ab12.parquet", "x-00001-of-00002-cd34.parquet"], None),
        (["x-00000-of-00002-ab12.parquet"], "x-00001-of-00002.parquet"),
        (["a/x-00000-of-00001.arrow", "b/x-00001-of-00002.arrow"], "b/x-00000-of-00002.arrow"),
    ],
)
def test_files_that_are_counted_and_not_there_are_named(names: list[str], missing: str | None) -> None:
    assert absent(names) == missing
