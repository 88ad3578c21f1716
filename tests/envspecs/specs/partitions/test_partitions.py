"""Specs of all partitions: what is built from them divides, and has the splits that they name."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from pydantic import ValidationError

from envspecs.build import build
from envspecs.registry import kinds
from envspecs.specs.base import PartitionKind
from imagespaces.factors import (
    CompositionSplit,
    Domain,
    ExplicitSplit,
    ExtrapolationSplit,
    Finite,
    InterpolationSplit,
    Interval,
    RandomCompositionSplit,
    RandomSplit,
)

KINDS = kinds("imagespaces.partitions")
DOMAIN = Domain(
    [
        Finite("shape", ("square", "circle", "star")),
        Finite("sides", range(3, 8)),
        Finite("filled", (False, True)),
        Interval("angle", 0, 360, "circular"),
        Interval("count", 0, 8, "integer"),
    ]
)

CASES: list[tuple[dict[str, Any], Any]] = [
    ({"kind": "random", "fractions": {"a": 0.5, "b": 0.25, "c": 0.25}}, RandomSplit({"a": 0.5, "b": 0.25, "c": 0.25})),
    (
        {"kind": "random", "fractions": {"train": 0.5, "test": 0.5}, "of": ["sides", "shape"], "stream": 7},
        RandomSplit({"train": 0.5, "test": 0.5}, ("sides", "shape"), 7),
    ),
    (
        {"kind": "composition", "held_out": [{"shape": "star", "sides": [3, 4]}, {"shape": "circle", "filled": True}]},
        CompositionSplit(({"shape": "star", "sides": (3, 4)}, {"shape": "circle", "filled": True})),
    ),
    (
        {"kind": "random_composition", "of": ["shape", "sides"], "fraction": 0.3, "train": "old", "test": "new"},
        RandomCompositionSplit(("shape", "sides"), 0.3, train="old", test="new"),
    ),
    (
        {"kind": "interpolation", "held_out": {"sides": [4, 5], "angle": [[10, 20], [40, 50.5]]}},
        InterpolationSplit({"sides": (4, 5), "angle": ((10, 20), (40, 50.5))}),
    ),
    ({"kind": "extrapolation", "held_out": {"sides": 7}, "test": "far"}, ExtrapolationSplit({"sides": 7}, test="far")),
    (
        {"kind": "explicit", "splits": {"test": {"shape": "star", "angle": [-45, 45], "count": 3}}, "rest": "train"},
        ExplicitSplit({"test": {"shape": "star", "angle": (-45, 45), "count": 3}}, "train"),
    ),
    (
        {"kind": "explicit", "splits": {"a": {"filled": True}, "b": {"filled": [False]}}},
        ExplicitSplit({"a": {"filled": True}, "b": {"filled": (False,)}}),
    ),
]


def model_of(fields: dict[str, Any]) -> PartitionKind:
    model = KINDS[fields["kind"]].model_validate(fields)
    assert isinstance(model, PartitionKind)
    return model


def test_every_kind_is_here() -> None:
    assert {fields["kind"] for fields, _ in CASES} == set(KINDS)


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_what_is_built_is_what_was_said(fields: dict[str, Any], expected: Any) -> None:
    built = build(model_of(fields))
    assert built == expected
    assert type(built) is type(expected)


@pytest.mark.parametrize("fields", [fields for fields, _ in CASES])
def test_the_splits_have_the_names_that_the_spec_tells(fields: dict[str, Any]) -> None:
    model = model_of(fields)
    splits = build(model).divide(DOMAIN).splits
    assert ("all", *model.split_names) == tuple(splits)
    assert math.fsum(float(splits[name].measure) for name in model.split_names) == pytest.approx(1)


@pytest.mark.parametrize("fields", [fields for fields, _ in CASES])
def test_what_is_written_out_is_the_same_again(fields: dict[str, Any]) -> None:
    model = model_of(fields)
    assert model_of(model.model_dump(mode="json")) == model


def choices(value: Any) -> dict[str, Any]:
    return {"kind": "interpolation", "held_out": {"angle": value}}


@pytest.mark.parametrize(
    ("fields", "key", "message"),
    [
        (
            {"kind": "random", "fractions": {"train": 0.5, "test": 0.4}},
            ("fractions",),
            "not a whole: found fractions of 0.9 in sum, allowed is 1",
        ),
        (
            {"kind": "random", "fractions": {"all": 1}},
            (),
            "names of splits: found all, allowed are different ones, none of them 'all'",
        ),
        (
            {"kind": "composition", "held_out": [{"a": 1, "b": 2}], "test": "train"},
            (),
            "names of splits: found train, train, allowed are different ones, none of them 'all'",
        ),
        (
            {"kind": "explicit", "splits": {"a": {"b": 1}}, "rest": "a"},
            (),
            "names of splits: found a, a, allowed are different ones, none of them 'all'",
        ),
    ],
)
def test_what_can_never_be_is_refused(fields: dict[str, Any], key: tuple[str, ...], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        model_of(fields)
    assert [(error["loc"], error["msg"]) for error in caught.value.errors()] == [(key, message)]


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"kind": "random"}, "fractions"),
        ({"kind": "random", "fractions": {}}, "fractions"),
        ({"kind": "random", "fractions": {"a": 0, "b": 1}}, "fractions"),
        ({"kind": "random", "fractions": {"a b": 1}}, "fractions"),
        ({"kind": "random", "fractions": {"a": 1}, "of": []}, "of"),
        ({"kind": "random", "fractions": {"a": 1}, "of": ["x", "x"]}, "of"),
        ({"kind": "random", "fractions": {"a": 1}, "stream": -1}, "stream"),
        ({"kind": "random", "fractions": {"a": 1}, "stream": 0.0}, "stream"),
        ({"kind": "composition", "held_out": []}, "held_out"),
        ({"kind": "composition", "held_out": [{"x": 1}]}, "held_out"),
        ({"kind": "composition", "held_out": [{"x": 1, "y": [[1, 2]]}]}, "held_out"),
        ({"kind": "composition", "held_out": {"x": 1, "y": 2}}, "held_out"),
        ({"kind": "random_composition", "of": ["x"], "fraction": 0.5}, "of"),
        ({"kind": "random_composition", "of": ["x", "y"], "fraction": 1}, "fraction"),
        ({"kind": "random_composition", "of": ["x", "y"], "fraction": 0}, "fraction"),
        ({"kind": "explicit", "splits": {}}, "splits"),
        ({"kind": "explicit", "splits": {"test": {}}}, "splits"),
        ({"kind": "explicit", "splits": {"test": 1}}, "splits"),
        (choices(None), "held_out"),
        (choices([]), "held_out"),
        (choices({"low": 1}), "held_out"),
        (choices([[1, 2, 3]]), "held_out"),
        (choices([[0, "a"]]), "held_out"),
        (choices(float("inf")), "held_out"),
        (choices(2**53 + 1), "held_out"),
    ],
)
def test_other_values_are_refused(fields: dict[str, Any], key: str) -> None:
    with pytest.raises(ValidationError) as caught:
        model_of(fields)
    assert {error["loc"][0] for error in caught.value.errors()} == {key}


@pytest.mark.parametrize("value", [1, 1.5, True, "a", [1, 2], ["a", "b"], [False], [[0, 1]], [[0, 1], [2, 3.5]]])
def test_values_stay_what_they_are(value: Any) -> None:
    found = model_of(choices(value)).model_dump(mode="json")["held_out"]["angle"]
    assert json.dumps(found) == json.dumps(value)  # 1 and 1.0 are equal, and not the same
