"""Groups of variants."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from envspecs.specs.variants import MAX_IDS, Variants

ADAPTER: TypeAdapter[Any] = TypeAdapter(Variants)


@pytest.mark.parametrize(
    "groups",
    [
        [],
        [{}],
        [{"a": {}}, {"b": {"space.height": 5, "space": {"kind": "x"}, "a.0.b": [1, None, "c"]}}],
        [{"v": {}, "V1": {}, "v1a": {}, "a_1": {}}],
        [{f"{group}{name}": {} for name in "abc"} for group in "abcdef"],
    ],
)
def test_names_with_changes_by_path(groups: list[Any]) -> None:
    assert ADAPTER.validate_python(groups) == tuple(groups)


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        ([{"a": {}}, {"b": {}}, {"a": {}}], "a name twice: found a in several groups, allowed is each name once"),
        ([{"v0": {}, "v12": {}}], "not a name: found v0, v12, which would be a version, allowed are other names"),
        (
            [{f"{group}{name}": {} for name in range(3)} for group in "abcdefg"],
            f"too many: found groups that give 16384 ids, allowed is up to {MAX_IDS}",
        ),
        (
            [{"a": {"id": "b"}, "b": {}}, {"c": {"id": "d"}}],
            "a variant's id is the task's with its name: found 'id' in a, c, allowed are other keys",
        ),
    ],
)
def test_names_that_would_make_an_id_mean_two_things_are_refused(groups: list[Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ADAPTER.validate_python(groups)
    assert [error["msg"] for error in caught.value.errors()] == [message]


@pytest.mark.parametrize(
    "groups",
    [{}, ["a"], [{"a-b": {}}], [{"1a": {}}], [{"": {}}], [{"a": 1}], [{"a": {"": 1}}], [{"a": {"b.": 1}}], [{}] * 17],
)
def test_other_forms_are_refused(groups: Any) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(groups)
