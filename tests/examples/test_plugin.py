"""The plugin of the examples works: its own tests pass where it is installed, and it is found."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "examples" / "plugin_space"
TESTS = sorted(f"tests/{path.name}" for path in (PLUGIN / "tests").glob("test_*.py"))


def python(plugin_path: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python where the plugin is installed."""
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=PLUGIN,
        env=os.environ | {"PYTHONPATH": plugin_path},
    )


@pytest.mark.parametrize("file", [*TESTS, "stripes_plugin"])
def test_tests_of_the_plugin_pass(file: str, plugin_path: str) -> None:
    options = ("--doctest-modules", "--import-mode=importlib", "-p", "no:cacheprovider", "--rootdir", str(PLUGIN))
    done = python(plugin_path, "-W", "error::DeprecationWarning", "-m", "pytest", *options, "-c", os.devnull, file)
    assert done.returncode == 0, done.stdout + done.stderr


def test_kinds_are_there_where_the_plugin_is_installed_and_only_there(plugin_path: str) -> None:
    schema = "import envspecs, json; print(json.dumps(envspecs.json_schema()))"
    assert "StripesSpec" in python(plugin_path, "-c", schema).stdout
    assert "StripesSpec" not in python("", "-c", schema).stdout


def test_kinds_of_the_plugin_are_drawn_as_those_of_the_library_are(plugin_path: str) -> None:
    found = """
from hypothesis import Phase, find, settings
from envspecs.testing.strategies import task_specs

quick = settings(database=None, deadline=None, phases=[Phase.generate], max_examples=1000)
specs = task_specs(spaces=["stripes"])
for kind in ("rows", "glimpse"):
    print(find(specs, lambda spec: spec.sensor.kind == kind, settings=quick).sensor.kind)
for kind in ("factor_value", "classification"):
    print(find(specs, lambda spec: spec.task.kind == kind, settings=quick).task.kind)
print(len(find(specs, lambda spec: spec.space.transforms, settings=quick).space.transforms))
"""
    done = python(plugin_path, "-W", "ignore", "-c", found)
    assert done.stdout.split() == ["rows", "glimpse", "factor_value", "classification", "1"], done.stderr
