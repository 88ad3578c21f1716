"""Which names are those of task files."""

from __future__ import annotations

import pytest

from envspecs.files import is_file_name, read_file
from envspecs.problems import SpecError


@pytest.mark.parametrize("name", ["a.yaml", "a.yml", "a.JSON", "b/a.b.toml", "/a/CircleSquare-v0.yaml"])
def test_files_are_known_by_their_endings(name: str) -> None:
    assert is_file_name(name)


@pytest.mark.parametrize("name", ["", "yaml", ".yaml", "CircleSquare-v0", "a.yaml.txt", "a.py"])
def test_other_names_are_ids(name: str) -> None:
    assert not is_file_name(name)


def test_a_name_that_no_system_takes_is_refused() -> None:
    with pytest.raises(SpecError) as caught:
        read_file("a\0.yaml")
    assert str(caught.value) == "a\\x00.yaml: embedded null byte"
