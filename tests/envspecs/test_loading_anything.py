"""Whatever a file holds, loading it gives a spec or a SpecError: never another exception, and never a wrong place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import envspecs
from envspecs import SpecError, TaskSpec
from envspecs.listing import catalog_file

TEXT = Path(catalog_file("CircleSquare-v0")).read_text(encoding="utf-8")
DATA: dict[str, Any] = envspecs.load("CircleSquare-v0").model_dump(mode="json")
SIGNS = "\"'{}[],:?-&*!|>%@`#\n\t \\~<=0123456789.eExabkind\x00\x85\u2028\ufeff\ud800é"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def attempt(make: Callable[[], TaskSpec]) -> TaskSpec | SpecError:
    try:
        return make()
    except SpecError as error:
        return error


def try_to_load(content: bytes, name: str) -> None:
    Path(name).write_bytes(content)
    found = attempt(lambda: envspecs.load(name))
    if isinstance(found, TaskSpec):
        Path("again.yaml").write_text(found.to_yaml(), encoding="utf-8")
        assert envspecs.load("again.yaml") == found
        return
    lines = content.decode("utf-8", "replace").splitlines()
    for problem in found.problems:
        assert problem.place is not None
        assert (problem.place.line or 1) <= len(lines) + 1
        assert "\n" not in str(problem)


@st.composite
def mutated(draw: st.DrawFn, text: str) -> bytes:
    """A text with some characters left out, put in or moved."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 12)))
        text = text[:start] + draw(st.text(SIGNS, max_size=6) | st.just(text[stop : stop + 20])) + text[stop:]
    return text.encode("utf-8", "surrogatepass")


@given(mutated(TEXT))
def test_a_mutilated_yaml_file(content: bytes) -> None:
    try_to_load(content, "task.yaml")


@given(mutated(json.dumps(DATA, indent=1)))
def test_a_mutilated_json_file(content: bytes) -> None:
    try_to_load(content, "task.json")


@given(mutated('envspec = 1\nextends = "CircleSquare-v0"\n[space]\nheight = 20\n[reward]\naction_cost = 1e-3\n'))
def test_a_mutilated_toml_file(content: bytes) -> None:
    try_to_load(content, "task.toml")


@given(st.binary(max_size=100), st.sampled_from(["a.yaml", "a.json", "a.toml"]))
def test_a_file_of_any_bytes(content: bytes, name: str) -> None:
    try_to_load(content, name)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.just(2**70)
words = st.sampled_from(
    ["kind", "space", "height", "circle_square", "relative", "random", "motion", "s15", "space.height"]
)
anything = st.recursive(
    scalars | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def paths(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    children = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(below for key, child in children for below in paths(child, (*path, key)))]


@st.composite
def changed(draw: st.DrawFn) -> dict[str, Any]:
    """A spec's data in which something has become something else, or got company."""
    data: dict[str, Any] = json.loads(json.dumps(DATA))
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(paths(data)[1:]))
        holder: Any = data
        for key in above:
            holder = holder[key]
        holder[last] = draw(anything)
        if isinstance(holder, dict):
            holder |= draw(st.dictionaries(words, anything, max_size=1))
    return data


@given(changed())
def test_data_of_any_form(data: dict[str, Any]) -> None:
    found = attempt(lambda: envspecs.load(data))
    if isinstance(found, SpecError):
        assert all("\n" not in str(problem) for problem in found.problems)
    else:
        assert envspecs.load(found.model_dump(mode="json")) == found


all_paths = [".".join(map(str, path)) for path in paths(DATA)]


@given(st.dictionaries(st.sampled_from(all_paths) | st.text(), anything, max_size=3))
def test_overrides_of_any_form(changes: dict[str, object]) -> None:
    found = attempt(lambda: envspecs.load("CircleSquare-v0").override(changes))
    if isinstance(found, SpecError):
        assert all("override[" in str(problem) for problem in found.problems)


@given(st.text(max_size=30))
def test_a_source_of_any_name(name: str) -> None:
    with pytest.raises(SpecError):
        envspecs.load(name)
