from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Container
from importlib.metadata import entry_points

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

import imagespaces.discovery
from envspecs import TaskSpec
from imagespaces import CircleSquare, ImageSpace

MODULES_AFTER = """
import json, sys
import hypothesis, hypothesis.strategies
print(json.dumps(sorted(sys.modules)))
"""

# Real strategies of specs take seconds to import and to draw from.
FIND = """
import sys, types
from imagespaces import Polygons
from envspecs import TaskSpec
from hypothesis import find, strategies as st
sys.modules["envspecs.testing.typed"] = types.SimpleNamespace(specs_of=lambda kind: st.just(kind.__name__))
print(type(find(st.from_type(Polygons), lambda _: True)).__name__, find(st.from_type(TaskSpec), lambda _: True))
"""


def output(code: str) -> str:
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr == ""
    return run.stdout.strip()


def test_hypothesis_calls_the_hook() -> None:
    (point,) = (point for point in entry_points(group="hypothesis") if point.name == "imagespaces")
    assert point.load() is imagespaces.discovery.register


def test_importing_hypothesis_imports_the_hook_alone() -> None:
    modules = json.loads(output(MODULES_AFTER))
    ours = [name for name in modules if name.partition(".")[0] in {"imagespaces", "envspecs"}]
    assert ours == ["imagespaces", "imagespaces.discovery"]
    assert not {"numpy", "gymnasium", "pydantic", "cv2", "ruamel.yaml"} & set(modules)


def test_types_are_known_that_were_there_before_hypothesis() -> None:
    assert output(FIND) == "Polygons TaskSpec"


def test_strategies_are_imported_when_one_is_asked_for() -> None:
    code = """
import sys, hypothesis
from imagespaces import ImageSpace
from hypothesis import strategies as st
assert not any(name.startswith("imagespaces.testing") for name in sys.modules)
st.from_type(ImageSpace).validate()
print("imagespaces.testing.strategies" in sys.modules, "envspecs" in sys.modules)
"""
    assert output(code) == "True False"


def test_spaces_need_no_hypothesis() -> None:
    assert output("import sys, imagespaces.space, envspecs.specs.task_spec; print('hypothesis' in sys.modules)") == (
        "False"
    )


# Here Hypothesis was there first, since pytest imports it.


@given(space=st.from_type(ImageSpace))
def test_image_spaces_are_made(space: ImageSpace) -> None:
    assert isinstance(space, ImageSpace)


@settings(max_examples=2)
@given(spec=st.from_type(TaskSpec))
def test_task_specs_are_made(spec: TaskSpec) -> None:
    assert isinstance(spec, TaskSpec)


def test_arguments_are_made_by_their_annotations() -> None:
    def largest(space: CircleSquare) -> int:
        return max(space.shape)

    assert find(st.builds(largest), lambda size: size > 4) == 5


@settings(max_examples=50)
@given(found=st.from_type(Container))  # type: ignore[type-abstract]
def test_bases_are_made_without_ours(found: object) -> None:
    """Whoever asks for a Container gets no images, wherever this library is installed."""
    assert not isinstance(found, ImageSpace)


class Later:
    """A type that nobody has offered."""


def source(kind: type) -> st.SearchStrategy[object]:
    return st.builds(kind)


def test_what_is_offered_is_asked_with_the_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "offering", sys.modules[__name__])
    imagespaces.discovery.offer(Later, "offering:source")
    assert type(find(st.from_type(Later), lambda _: True)) is Later
