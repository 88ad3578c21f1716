from __future__ import annotations

import tomllib
from typing import Any

import pytest

import envspecs
from envspecs.specs.task_spec import TaskSpec
from envspecs.testing import BrokenLawError, Subject
from envspecs.testing.laws.writing import (
    specs_may_be_extended,
    specs_survive_json,
    specs_survive_toml,
    specs_survive_yaml,
)
from tests.envspecs.testing.faults import SPEC, Fault, bent, caught


class Forgetful(TaskSpec):
    """Writes no rules of episodes."""

    def to_yaml(self) -> str:
        return super().to_yaml().partition("episode:")[0]


class Restless(TaskSpec):
    """Writes another text each time."""

    def to_yaml(self) -> str:
        return f"# {id(object())}\n{super().to_yaml()}"


class Halved(TaskSpec):
    """Dumps half of the steps."""

    def model_dump(self, **options: Any) -> dict[str, Any]:
        data = super().model_dump(**options)
        return data | {"episode": data["episode"] | {"max_steps": 1}}


class Personal(TaskSpec):
    """Is another key than what is equal to it."""

    def __hash__(self) -> int:
        return hash(type(self))


test_caught = caught(
    Fault(
        specs_survive_yaml,
        bent(Forgetful),
        "written as YAML and loaded, has episode EpisodeSpec(), not EpisodeSpec(max_steps=3)",
    ),
    Fault(specs_survive_yaml, bent(Restless), "the YAML of the loaded spec is 'envspec: 1"),
    Fault(specs_survive_yaml, bent(Personal), "written as YAML and loaded, is equal, and its hash is another"),
    Fault(specs_survive_json, bent(Halved), "written as JSON and loaded, has episode EpisodeSpec(max_steps=1"),
    Fault(
        specs_may_be_extended, bent(Forgetful), "a file that extends that of the spec has episode EpisodeSpec(), not"
    ),
)


def test_toml_that_is_read_otherwise_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    read = tomllib.loads
    monkeypatch.setattr("envspecs.toml_reader.tomllib.loads", lambda text: read(text) | {"description": ""})
    with pytest.raises(BrokenLawError, match=r"^specs_survive_toml: the spec, written as TOML and loaded, has desc"):
        specs_survive_toml(SPEC)


def test_what_toml_does_not_know_need_not_be_written_in_it() -> None:
    assert SPEC.sensor.memory is None
    assert specs_survive_toml.applies(SPEC)  # to leave it out says the same
    assert not specs_survive_toml.applies(envspecs.load("Coco2014Reconstruction-v0"))  # channels: null, not 3
    assert not specs_survive_toml.applies(Subject(SPEC.make))
