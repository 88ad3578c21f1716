"""Kinds of values that fields share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from envspecs.specs.fields import Directory, Distinct, Flag, Length, Name, Position, SensorPixels, Share, Side
from envspecs.tree import Text


def accepts(kind: Any, value: object) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@given(st.integers())
def test_sides_are_from_1_to_4096(value: int) -> None:
    assert accepts(Side, value) == accepts(SensorPixels, value) == (1 <= value <= 4096)


@given(st.floats())
def test_lengths_are_no_longer_than_the_image_and_positions_in_it(value: float) -> None:
    assert accepts(Length, value) == (0 < value <= 2)
    assert accepts(Position, [value, 0]) == accepts(Position, (0.5, value)) == (-1 <= value <= 1)


@given(st.floats())
def test_shares_are_from_0_to_1(value: float) -> None:
    assert accepts(Share, value) == (0 <= value <= 1)


@given(st.lists(st.integers(0, 4)))
def test_a_list_of_different_items_has_none_twice(items: list[int]) -> None:
    assert accepts(Annotated[tuple[int, ...], Distinct()], items) == (len(items) == len(set(items)))


def test_which_item_is_there_twice_is_said_and_the_schema_says_that_none_may_be() -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[tuple[str, ...], Distinct()])
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python(["a", "b", "b"])
    assert [error["msg"] for error in caught.value.errors()] == ["an item twice: found 'b' twice, allowed is each once"]
    assert adapter.json_schema()["uniqueItems"] is True


@pytest.mark.parametrize("kind", [Side, SensorPixels, Length, Share])
@pytest.mark.parametrize("value", ["1", True, None, [1], b"1"])
def test_numbers_are_not_taken_from_something_else(kind: Any, value: object) -> None:
    assert not accepts(kind, value)


def test_an_integer_is_a_number_but_not_the_other_way_round() -> None:
    assert accepts(Length, 1)
    assert not accepts(Side, 1.0)


@pytest.mark.parametrize(
    ("value", "accepted"), [(True, True), (False, True), (1, False), ("true", False), (None, False)]
)
def test_flags(value: object, accepted: bool) -> None:
    assert accepts(Flag, value) == accepted


@pytest.mark.parametrize("value", [[0], [0, 0, 0], 0, "00", ["0", 0]])
def test_positions_are_two_numbers(value: object) -> None:
    assert not accepts(Position, value)


@pytest.mark.parametrize("name", ["a", "CircleSquare-v0", "7", "a.b_c-d", "x" * 100])
def test_names(name: str) -> None:
    assert accepts(Name, name)


@pytest.mark.parametrize("name", ["", "-a", ".a", "a b", "a/b", "é", "a\n", "x" * 101, 7])
def test_no_names(name: object) -> None:
    assert not accepts(Name, name)


def test_directories_are_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "file").touch()
    adapter = TypeAdapter(Directory)
    assert adapter.validate_python("a") == str(tmp_path / "a")
    assert adapter.validate_python("a/b/..") == str(tmp_path / "a")
    assert adapter.validate_python(str(tmp_path / "a")) == str(tmp_path / "a")
    found = adapter.validate_python(Text.within("b", str(tmp_path / "a")))
    assert found == str(tmp_path / "a/b")
    assert type(found) is str
    for wrong in ("b", "file", "", "a\0", "~nobody-of-this-name", 7, None):
        assert not accepts(Directory, wrong)
