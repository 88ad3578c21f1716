"""Loading task specs: formats, ids, files that extend others, variants."""

from __future__ import annotations

import copy
import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import envspecs
from envspecs import SpecError, TaskSpec
from envspecs.files import MAX_FILE_BYTES

YAML = """\
envspec: 1
id: Mine-v3
space: {kind: circle_square, height: 20}
sensor: {kind: glimpse, size: [3, 4], motion: {kind: relative, max_step: [0.1, 0.2]}, start: [0.5, -1]}
task: {kind: classification, loss: {kind: cross_entropy}}
"""
TOML = """\
envspec = 1
id = "Mine-v3"
[space]
kind = "circle_square"
height = 20
[sensor]
kind = "glimpse"
size = [3, 4]
motion = {kind = "relative", max_step = [0.1, 0.2]}
start = [0.5, -1]
[task]
kind = "classification"
loss = {kind = "cross_entropy"}
"""
DATA: dict[str, Any] = {
    "envspec": 1,
    "id": "Mine-v3",
    "space": {"kind": "circle_square", "height": 20},
    "sensor": {
        "kind": "glimpse",
        "size": [3, 4],
        "motion": {"kind": "relative", "max_step": [0.1, 0.2]},
        "start": [0.5, -1],
    },
    "task": {"kind": "classification", "loss": {"kind": "cross_entropy"}},
}
CHILD = "envspec: 1\nextends: parent.yaml\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(text: str, name: str = "task.yaml") -> TaskSpec:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return envspecs.load(name)


def dump(spec: TaskSpec) -> dict[str, Any]:
    return spec.model_dump(mode="json")


# ----------------------------------------------------------------------------------------------------------------------
# Formats
# ----------------------------------------------------------------------------------------------------------------------


def test_all_formats_give_the_same_spec() -> None:
    expected = TaskSpec.model_validate(DATA)
    assert load(YAML) == expected
    assert load(YAML, "a.yml") == expected
    assert load(json.dumps(DATA), "a.json") == expected
    assert load("\ufeff" + json.dumps(DATA, indent="\t"), "A.JSON") == expected
    assert load(TOML, "a.toml") == expected
    assert envspecs.load(Path("a.toml")) == expected
    assert envspecs.load(DATA) == expected
    assert envspecs.load(expected) is expected


PLAIN: dict[str, Any] = {"noise": 0.0, "dropout": 0.0, "periphery": None, "memory": None, "observe": []}
"""A sensor that has nothing besides."""


def test_what_is_left_out_has_its_default() -> None:
    assert dump(load(YAML)) == {
        **DATA,
        "description": "",
        "space": {"kind": "circle_square", "height": 20, "width": 28, "extent": 8, "gradient": True},
        "split": "all",
        "sensor": {**PLAIN, **DATA["sensor"], "scale": 1.0, "start": [0.5, -1.0], "border": "clamp"},
        "task": {"kind": "classification", "loss": {"kind": "cross_entropy", "normalized": True}},
        "reward": {"action_cost": 0.001, "timing": "every_step", "size_penalty": 0.0, "time_penalty": 0.0},
        "episode": {"max_steps": 16, "at_limit": "terminate", "stop": "never", "confidence": 0.95},
        "interface": {
            "actions": "dict",
            "bins": 5,
            "certainty": 0.9,
            "bound": 10.0,
            "predictions": "agent",
            "observations": "dict",
            "channels": "last",
            "dtype": "float32",
            "scalars": "plain",
        },
        "variants": [],
    }


@pytest.mark.parametrize(
    ("name", "spec_id"),
    [("tasks/mine.yaml", "mine"), ("my task (2).yaml", "my-task-2"), ("-é-.yaml", "task"), ("a.b-v1.yaml", "a.b-v1")],
)
def test_the_id_is_the_files_name_where_it_is_left_out(name: str, spec_id: str) -> None:
    assert load(YAML.replace("id: Mine-v3\n", ""), name).id == spec_id


def test_without_a_file_it_is_called_task() -> None:
    assert envspecs.load({key: value for key, value in DATA.items() if key != "id"}).id == "task"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"", "not a task spec: found nothing, allowed is a map that begins with 'envspec: 1'"),
        (b"\xef\xbb\xbf \n", "not a task spec: found nothing, allowed is a map that begins with 'envspec: 1'"),
        (b"# nothing\n", "not a task spec: found nothing, allowed is a map that begins with 'envspec: 1'"),
        (bytes(range(256)), "not text: found a byte at 128 that is not UTF-8, allowed is UTF-8 text"),
        ("envspec: 1".encode("utf-16"), "not text: found a byte at 0 that is not UTF-8, allowed is UTF-8 text"),
        (
            b" " * (MAX_FILE_BYTES + 1),
            f"too large: found {MAX_FILE_BYTES + 1} bytes, allowed is up to {MAX_FILE_BYTES}",
        ),
    ],
)
def test_files_that_can_be_no_spec_are_refused(content: bytes, line: str) -> None:
    Path("bad.yaml").write_bytes(content)
    with pytest.raises(SpecError) as caught:
        envspecs.load("bad.yaml")
    assert str(caught.value) == f"bad.yaml: {line}"


