"""What the models of all data sets have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Literal

import pytest
from pydantic import Field, ValidationError

from envspecs.specs.loaded import LoadedSpaceKind
from imagespaces.loaded.roots import MissingDataError
from tests.envspecs.scrolls import HeapSpec, ScrollsFormat, ScrollsSpec, write


class LooseFormat(ScrollsFormat):
    """Scrolls of any size, which are not divided."""

    native_shape = (None, None, 3)  # type: ignore[assignment]
    part_names = ()  # type: ignore[assignment]


class LooseSpec(LoadedSpaceKind):
    """Scrolls of any size, which are not divided."""

    runtime: ClassVar[str] = "imagespaces:CircleSquare"
    format: ClassVar[str] = f"{__name__}:LooseFormat"
    kind: Literal["loose"] = Field(description="Loose.")
    dataset: str = Field("greek", description="Whose.")


def scrolls(**fields: Any) -> ScrollsSpec:
    return ScrollsSpec.model_validate({"kind": "scrolls", "dataset": "latin"} | fields)


def loose(**fields: Any) -> LooseSpec:
    return LooseSpec.model_validate({"kind": "loose", "height": 6, "width": 7} | fields)


def refusals(model: type[LoadedSpaceKind], **fields: Any) -> dict[str, str]:
    """What is said of each field."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(fields)
    return {".".join(map(str, error["loc"])): error["msg"] for error in caught.value.errors()}


def test_the_format_is_given_what_a_model_has_beside_what_all_have() -> None:
    assert scrolls(hand="bold").described() == ScrollsFormat("latin", "bold")
    assert scrolls(height=9, parts=["test"], resize="squash").described() == ScrollsFormat("latin")


@pytest.mark.parametrize(
    ("fields", "shape"),
    [({}, (4, 5, 1)), ({"height": 9}, (9, 5, 1)), ({"height": 9, "width": 8, "channels": 3}, (9, 8, 3))],
)
def test_sizes_are_those_of_the_pictures_where_none_are_given(fields: Any, shape: Any) -> None:
    assert scrolls(**fields).image_shape == shape


def test_sizes_must_be_given_where_pictures_have_their_own() -> None:
    assert loose().image_shape == (6, 7, 3)
    missing = "missing: found none, allowed is a size in pixels, for pictures have sizes of their own"
    assert refusals(LooseSpec, kind="loose", width=7) == {"height": missing}
    assert refusals(LooseSpec, kind="loose", height=7) == {"width": missing}


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({}, ("all", "train", "test")),
        ({"parts": ["test"]}, ("all", "test")),
        ({"parts": ["test", "train"]}, ("all", "test", "train")),
        ({"partition": {"kind": "random", "fractions": {"a": 0.5, "b": 0.5}}}, ("all", "a", "b")),
    ],
)
def test_parts_that_are_read_are_splits_unless_a_partition_says_otherwise(fields: Any, names: Any) -> None:
    assert scrolls(**fields).split_names == names


def test_parts_must_be_those_of_the_data_set() -> None:
    found = refusals(ScrollsSpec, kind="scrolls", dataset="latin", parts=["train", "tset"])
    assert found == {"parts": "no such part: found 'tset', allowed is one of 'train', 'test'"}
    found = refusals(LooseSpec, kind="loose", height=6, width=7, parts=["train"])
    assert found == {"parts": "no such part: found 'train', allowed is none: the data set is not divided"}
    assert list(refusals(ScrollsSpec, kind="scrolls", dataset="latin", parts=[])) == ["parts"]
    assert list(refusals(ScrollsSpec, kind="scrolls", dataset="latin", parts=["test", "test"])) == ["parts"]


def test_what_is_left_out_must_be_known_in_advance() -> None:
    assert not scrolls(verify=False).verify
    found = refusals(ScrollsSpec, kind="scrolls", dataset="latin", verify=False, on_error="skip")
    assert found == {"verify": "found false, allowed is true where broken pictures are left out"}


def test_looking_lists_the_parts_that_are_read(tmp_path: Path) -> None:
    write(tmp_path, test=1)
    assert scrolls(root=str(tmp_path), parts=["test"]).look() is None
    with pytest.raises(MissingDataError, match="without train"):
        scrolls(root=str(tmp_path)).look()


def test_looking_finds_the_directory_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGESPACES_DATA", str(tmp_path))
    write(tmp_path / "scrolls" / "latin", train=1, test=1)
    assert scrolls().look() is None
    with pytest.raises(MissingDataError, match=r"\$IMAGESPACES_DATA/scrolls/greek"):
        scrolls(dataset="greek").look()


def test_data_sets_are_what_words_can_say() -> None:
    assert [model.described().dataset for model in ScrollsSpec.data_sets()] == ["greek", "latin"]
    assert [model.model_dump()["hand"] for model in ScrollsSpec.data_sets()] == ["fine", "fine"]
    assert HeapSpec.data_sets() == ()


def test_the_default_comes_first() -> None:
    class LatinSpec(ScrollsSpec):
        kind: Literal["latin"] = Field(description="Latin.")  # type: ignore[assignment]
        dataset: Literal["greek", "latin"] = Field("latin", description="Which.")

    assert [model.described().dataset for model in LatinSpec.data_sets()] == ["latin", "greek"]


def test_a_data_set_is_known_by_its_folder_and_its_files() -> None:
    assert scrolls().known_by == ("scrolls/latin", "the folders train and test of the latin scrolls")
