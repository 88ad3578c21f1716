"""Data sets in tables, read from the files of the libraries that define them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from imagespaces.loaded import HuggingFace, MissingDataError
from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.relabelling.only_classes import OnlyClasses
from imagespaces.testing import check_space
from imagespaces.transforms import Flip
from tests.imagespaces.loaded.cases import write as put
from tests.imagespaces.loaded.mutations import hammer
from tests.imagespaces.loaded.written.huggingface import (
    CLASSES,
    LABELS,
    PICTURES,
    files,
    table,
    write,
    write_saved,
    write_table,
)

SIZE: dict[str, Any] = {"height": 12, "width": 16}
PARTS = [("train", "test"), ("test", "train"), ("train",), ("test",)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path / "tables")
    return tmp_path / "tables"


def expected(*parts: str) -> Any:
    return np.stack([picture for part in parts for picture in PICTURES[part]])


def refusal(error: type[Exception], root: Path | None, **options: Any) -> str:
    with pytest.raises(error) as caught:
        HuggingFace(root=root, **SIZE | options)
    return str(caught.value)


# ------------------------------------------------------------------------------------------------------- what it holds


@pytest.mark.parametrize("parts", PARTS)
@pytest.mark.parametrize("writer", [write, write_saved])
def test_pictures_are_those_of_the_files(
    tmp_path: Path, writer: Callable[[Path], None], parts: tuple[str, ...]
) -> None:
    writer(tmp_path)
    space = HuggingFace(root=tmp_path, parts=parts, **SIZE, dtype="uint8")
    pictures = expected(*parts)
    assert np.array_equal(space.images(range(len(pictures))), pictures)
    assert space.labels(range(len(pictures))).tolist() == [label for part in parts for label in LABELS[part]]
    assert space.class_names == CLASSES
    assert {name: split.num_states for name, split in space.splits.items()} == {
        "all": len(pictures),
        **{part: len(PICTURES[part]) for part in parts},
    }


@pytest.mark.parametrize("writer", [write, write_saved])
def test_pictures_that_are_not_kept_are_the_same_in_any_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: Callable[[Path], None]
) -> None:
    writer(tmp_path)
    monkeypatch.setattr(HuggingFace, "bank_limit", 0)
    space = HuggingFace(root=tmp_path, **SIZE, dtype="uint8", verify=False)
    order = np.random.default_rng(0).permutation(np.repeat(np.arange(10), 8))
    assert np.array_equal(space.images(order), expected("train", "test")[order])


@pytest.mark.parametrize(
    ("kind", "images"),
    [
        (pa.binary(), files("test")),
        (pa.large_binary(), files("test")),
        (pa.string(), [f"more/{row}.png" for row in range(3)]),
        (pa.struct([("path", pa.string())]), [{"path": f"more/{row}.png"} for row in range(3)]),
        (
            pa.struct([("path", pa.large_string()), ("other", pa.int8()), ("bytes", pa.large_binary())]),
            [
                {"path": "more/0.png", "bytes": None},
                {"path": "nowhere", "bytes": files("test")[1]},
                {"path": "more/2.png", "bytes": b""},
            ],
        ),
    ],
)
def test_cells_hold_files_or_their_paths(tmp_path: Path, kind: Any, images: list[Any]) -> None:
    put(tmp_path, {f"more/{row}.png": file for row, file in enumerate(files("test"))})
    write_table(tmp_path / "a.parquet", table(images, LABELS["test"], kind=kind))
    space = HuggingFace(root=tmp_path, part_names=(), **SIZE, dtype="uint8")
    assert np.array_equal(space.images(range(3)), expected("test"))
    assert list(space.splits) == ["all"]


def test_paths_may_be_absolute(tmp_path: Path) -> None:
    put(tmp_path, {"more/0.png": files("test")[0]})
    write_table(tmp_path / "a.parquet", table([str(tmp_path / "more/0.png")], [0], kind=pa.string()))
    space = HuggingFace(root=tmp_path, part_names=(), **SIZE, dtype="uint8")
    assert np.array_equal(space.images([0]), expected("test")[:1])


@pytest.mark.parametrize("path", ["../secret.png", "/etc/passwd", "link.png", "more/../../secret.png", "a\0b", "", "x"])
def test_paths_lead_to_pictures_of_the_directory_alone(tmp_path: Path, path: str) -> None:
    put(tmp_path, {"secret.png": files("test")[0]})
    write_table(tmp_path / "root/a.parquet", table([{"bytes": None, "path": path}], [0]))
    (tmp_path / "root/link.png").symlink_to(tmp_path / "secret.png")
    told = refusal(PictureError, tmp_path / "root", part_names=()).splitlines()
    root = str(tmp_path / "root")
    reason = f"names the file {path!r}, allowed are pictures in {root!r}" if path else "must hold a picture, got None"
    assert told == [
        f"1 of 1 pictures in {root!r} cannot be read; mend or remove them, or leave them out (on_error: skip):",
        f"  'a.parquet[0]' {reason}",
    ]


def test_subsets_lie_in_folders(root: Path) -> None:
    (root / "data").rename(root / "small")
    write_table(root / "large/train.parquet", table([files("test")[0]], [1], kind=pa.binary()))
    assert HuggingFace(root=root, subset="small", **SIZE).size == 10
    assert HuggingFace(root=root, subset="large", part_names=["train"], **SIZE).labels([0]).tolist() == [1]


def test_without_a_column_of_labels_there_are_no_classes(root: Path) -> None:
    space = HuggingFace(root=root, label_column=None, **SIZE)
    assert (space.size, space.class_names) == (10, None)


@pytest.mark.parametrize(
    ("train", "test", "names", "labels"),
    [
        ([30, 10], [20], ("10", "20", "30"), [2, 0, 1]),
        (["b", "a"], ["c"], ("a", "b", "c"), [1, 0, 2]),
        ([True, False], [True], ("0", "1"), [1, 0, 1]),
        (pa.array(["b", "a"]).dictionary_encode(), ["a"], ("a", "b"), [1, 0, 0]),
    ],
)
def test_values_are_classes_where_these_have_no_names(
    tmp_path: Path, train: Any, test: Any, names: tuple[str, ...], labels: list[int]
) -> None:
    write_table(tmp_path / "train.parquet", table(files("train")[:2], train, names=None, kind=pa.binary()))
    write_table(tmp_path / "test.parquet", table(files("test")[:1], test, names=None, kind=pa.binary()))
    space = HuggingFace(root=tmp_path, **SIZE)
    assert (space.class_names, space.labels(range(3)).tolist()) == (names, labels)
    alone = HuggingFace(root=tmp_path, parts=["test"], **SIZE)
    assert (alone.class_names, alone.labels([0]).tolist()) == (names, labels[2:])


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"transforms": [Flip()], "dtype": "uint8", "label_column": None},
        {"parts": ["test"], "classes": [OnlyClasses(["cow", "ant"])], "height": 5, "channels": 1, "resize": "squash"},
    ],
)
def test_all_laws_of_spaces_hold(root: Path, options: dict[str, Any]) -> None:
    check_space(HuggingFace(root=root, **SIZE | options))


def test_nothing_is_written(root: Path) -> None:
    before = sorted(root.parent.rglob("*"))
    HuggingFace(root=root, **SIZE).images(range(7))
    assert sorted(root.parent.rglob("*")) == before


# --------------------------------------------------------------------------------------------- what is missing or wrong


def test_what_is_missing_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = "allowed is a directory with tables of 'train' and 'test': .parquet files, or what save_to_disk writes"
    (root / "data/train-00000-of-00002.parquet").unlink()
    assert refusal(MissingDataError, root) == (
        f"files are missing: found no 'data/train-00000-of-00002.parquet' in '{root}', {allowed}"
    )
    assert HuggingFace(root=root, parts=["test"], **SIZE).size == 3
    shutil.rmtree(root / "data")
    page = "; they can be had from https://huggingface.co/datasets/ylecun/mnist"
    assert refusal(MissingDataError, root, repo="ylecun/mnist") == (
        f"files are missing: found no table of part 'train' in '{root}', {allowed}{page}"
    )
    assert refusal(MissingDataError, root, part_names=()) == (
        f"files are missing: found no table in '{root}', allowed is a directory with tables of one data set: "
        ".parquet files, or what save_to_disk writes"
    )
    monkeypatch.setenv("IMAGESPACES_DATA", str(root))
    folder = "huggingface/ylecun/mnist"
    assert refusal(MissingDataError, None, repo="ylecun/mnist").startswith(
        f"files are missing: found $IMAGESPACES_DATA/{folder}, which is '{root}/{folder}', which is no directory, "
    )


@pytest.mark.parametrize("there", [True, False])
def test_a_missing_extra_is_named_before_files_are_looked_for(
    root: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        HuggingFace(root=root if there else root / "nowhere", **SIZE)
    assert str(caught.value) == (
        "data sets of kind huggingface need pyarrow, got none: pip install 'imagespaces[huggingface]'"
    )
    assert caught.value.name == "pyarrow"


def test_the_extra_is_not_imported_until_it_is_needed() -> None:
    code = "import sys, imagespaces.loaded; print({'pyarrow', 'datasets', 'huggingface_hub'} & sys.modules.keys())"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"part_names": "train"}, "part_names must be different names, got 'train'"),
        ({"part_names": ["a", "a"]}, "part_names must be different names, got ['a', 'a']"),
        ({"part_names": [""]}, "part_names must be different names, got ['']"),
        ({"subset": "../x"}, "subset must be a folder, as a path from the root, got '../x'"),
        ({"subset": "/x"}, "subset must be a folder, as a path from the root, got '/x'"),
        ({"download": True}, "repo must be given where download is True, got None"),
        ({"download": 1}, "download must be True or False, got 1"),
        ({"repo": "../x"}, "repo must be a name as 'owner/name', got '../x'"),
        ({"repo": "a/b/c"}, "repo must be a name as 'owner/name', got 'a/b/c'"),
        ({"repo": "https://a.b"}, "repo must be a name as 'owner/name', got 'https://a.b'"),
    ],
)
def test_arguments_that_are_wrong_are_refused(root: Path, options: dict[str, Any], message: str) -> None:
    assert refusal(ValueError, root, **options) == message


@pytest.mark.parametrize(
    ("labels", "options", "message"),
    [
        ([0, 3, 1], {}, "row 1: a label must be from 0 to 2, got 3"),
        (
            [-1, -1, -1],
            {},
            "row 0: a label must be from 0 to 2, got -1 (where labels are withheld, leave label_column out: null)",
        ),
        ([0, None, 1], {}, "must have a label in each row of 'label', got 1 rows without"),
        (["a", "b", "c"], {}, "must have labels that are numbers of its classes, got text"),
        ([0.5, 1.0, 2.0], {}, "must have integers, truth values or text in 'label', got double"),
        ([[0], [1], [2]], {}, "must have integers, truth values or text in 'label', got list<element: int64>"),
        ([0, 1, 2], {"label_column": "class"}, "must have one column 'class', got 'image', 'label'"),
        ([0, 1, 2], {"image_column": "picture"}, "must have one column 'picture', got 'image', 'label'"),
        ([0, 1, 2], {"image_column": "label"}, "must have bytes, paths, or structs of both in 'label', got int64"),
    ],
)
def test_tables_that_are_wrong_are_named(
    tmp_path: Path, labels: list[Any], options: dict[str, Any], message: str
) -> None:
    write_table(tmp_path / "a.parquet", table(files("test"), labels, kind=pa.binary()))
    assert refusal(PictureError, tmp_path, part_names=(), **options) == f"'a.parquet' {message}"


def test_tables_must_agree(tmp_path: Path) -> None:
    write_table(tmp_path / "train.parquet", table(files("test"), [0, 1, 2], kind=pa.binary()))
    write_table(tmp_path / "test.parquet", table(files("test"), [0, 1, 0], names=["a", "b"], kind=pa.binary()))
    assert (
        refusal(PictureError, tmp_path) == "'test.parquet' must name the classes that 'train.parquet' names, got others"
    )
    write_table(tmp_path / "train.parquet", table(files("test"), [0, 1, 2], names=None, kind=pa.binary()))
    write_table(tmp_path / "test.parquet", table(files("test"), ["a", "b", "c"], names=None, kind=pa.binary()))
    assert refusal(PictureError, tmp_path) == (
        "'train.parquet' and the other tables must have labels that are all integers or all text, got int and str"
    )


def test_a_part_without_rows_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / "train.parquet", table(files("test"), [0, 1, 2], kind=pa.binary()))
    write_table(tmp_path / "test.parquet", table([], pa.array([], pa.int64()), kind=pa.binary()))
    assert (
        refusal(PictureError, tmp_path)
        == "'test.parquet' and all other tables of part 'test' must have a row, got none"
    )
    (tmp_path / "train.parquet").unlink()
    told = refusal(PictureError, tmp_path, part_names=())
    assert told == "'test.parquet' and all other tables must have a row, got none"


def test_broken_pictures_are_named_or_left_out(tmp_path: Path) -> None:
    images = [files("test")[0], b"x" * 20, None]
    write_table(tmp_path / "a.parquet", table(images, LABELS["test"], kind=pa.binary()))
    assert refusal(PictureError, tmp_path, part_names=()).splitlines()[1:] == [
        "  'a.parquet[1]' begins with b'xxxxxxxx', which no png, jpeg, webp, bmp or tiff does",
        "  'a.parquet[2]' must hold a picture, got None",
    ]
    assert HuggingFace(root=tmp_path, part_names=(), on_error="skip", **SIZE).size == 1


def test_links_out_of_the_directory_are_refused(root: Path, tmp_path: Path) -> None:
    shutil.move(root / "data/test-00000-of-00001.parquet", tmp_path / "test.parquet")
    (root / "test.parquet").symlink_to(tmp_path / "test.parquet")
    assert refusal(ValueError, root) == (
        f"'test.parquet' in '{root}' is a link to '{tmp_path}/test.parquet', "
        f"allowed are links that stay inside of '{root}'"
    )


@pytest.mark.parametrize("writer", [write, write_saved])
def test_tables_that_change_are_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writer: Callable[[Path], None]
) -> None:
    writer(tmp_path)
    monkeypatch.setattr(HuggingFace, "bank_limit", 0)
    space = HuggingFace(root=tmp_path, **SIZE)
    name = "data/train-00000-of-00002.parquet" if writer is write else "train/data-00000-of-00002.arrow"
    first = tmp_path / name
    with first.open("ab") as file:
        file.write(b"more")
    with pytest.raises(PictureError) as caught:
        space.at(0)
    size = first.stat().st_size - 4
    assert str(caught.value) == (
        f"'{name}[0]' in '{tmp_path}' has changed since it was listed, as a file of {size} bytes"
    )


def test_metadata_are_text_and_nothing_is_executed(tmp_path: Path) -> None:
    """The builder script and pickles of a repository are files like others: ignored."""
    put(tmp_path, {"data.py": b"raise SystemExit('run')", "a/dataset.pkl": b"cos\nsystem\n(S'exit 1'\ntR."})
    rows = table(files("test"), LABELS["test"], kind=pa.binary())
    about = json.loads(rows.schema.metadata[b"huggingface"])
    about["info"]["features"]["label"]["_type"] = "__import__('os').abort()"
    write_table(tmp_path / "a.parquet", rows.replace_schema_metadata({"huggingface": json.dumps(about)}))
    assert HuggingFace(root=tmp_path, part_names=(), **SIZE).class_names == ("0", "1", "2")


# -------------------------------------------------------------------------------------------------------------- damage


def read(folder: Path) -> None:
    HuggingFace(root=folder, **SIZE).images([0, 3])


def write_arrow(folder: Path) -> None:
    """Write Arrow files alone, which are all that is read."""
    write_saved(folder)
    for path in folder.rglob("*.json"):
        path.unlink()


@pytest.mark.parametrize("writer", [write, write_arrow])
def test_damaged_files_are_read_or_refused(writer: Callable[[Path], None]) -> None:
    tally = hammer(writer, read, count=300)
    assert tally.refused
    assert tally.read


@pytest.mark.slow
@pytest.mark.parametrize("writer", [write, write_arrow])
def test_ten_thousand_damaged_files_are_read_or_refused(writer: Callable[[Path], None]) -> None:
    hammer(writer, read, count=10_000, seed=1)
