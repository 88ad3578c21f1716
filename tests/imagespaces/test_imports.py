from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest

import imagespaces

MODULES = [found.name for found in pkgutil.iter_modules(imagespaces.__path__, "imagespaces.")]

ALONE = """
import importlib, json, sys
failed = {}
for name in json.loads(sys.argv[1]):
    for loaded in [each for each in sys.modules if each.partition(".")[0] == "imagespaces"]:
        del sys.modules[loaded]
    try:
        importlib.import_module(name)
    except Exception as error:
        failed[name] = repr(error)
print(json.dumps(failed))
"""

AFTER = """
import json, random, sys
import numpy as np
states = random.getstate(), str(np.random.get_state())
import gymnasium
before = set(sys.modules)
import {module}
kept = states == (random.getstate(), str(np.random.get_state()))
print(json.dumps({{"loaded": sorted(set(sys.modules) - before), "kept": kept, "public": dir({module})}}))
"""


def python(code: str, *arguments: str) -> Any:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    return json.loads(run.stdout)


def importing(module: str) -> dict[str, Any]:
    found: dict[str, Any] = python(AFTER.format(module=module))
    return found


def within(names: Sequence[str], *packages: str) -> list[str]:
    return [name for name in names if any(name == package or name.startswith(f"{package}.") for package in packages)]


def test_every_module_can_be_imported_first() -> None:
    assert python(ALONE, json.dumps(MODULES)) == {}


def test_importing_the_package_imports_nothing_of_it() -> None:
    assert importing("imagespaces")["loaded"] == ["imagespaces"]


def test_spaces_leave_testing_and_files_alone() -> None:
    loaded = importing("imagespaces.generated")["loaded"]
    assert "imagespaces.space" in loaded
    assert (
        within(loaded, "imagespaces.testing", "imagespaces.loaded", "hypothesis", "cv2", "skimage", "PIL", "torch")
        == []
    )


@pytest.mark.parametrize("module", ["imagespaces.testing", "imagespaces.testing.laws"])
def test_laws_need_no_hypothesis(module: str) -> None:
    loaded = importing(module)["loaded"]
    assert module in loaded
    assert within(loaded, "hypothesis", "cv2", "PIL", "pytest") == []


def test_strategies_are_imported_when_asked_for() -> None:
    assert within(importing("imagespaces.testing.strategies")["loaded"], "hypothesis") != []


@pytest.mark.parametrize("module", ["imagespaces", "imagespaces.testing", "imagespaces.testing.strategies"])
def test_importing_draws_nothing(module: str) -> None:
    assert importing(module)["kept"]


def test_public_names_are_listed_before_they_are_imported() -> None:
    assert set(imagespaces.__all__) <= set(importing("imagespaces")["public"])


@pytest.mark.parametrize("name", imagespaces.__all__)
def test_public_names_are_there(name: str) -> None:
    found = getattr(imagespaces, name)
    assert found.__name__ == name
    assert found.__module__.startswith("imagespaces.")


def test_other_names_are_refused() -> None:
    with pytest.raises(AttributeError, match=r"^module 'imagespaces' has no attribute 'Circle'"):
        imagespaces.Circle  # type: ignore[attr-defined]  # noqa: B018 - the access is what is tested