@pytest.mark.parametrize(("text", "shown"), [("- a", "['a']"), ("hello", "'hello'"), ("null", "null"), ("7", "7")])
def test_a_document_that_is_no_map_is_refused(text: str, shown: str) -> None:
    with pytest.raises(SpecError) as caught:
        load(text)
    assert str(caught.value) == (
        f"task.yaml:1:1: not a task spec: found {shown}, allowed is a map that begins with 'envspec: 1'"
    )


def test_a_missing_file_gives_a_near_one(folder: Path) -> None:
    Path("my_task.yaml").touch()
    Path("nothing").mkdir()
    Path("folder.yaml").mkdir()
    os.mkfifo("pipe.yaml")
    for name, line in {
        "mytask.yaml": "no such file (did you mean 'my_task.yaml'?)",
        "elsewhere/my_task.yaml": "no such file",
        "nothing/x.toml": "no such file",
        "folder.yaml": "not a file: found a folder, allowed is a plain file",
        "pipe.yaml": "not a file: found a pipe or a device, allowed is a plain file",
    }.items():
        with pytest.raises(SpecError) as caught:
            envspecs.load(name)
        assert str(caught.value) == f"{name}: {line}"


def test_toml_errors_give_the_key_and_syntax_errors_the_line() -> None:
    with pytest.raises(SpecError) as caught:
        load(TOML.replace("height = 20", "hight = 20\nwidth = 1979-05-27"), "a.toml")
    assert str(caught.value).splitlines() == [
        "a.toml: space.width: wrong type: found 1979-05-27, allowed is an integer from 1 to 4096 (pixels)",
        "a.toml: space.hight: unknown key, allowed are extent, gradient, height, kind, width (did you mean 'height'?)",
    ]
    with pytest.raises(SpecError) as caught:
        load(TOML.replace("[space]", "[space"), "a.toml")
    assert str(caught.value) == "a.toml:3:7: not TOML: Expected ']' at the end of a table declaration"


def test_json_errors_have_lines() -> None:
    with pytest.raises(SpecError) as caught:
        load(json.dumps(DATA, indent=1).replace("20", "2000000"), "a.json")
    assert str(caught.value) == (
        "a.json:6:13: space.height: out of range: found 2000000, allowed is an integer from 1 to 4096 (pixels)"
    )


# ----------------------------------------------------------------------------------------------------------------------
# Extending
# ----------------------------------------------------------------------------------------------------------------------


def test_a_child_changes_what_it_says() -> None:
    Path("parent.yaml").write_text(YAML + "description: Of the parent.\nreward: {action_cost: 2}\n")
    child = load(CHILD + "space: {height: 15}\nsensor: {size: [5, 5]}\nreward: {timing: final_step}\n")
    assert dump(child) == {
        **dump(envspecs.load("parent.yaml")),
        "id": "task",
        "space": {"kind": "circle_square", "height": 15, "width": 28, "extent": 8, "gradient": True},
        "sensor": {**PLAIN, **DATA["sensor"], "size": [5, 5], "scale": 1.0, "start": [0.5, -1.0], "border": "clamp"},
        "reward": {"action_cost": 2.0, "timing": "final_step", "size_penalty": 0.0, "time_penalty": 0.0},
    }


def test_nothing_of_another_kind_lingers(folder: Path) -> None:
    Path("parent.yaml").write_text(YAML)
    child = load(CHILD + f"space: {{kind: image_folder, root: {folder}, height: 8, width: 9}}\n")
    assert dump(child)["space"] == {
        "kind": "image_folder",
        "root": str(folder),
        "height": 8,
        "width": 9,
        "channels": 3,
        "resize": "crop",
        "on_error": "raise",
        "verify": True,
        "parts": None,
        "classes": [],
        "partition": None,
        "transforms": [],
    }


def test_parents_may_be_of_any_format_have_parents_and_lack_parts() -> None:
    Path("a").mkdir()
    (Path("a") / "top.toml").write_text(
        'envspec = 1\n[task]\nkind = "classification"\nloss = {kind = "cross_entropy"}\n'
    )
    (Path("a") / "parent.json").write_text(
        json.dumps({key: value for key, value in DATA.items() if key != "task"} | {"extends": "top.toml"})
    )
    assert dump(load("envspec: 1\nextends: a/parent.json\nid: Mine-v3\n")) == dump(envspecs.load(DATA))


