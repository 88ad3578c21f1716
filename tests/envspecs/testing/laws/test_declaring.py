from __future__ import annotations

import copy
from typing import Any

import pytest

from envspecs.definitions import definitions
from envspecs.specs.spaces.circle_square import CircleSquareSpec
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import BrokenLawError, Subject
from envspecs.testing.laws import declaring
from envspecs.testing.laws.declaring import (
    fields_are_described,
    gymnasium_makes_the_same,
    spaces_are_as_declared,
    specs_fit_the_schema,
)
from tests.envspecs.testing.faults import SPEC, Fault, bent, caught


class Lengthy(TaskSpec):
    """Dumps more than there is."""

    def model_dump(self, **options: Any) -> dict[str, Any]:
        return super().model_dump(**options) | {"more": 1}


class Coloured(CircleSquareSpec):
    """Declares images of three channels."""

    @property
    def image_shape(self) -> tuple[int, int, int]:
        return (*super().image_shape[:2], 3)


class Split(CircleSquareSpec):
    """Declares splits that are not there."""

    @property
    def split_names(self) -> tuple[str, ...]:
        return ("all", "test")


class Different(TaskSpec):
    """Makes environments without gradient by itself."""

    def make(self, **options: Any) -> Any:
        return SPEC.override({"space.gradient": False}).make(**options)


def declared(kind: type[CircleSquareSpec]) -> Subject:
    """A task whose space is declared otherwise than it is."""
    spec = SPEC.model_copy(update={"space": kind(**SPEC.space.model_dump())})
    return Subject(spec.make, spec.make_vec, kind.__name__, spec)


test_caught = caught(
    Fault(specs_fit_the_schema, bent(Lengthy), "the schema refuses $: Additional properties are not allowed"),
    Fault(
        spaces_are_as_declared,
        declared(Coloured),
        "the shape of the images is (8, 7, 1) (tuple), not (8, 7, 3)",
    ),
    Fault(spaces_are_as_declared, declared(Split), "the names of the splits is ['all'] (list), not ['all', 'test']"),
    Fault(gymnasium_makes_the_same, bent(Different), "gymnasium.make, call 0: result['observation']['glimpse']"),
)


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("description", "height of CircleSquareSpec has no description"),
        ("minimum", "height of CircleSquareSpec has no least value"),
        ("maximum", "height of CircleSquareSpec has no greatest value"),
    ],
)
def test_what_a_field_does_not_say_is_caught(monkeypatch: pytest.MonkeyPatch, key: str, reason: str) -> None:
    known = copy.deepcopy(dict(definitions(TaskSpec)))
    del known["CircleSquareSpec"]["properties"]["height"][key]
    fields_are_described(SPEC)
    monkeypatch.setattr(declaring, "definitions", lambda _model: known)
    with pytest.raises(BrokenLawError, match=f"^fields_are_described: {reason}\n"):
        fields_are_described(SPEC)


def test_a_schema_that_takes_any_key_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(declaring, "json_schema", lambda: {"type": "object"})
    with pytest.raises(BrokenLawError, match=r"^specs_fit_the_schema: the schema takes a key that is not known besi"):
        specs_fit_the_schema(SPEC)


def test_without_a_validator_nothing_is_asked_of_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    assert not specs_fit_the_schema.applies(SPEC)
