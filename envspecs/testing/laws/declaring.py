"""What a task spec says of itself, and of what is made from it, is so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import gymnasium
from gymnasium.vector import AutoresetMode

from envspecs.build import build_space
from envspecs.definitions import definitions
from envspecs.registration import GENERIC_ID, NAMESPACE
from envspecs.schema import json_schema
from envspecs.specs.base import SpecPart
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.comparing import expect_same_run
from envspecs.testing.driver import Driver, drawn_actions
from envspecs.testing.spec_law import any_spec, spec_law, validated
from imagespaces.testing.checks import expect, expect_alike

__all__ = [
    "fields_are_described",
    "gymnasium_makes_the_same",
    "spaces_are_as_declared",
    "specs_fit_the_schema",
]

STEPS = 3
"""How many steps are compared where the makers differ, and not what they make."""


@spec_law(validated)
def specs_fit_the_schema(spec: TaskSpec) -> None:
    """A spec, as it is written out, is valid by the JSON Schema that editors are given; with another key it is not."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - an extra

    check = Draft202012Validator(json_schema())
    data = spec.model_dump(mode="json")
    for error in check.iter_errors(data):
        raise AssertionError(f"the schema refuses {error.json_path}: {error.message:.300}")
    for part in (data, data["space"], data["sensor"], data["task"]):
        part["no_such_key"] = 1
        expect(not check.is_valid(data), f"the schema takes a key that is not known beside {sorted(part)}")
        del part["no_such_key"]


@spec_law(any_spec)
def fields_are_described(spec: TaskSpec) -> None:
    """Each field of each part has a description, and each number bounds, in the JSON Schema too."""
    known = definitions(TaskSpec)
    models: set[type[Any]] = {TaskSpec, *_models(spec)}
    for model in models:
        for name, field in known[model.__name__]["properties"].items():
            where = f"{name} of {model.__name__}"
            if name != "kind":
                expect(field.get("description"), f"{where} has no description")
            if field.get("type") in {"integer", "number"}:
                expect(field.keys() & {"minimum", "exclusiveMinimum", *_LISTED}, f"{where} has no least value")
                expect(field.keys() & {"maximum", "exclusiveMaximum", *_LISTED}, f"{where} has no greatest value")


_LISTED = ("const", "enum")
"""What a schema has instead of bounds where it lists all values."""


def _models(part: Any) -> set[type[Any]]:
    """Give the models of all parts within a part."""
    found = set()
    for name in type(part).model_fields:
        value = getattr(part, name)
        for inner in _items(value):
            if isinstance(inner, SpecPart):
                found |= {type(inner), *_models(inner)}
    return found


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, tuple) else (value,)


@spec_law(any_spec)
def spaces_are_as_declared(spec: TaskSpec) -> None:
    """The space that is built has the shape of images and the splits that the spec declares."""
    space = build_space(spec)
    expect_alike(space.shape, tuple(spec.space.image_shape), "the shape of the images")
    expect_alike(sorted(space.splits), sorted(spec.space.split_names), "the names of the splits")
    expect(spec.split in space.splits, f"the split {spec.split!r} is none of {sorted(space.splits)}")


@spec_law(any_spec)
def gymnasium_makes_the_same(spec: TaskSpec, seed: int) -> None:
    """``gymnasium.make`` and ``make_vec`` give what those of the spec give, in each autoreset mode."""
    name = f"{NAMESPACE}/{GENERIC_ID}"
    unchecked = partial(gymnasium.make, name, disable_env_checker=True)  # which warns of numbers that are arrays
    pairs: dict[str, Any] = {"gymnasium.make": (partial(unchecked, spec=spec), spec.make)}
    for mode in AutoresetMode:
        theirs = partial(gymnasium.make_vec, name, num_envs=2, spec=spec, autoreset_mode=mode)
        pairs[f"gymnasium.make_vec ({mode.value})"] = theirs, partial(spec.make_vec, 2, autoreset_mode=mode)
    for what, (make, own) in pairs.items():
        with Driver(make()) as found, Driver(own()) as expected:
            for space in ("observation_space", "action_space"):
                told = f"{space} by {what} is {getattr(found.env, space)}, not {getattr(expected.env, space)}"
                expect(getattr(found.env, space) == getattr(expected.env, space), told)
            actions = drawn_actions(expected.env, seed, STEPS)
            expect_same_run(found.play(actions, seed=seed), expected.play(actions, seed=seed), what)