def test_a_parent_may_be_of_the_catalog() -> None:
    for name in ("CircleSquare-s20-sparse-v0", "envspecs/CircleSquare-s20-sparse-v0"):
        child = load(f"envspec: 1\nextends: {name}\nepisode: {{max_steps: 5}}\n")
        expected = envspecs.load(name).override({"episode.max_steps": 5, "id": "task"})
        assert child == expected


def test_a_child_has_its_parents_variants() -> None:
    child = load("envspec: 1\nextends: CircleSquare-v0\nid: Mine-v2\nepisode: {max_steps: 5}\n")
    assert child.variant_ids[:2] == ("Mine-v2", "Mine-sparse-v2")
    assert child.variant("s15").model_dump()["space"]["height"] == 15
    assert load("envspec: 1\nextends: CircleSquare-v0\nvariants: []\n").variant_ids == ("task",)


def test_a_map_may_extend_too() -> None:
    spec = envspecs.load({"envspec": 1, "extends": "CircleSquare-v0", "space": {"height": 20}})
    assert spec == envspecs.load("CircleSquare-v0").override({"space.height": 20, "id": "task"})


# ----------------------------------------------------------------------------------------------------------------------
# Paths of files
# ----------------------------------------------------------------------------------------------------------------------

FOLDER = "space: {kind: image_folder, root: photos, height: 8, width: 8}\n"
REST = "".join(line for line in YAML.splitlines(keepends=True) if not line.startswith("space"))


def test_paths_start_at_the_folder_of_the_file_that_they_are_written_in(folder: Path) -> None:
    for name in ("photos", "tasks/photos", "tasks/more/photos"):
        Path(name).mkdir(parents=True)

    def root(spec: TaskSpec) -> str:
        return str(dump(spec)["space"]["root"])

    parent = load(REST + FOLDER, "tasks/parent.yaml")
    assert root(parent) == str(folder / "tasks/photos")
    # Not where the child is, nor where the program runs; but a change of the child's own starts there.
    child = "envspec: 1\nextends: ../parent.yaml\n"
    assert root(load(child, "tasks/more/child.yaml")) == str(folder / "tasks/photos")
    assert root(load(child + "space: {root: photos}\n", "tasks/more/child.yaml")) == str(folder / "tasks/more/photos")
    assert root(parent.override({"space.root": "photos"})) == str(folder / "photos")
    assert root(parent.override({"space.height": 9})) == str(folder / "tasks/photos")
    assert root(envspecs.load({**DATA, "space": parent.model_dump()["space"] | {"root": "photos"}})) == str(
        folder / "photos"
    )


def test_paths_in_variants_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tasks/photos", "tasks/train", "elsewhere"):
        Path(name).mkdir(parents=True)
    spec = load(REST + FOLDER + "variants: [{train: {space.root: train}}]\n", "tasks/task.yaml")
    assert spec.variants == ({"train": {"space.root": str(folder / "tasks/train")}},)
    text = spec.to_yaml()
    monkeypatch.chdir("elsewhere")
    again = load(text)
    assert again == spec
    assert dump(again.variant("train"))["space"]["root"] == str(folder / "tasks/train")


