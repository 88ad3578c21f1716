"""What all parts of a spec have in common."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from envspecs.registry import all_kinds
from envspecs.specs.base import MAX_BYTES, Kind, SpaceKind, SpecPart, refusal, refusals
from envspecs.specs.episode import EpisodeSpec
from envspecs.specs.reward import RewardSpec
from envspecs.specs.task_spec import TaskSpec

PARTS: list[type[SpecPart]] = [*all_kinds(), TaskSpec, RewardSpec, EpisodeSpec]


class Strip(SpaceKind):
    """A space of one row."""

    kind: str = "strip"
    width: int

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return 1, self.width, 3


class Blamed(SpecPart):
    """Refuses whatever it is given."""

    a: int = 0
    b: int = 0

    def model_post_init(self, context: Any, /) -> None:
        raise refusals(self, a="found {0}, allowed is nothing", b="also this")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_parts_are_frozen_and_refuse_what_they_do_not_know(part: type[SpecPart]) -> None:
    assert part.model_config["frozen"]
    assert part.model_config["extra"] == "forbid"
    assert part.model_config["allow_inf_nan"] is False
    assert part.__doc__


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.__name__)
def test_kinds_name_what_is_built_of_them(kind: type[Kind]) -> None:
    module, _, name = kind.runtime.partition(":")
    assert module.isidentifier() or all(part.isidentifier() for part in module.split("."))
    assert name.isidentifier()


@given(st.integers(1, 2 * MAX_BYTES // 12))
def test_images_that_take_too_much_memory_are_refused(width: int) -> None:
    if 12 * width <= MAX_BYTES:
        assert Strip(width=width).bytes_needed == 12 * width
        return
    with pytest.raises(ValidationError) as caught:
        Strip(width=width)
    (error,) = caught.value.errors()
    mebibytes = math.floor(12 * width / 2**20)
    assert (
        error["msg"]
        == f"images too large: found 1 × {width} × 3, which takes {mebibytes} MiB, allowed is up to 256 MiB"
    )


def test_without_splits_of_its_own_a_space_has_all() -> None:
    assert Strip(width=1).split_names == ("all",)


def test_a_refusal_is_taken_word_for_word() -> None:
    assert refusal("found {0}, allowed is {1}").message() == "found {0}, allowed is {1}"


def test_a_validator_may_blame_some_of_several_fields() -> None:
    with pytest.raises(ValidationError) as caught:
        Blamed(a=3, b=4)
    found = [(error["type"], error["loc"], error["input"], error["msg"]) for error in caught.value.errors()]
    assert found == [
        ("refused", ("a",), 3, "found {0}, allowed is nothing"),
        ("refused", ("b",), 4, "also this"),
    ]
