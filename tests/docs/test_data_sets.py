from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs._extensions.data_sets import expand, layouts, own_table, table, task_table
from envspecs.datasets import data_sets, own_kinds
from envspecs.listing import entries

DOCS = Path(__file__).parents[2] / "docs"
REQUEST = re.compile(r"<!-- every (?:data set|layout|kind for files|task about)")


def first_cells(rows: str) -> list[str]:
    return [line.split("|")[1].strip(" `") for line in rows.splitlines()[2:]]


def test_every_data_set_has_a_row() -> None:
    assert first_cells(table()) == [data_set.name for data_set in data_sets()]
    assert (
        "| idx/kmnist | `kind: idx, dataset: kmnist` | 28 × 28, gray | 10 | train, test "
        "| [its page](http://codh.rois.ac.jp/kmnist/) |"
    ) in table().splitlines()
    assert "| digits | `kind: digits` | of any size, gray | 10 | train, test | the library |" in table().splitlines()


def test_every_folder_has_a_layout() -> None:
    assert first_cells(layouts()) == [data_set.folder for data_set in data_sets() if data_set.folder]
    shown = re.sub(r"\\(.)", r"\1", layouts())
    assert all(data_set.format.expected_files in shown for data_set in data_sets() if data_set.format)


def test_names_with_signs_are_shown_as_they_are() -> None:
    assert r"train/\<id\>/images/\*.JPEG" in layouts()


def test_every_kind_for_files_of_ones_own_has_a_row() -> None:
    assert first_cells(own_table()) == [*own_kinds()]


def test_every_task_of_the_catalog_has_a_row() -> None:
    tasks = {entries()[task][0] for data_set in data_sets() for task in data_set.tasks}
    assert first_cells(task_table()) == sorted(tasks)


@pytest.mark.parametrize("page", ["data-sets.md", "catalog.md"])
def test_pages_ask_for_them(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    assert REQUEST.search(text)
    assert not REQUEST.search(expand(text))


def test_other_text_is_left_alone() -> None:
    assert expand("nothing is asked for") == "nothing is asked for"