def test_the_home_directory_may_be_named(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("HOME", str(folder))
    Path("photos").mkdir()
    assert dump(load(REST + FOLDER.replace("photos", "~/photos")))["space"]["root"] == str(folder / "photos")


# ----------------------------------------------------------------------------------------------------------------------
# Ids and variants
# ----------------------------------------------------------------------------------------------------------------------


def test_ids_may_be_gymnasiums() -> None:
    assert envspecs.load("envspecs/CircleSquare-v0") is envspecs.load("CircleSquare-v0")


def test_variants_compose() -> None:
    spec = envspecs.load("CircleSquare-s20-nograd-sparse-v0")
    assert spec.id == "CircleSquare-s20-nograd-sparse-v0"
    assert spec.variants == ()
    assert spec == envspecs.load("CircleSquare-v0").variant("sparse", "nograd", "s20")
    changes = {"space.height": 20, "space.width": 20, "space.gradient": False, "reward.timing": "final_step"}
    base = TaskSpec.model_validate(dump(envspecs.load("CircleSquare-v0")) | {"variants": [], "id": spec.id})
    assert spec == base.override(changes)


def test_no_variant_is_the_spec_itself() -> None:
    spec = envspecs.load("CircleSquare-v0")
    assert spec.variant() is spec


def test_of_two_variants_with_one_path_the_later_group_wins() -> None:
    text = YAML + "variants:\n  - {b: {space.height: 15, space.width: 11}}\n  - {a: {space.height: 16}}\n"
    both = load(text).variant("a", "b")
    assert (both.id, dump(both)["space"]["height"], dump(both)["space"]["width"]) == ("Mine-b-a-v3", 16, 11)


def test_a_variant_may_change_the_kind() -> None:
    text = YAML + "variants:\n  - {s: {space.height: 15}}\n  - {double: {space.kind: double_circle_square}}\n"
    spec = load(text)
    assert dump(spec.variant("double"))["space"]["height"] == 28
    # What another variant says of the part holds for the new kind, whatever the order of the groups.
    assert dump(spec.variant("s", "double"))["space"] == {
        "kind": "double_circle_square",
        "height": 15,
        "width": 28,
        "extent": 8,
        "gradient": True,
    }


# ----------------------------------------------------------------------------------------------------------------------
# Specs
# ----------------------------------------------------------------------------------------------------------------------

specs = st.sampled_from(envspecs.catalog()).map(envspecs.load)


@given(specs)
def test_a_spec_survives_writing_and_loading(spec: TaskSpec) -> None:
    assert load(spec.to_yaml(), "resolved.yaml") == spec
    assert load(spec.model_dump_json(), "resolved.json") == spec
    assert envspecs.load(spec.model_dump()) == spec
    assert TaskSpec.model_validate(dump(spec)) == spec


@given(specs)
def test_a_spec_survives_copying_with_its_places(spec: TaskSpec) -> None:
    for twin in (pickle.loads(pickle.dumps(spec)), copy.deepcopy(spec), copy.copy(spec)):  # noqa: S301 - our own
        assert twin == spec
        assert hash(twin) == hash(spec)
        assert twin.tree == spec.tree


def test_equality_is_of_values_wherever_they_were_written() -> None:
    one, other = load(YAML), load("# moved\n" + YAML.replace("height: 20", "gradient: true, height: 20"))
    assert one == other
    assert hash(one) == hash(other)
    assert one.tree != other.tree
    assert one != one.override({"space.height": 21})
    assert one != dump(one)


def test_a_spec_is_frozen() -> None:
    spec = load(YAML)
    for part in (spec, spec.space, spec.sensor, spec.reward, spec.episode):
        name = next(iter(type(part).model_fields))
        with pytest.raises(ValueError, match="frozen"):
            setattr(part, name, 1)


def test_a_copy_made_with_pydantic_is_changed_as_it_is() -> None:
    spec = load(YAML).model_copy(update={"split": "none"})
    with pytest.raises(SpecError, match="unknown split: found 'none'"):
        spec.override({"space.height": 15})
    assert load(YAML).model_copy(update={"id": "other"}).override({"space.height": 15}).id == "other"


RESOLVED = """\
envspec: 1
id: Mine-v3
description: Größe ×
space:
  kind: circle_square
  height: 20
  width: 28
  extent: 8
  gradient: true
split: all
sensor:
  kind: glimpse
  noise: 0.0
  dropout: 0.0
  periphery:
  memory:
  observe: []
  size: [3, 4]
  scale: 1.0
  motion:
    kind: relative
    max_step: [0.1, 0.2]
  start: [0.5, -1.0]
  border: clamp
task:
  kind: classification
  loss:
    kind: cross_entropy
    normalized: true
reward:
  action_cost: 0.001
  timing: every_step
  size_penalty: 0.0
  time_penalty: 0.0
episode:
  max_steps: 16
  at_limit: terminate
  stop: never
  confidence: 0.95
interface:
  actions: dict
  bins: 5
  certainty: 0.9
  bound: 10.0
  predictions: agent
  observations: dict
  channels: last
  dtype: float32
  scalars: plain
variants:
  - s:
      space.height: 15
"""


def test_the_resolved_text_is_complete_and_plain() -> None:
    spec = load(YAML + "description: Größe ×\nvariants: [{s: {space.height: 15}}]\n")
    assert spec.to_yaml() == RESOLVED


class _BytesPath:
    def __fspath__(self) -> bytes:
        return b"task.yaml"


@pytest.mark.parametrize("source", [3, None, b"task.yaml", ["task.yaml"], _BytesPath()])
def test_what_names_no_task_is_refused(source: Any) -> None:
    with pytest.raises(TypeError) as caught:
        envspecs.load(source)
    assert str(caught.value) == (
        "a task must be the name of a task file, a catalog id, what a file holds as a map, or a TaskSpec, "
        f"got {source!r}"
    )


def test_a_file_whose_ending_was_forgotten_is_near(folder: Path) -> None:
    (folder / "my_task.yaml").write_text("envspec: 1\n")
    with pytest.raises(SpecError) as caught:
        envspecs.load("my_task")
    assert str(caught.value) == (
        "no such task: found 'my_task', allowed is a catalog id, or a file that ends in .yaml, .yml, .json or .toml "
        "(did you mean 'my_task.yaml'?)"
    )
