"""Which data sets there are, and what is found of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import envspecs
import envspecs.datasets
from envspecs.datasets import DataSet, Found, Part, data_sets, look_for, own_kinds
from envspecs.registry import kinds
from envspecs.specs.loaded import LoadedSpaceKind
from tests.envspecs.scrolls import KINDS, HeapSpec, ScrollsFormat, ScrollsSpec, write


@pytest.fixture
def scrolls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be no other kinds."""
    monkeypatch.setattr(envspecs.datasets, "kinds", {"imagespaces.spaces": KINDS}.__getitem__)


@pytest.fixture
def greek(scrolls: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataSet:
    """One of two data sets, with a directory for both."""
    monkeypatch.setenv("IMAGESPACES_DATA", str(tmp_path))
    return data_sets()[0]


def missing(found: str) -> str:
    return (
        f"files are missing: found {found}, allowed is a directory with the folders train and test of the greek "
        "scrolls; they can be had from https://scrolls.example/"
    )


# ----------------------------------------------------------------------------------------------------------------------
# Which there are
# ----------------------------------------------------------------------------------------------------------------------


def test_a_kind_gives_a_model_for_each_folder() -> None:
    assert [model.described() for model in ScrollsSpec.data_sets()] == [ScrollsFormat("greek"), ScrollsFormat("latin")]


def test_a_kind_that_must_be_told_more_knows_none() -> None:
    assert HeapSpec.data_sets() == ()


def test_data_sets_are_named_with_what_a_task_file_says(scrolls: None) -> None:
    assert [(each.name, each.space, each.format, each.shape, each.tasks) for each in data_sets()] == [
        ("scrolls/greek", {"kind": "scrolls", "dataset": "greek"}, ScrollsFormat("greek"), (4, 5, 1), ()),
        ("scrolls/latin", {"kind": "scrolls", "dataset": "latin"}, ScrollsFormat("latin"), (4, 5, 1), ()),
    ]
    assert own_kinds() == ("heap",)


def test_files_that_can_be_had_nowhere_are_the_users_own(scrolls: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScrollsFormat, "source_page", "")
    assert (data_sets(), own_kinds()) == ((), ("scrolls", "heap"))


def test_data_sets_that_share_a_folder_are_called_as_in_task_files(scrolls: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(ScrollsFormat, "folder", "scrolls")
    assert [(each.name, each.folder) for each in data_sets()] == [
        ("scrolls/greek", "scrolls"),
        ("scrolls/latin", "scrolls"),
    ]


def test_fields_that_do_not_go_together_make_no_data_set(scrolls: None, monkeypatch: Any) -> None:
    def refuse(self: ScrollsFormat) -> str:
        if self.dataset == "greek":
            raise ValueError("no Greek")
        return "latin"

    monkeypatch.setattr(ScrollsFormat, "folder", property(refuse))
    assert [each.name for each in data_sets()] == ["latin"]


def test_a_data_set_is_found_by_kind_and_by_name(scrolls: None) -> None:
    assert [data_set.names for data_set in data_sets()] == [
        ("scrolls", "scrolls/greek", "greek"),
        ("scrolls", "scrolls/latin", "latin"),
    ]


def test_no_two_data_sets_share_a_name() -> None:
    names = [data_set.name for data_set in data_sets()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("data_set", data_sets(), ids=lambda data_set: data_set.name)
def test_what_names_a_data_set_is_a_space(data_set: DataSet) -> None:
    sizes = {"height": 8, "width": 8}
    space = kinds("imagespaces.spaces")[data_set.kind].model_validate(sizes | data_set.space)
    assert not isinstance(space, LoadedSpaceKind) or space.described() == data_set.format


def test_every_task_of_the_catalog_that_reads_files_is_told() -> None:
    told = {name for data_set in data_sets() for name in data_set.tasks}
    specs = [envspecs.load(name) for name in envspecs.catalog()]
    own = own_kinds()  # what these read is no data set
    read = {spec.id for spec in specs if isinstance(spec.space, LoadedSpaceKind) and spec.space.kind not in own}
    assert told == read | {spec.id for spec in specs if spec.space.is_bundled}


def test_tasks_of_a_data_set_use_it() -> None:
    uses = {data_set.name: data_set.tasks for data_set in data_sets()}
    assert uses["photos"] == tuple(name for name in envspecs.catalog() if name.startswith("Photos"))


@pytest.mark.parametrize(("name", "count"), [("idx/kmnist", 10), ("tiny_imagenet", 200), ("imagenet", None)])
def test_classes_are_counted_where_they_are_known(name: str, count: int | None) -> None:
    assert [data_set.num_classes for data_set in data_sets() if data_set.name == name] == [count]


# ----------------------------------------------------------------------------------------------------------------------
# What is there
# ----------------------------------------------------------------------------------------------------------------------


def test_without_a_directory_for_all_nothing_is_found(greek: DataSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("IMAGESPACES_DATA")
    part = Part(
        problem=missing("neither root nor $IMAGESPACES_DATA, in which it would be 'scrolls/greek'"), missing=True
    )
    assert look_for(greek) == Found(None, {"train": part, "test": part})


def test_without_its_own_directory_nothing_is_found(greek: DataSet, tmp_path: Path) -> None:
    place = str(tmp_path / "scrolls" / "greek")
    found = f"$IMAGESPACES_DATA/scrolls/greek, which is {place!r}, which is no directory"
    part = Part(problem=missing(found), missing=True)
    assert look_for(greek) == Found(place, {"train": part, "test": part})


def test_parts_are_listed_by_themselves(greek: DataSet, tmp_path: Path) -> None:
    place = tmp_path / greek.name
    write(place, train=3)
    assert look_for(greek) == Found(
        str(place),
        {"train": Part(3, 9), "test": Part(problem=missing(f"{str(place)!r} without test"), missing=True)},
    )


def test_what_files_tell_is_read_where_it_is_asked_for(greek: DataSet, tmp_path: Path) -> None:
    write(tmp_path / greek.name, train=3, test=1)
    found = look_for(greek, read=True)
    assert found.parts == {"train": Part(3, 9, 6), "test": Part(1, 3, 2)}
    assert found.classes == ("papyrus", "vellum")


def test_what_is_wrong_is_no_reason_to_stop(greek: DataSet, tmp_path: Path) -> None:
    write(tmp_path / greek.name, train=1, test=1)
    (tmp_path / greek.name / "train" / "2.png").symlink_to("/dev/null")
    assert look_for(greek).parts == {
        "train": Part(problem="a scroll must be a file, got '2.png'"),
        "test": Part(1, 3),
    }


def test_what_comes_with_the_library_is_always_there() -> None:
    (photos,) = (data_set for data_set in data_sets() if data_set.name == "photos")
    assert (photos.format, photos.shape) == (None, (None, None, 3))
    found = look_for(photos)
    assert (found.directory, found.parts) == (None, {"train": Part(), "test": Part()})
    assert found.classes is not None
    assert found.classes[0] == "astronaut"
