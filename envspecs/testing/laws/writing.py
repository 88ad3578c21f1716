"""A task spec can be written down, and is the same when it is read."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from envspecs.loading import load
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing.spec_law import any_spec, spec_law
from envspecs.testing.toml import to_toml, without_nulls
from imagespaces.testing.checks import expect, expect_alike

__all__ = ["specs_may_be_extended", "specs_survive_json", "specs_survive_toml", "specs_survive_yaml"]


@spec_law(any_spec)
def specs_survive_yaml(spec: TaskSpec) -> None:
    """Written as YAML and loaded again, a spec is equal; written once more, it is the same text."""
    text = spec.to_yaml()
    again = _loaded(text, "task.yaml")
    _expect_equal(again, spec, "the spec, written as YAML and loaded,")
    expect_alike(again.to_yaml(), text, "the YAML of the loaded spec")


@spec_law(any_spec)
def specs_survive_json(spec: TaskSpec) -> None:
    """Written as JSON and loaded again, a spec is equal; so is one that is loaded from a map."""
    data = spec.model_dump(mode="json")
    _expect_equal(_loaded(json.dumps(data), "task.json"), spec, "the spec, written as JSON and loaded,")
    _expect_equal(load(data), spec, "the spec, loaded from a map,")


def _without_nulls(spec: TaskSpec) -> bool:
    """Take task specs without a null that stands for something, which TOML does not know."""
    return load(without_nulls(spec.model_dump(mode="json"))) == spec


@spec_law(_without_nulls)
def specs_survive_toml(spec: TaskSpec) -> None:
    """Written as TOML and loaded again, a spec is equal."""
    text = to_toml(without_nulls(spec.model_dump(mode="json")))
    _expect_equal(_loaded(text, "task.toml"), spec, "the spec, written as TOML and loaded,")


@spec_law(any_spec)
def specs_may_be_extended(spec: TaskSpec) -> None:
    """A file that extends that of a spec, and says nothing else, is the same task."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "parent.yaml").write_text(spec.to_yaml(), encoding="utf-8")
        child = Path(folder, "child.yaml")
        child.write_text("envspec: 1\nextends: parent.yaml\n", encoding="utf-8")
        named = load(child).override({"id": spec.id})  # a task is called by its own file
        _expect_equal(named, spec, "a file that extends that of the spec")


def _loaded(text: str, name: str) -> TaskSpec:
    """Give the spec that a file of some name and text is loaded as."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_text(text, encoding="utf-8")
        return load(file)


def _expect_equal(found: TaskSpec, expected: TaskSpec, what: str) -> None:
    """Demand that two specs are equal, and their hashes."""
    for name, value in expected:
        other = getattr(found, name)
        expect(other == value, f"{what} has {name} {other!r}, not {value!r}")
    expect(found == expected, f"{what} is not equal, though all its parts are")
    expect(hash(found) == hash(expected), f"{what} is equal, and its hash is another")
