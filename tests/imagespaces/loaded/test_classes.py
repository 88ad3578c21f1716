"""Classes from folders."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.loaded.classes import classes_of

FOLDERS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=20).map(sorted)


@given(FOLDERS)
def test_a_class_is_the_first_folder_of_the_path(folders: list[str]) -> None:
    found = classes_of([f"{folder}/{place % 2}/x.png" for place, folder in enumerate(folders)])
    assert found is not None
    assert found.names == tuple(sorted(set(folders)))
    assert [found.names[label] for label in found.labels] == folders


def test_files_without_folders_have_no_class() -> None:
    assert classes_of(["1.png", "2.png"]) is None


def test_one_folder_is_one_class() -> None:
    found = classes_of(["cats/1.png", "cats/2.png"])
    assert found is not None
    assert found.names == ("cats",)
    assert found.labels.tolist() == [0, 0]


def test_files_both_with_and_without_folders_are_refused() -> None:
    message = "pictures must lie all in sub-folders or none, got '1.png' and 'cats/1.png'"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        classes_of(["1.png", "cats/1.png"])


def test_names_that_are_no_text_can_be_written() -> None:
    found = classes_of(["caf\udce9/1.png", "café/1.png"])
    assert found is not None
    assert found.names == ("caf\\xe9", "café")
    assert [name.encode() for name in found.names] == [b"caf\\xe9", "café".encode()]
