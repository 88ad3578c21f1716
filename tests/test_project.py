"""Rules that hold for the project as a whole, and that no linter checks."""

from __future__ import annotations

import ast
import graphlib
import importlib
import json
import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGES = ("imagespaces", "envspecs")
LONGEST_FILE = 400


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def imported_names(node: ast.Import | ast.ImportFrom, package: list[str]) -> Iterator[str]:
    """Absolute dotted names that one statement asks for."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    base = package[: len(package) - node.level + 1] if node.level else []
    prefix = ".".join([*base, *([node.module] if node.module else [])])
    yield from (f"{prefix}.{alias.name}" for alias in node.names)


@cache
def imports(module: str) -> frozenset[str]:
    """Modules that a module imports anywhere, also within functions: ours by module, others by top-level package."""
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    names = {
        name
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in imported_names(node, package)
    }
    return frozenset(owner(name) for name in names) - {module}


def owner(name: str) -> str:
    """The module of ours that holds a dotted name, or the top-level package of another project."""
    if name in MODULES:
        return name
    parent = name.rpartition(".")[0]
    return owner(parent) if parent.split(".")[0] in PACKAGES else name.split(".", maxsplit=1)[0]


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


# ----------------------------------------------------------------------------------------------------------------------
# Imports go one way
# ----------------------------------------------------------------------------------------------------------------------


def test_no_import_cycles() -> None:
    graph = {module: {name for name in imports(module) if name in MODULES} for module in MODULES}
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError with the cycle


@pytest.mark.parametrize("module", [name for name in MODULES if within(name, "imagespaces")])
def test_images_know_nothing_of_tasks_nor_of_pydantic(module: str) -> None:
    assert not {name for name in imports(module) if within(name, "envspecs", "pydantic", "ruamel", "click", "rich")}


FORBIDDEN = {
    # Specs are data: nothing is drawn, and no runtime part is known to them.
    "envspecs.specs": ("cv2", "skimage", "envspecs.sensors", "envspecs.motions", "envspecs.tasks", "envspecs.losses"),
    # Runtime parts know nothing of each other, of specs, nor of the environment.
    "envspecs.sensors": ("envspecs.specs", "envspecs.motions", "envspecs.tasks", "envspecs.losses", "pydantic"),
    "envspecs.motions": ("envspecs.specs", "envspecs.sensors", "envspecs.tasks", "envspecs.losses", "pydantic"),
    "envspecs.tasks": ("envspecs.specs", "envspecs.sensors", "envspecs.motions", "pydantic"),
    "envspecs.losses": ("envspecs.specs", "envspecs.sensors", "envspecs.motions", "envspecs.tasks", "pydantic"),
    # The environment knows only the parts' protocols.
    "envspecs.environment": (
        "envspecs.sensors",
        "envspecs.motions",
        "envspecs.tasks",
        "envspecs.losses",
        "envspecs.specs",
        "pydantic",
    ),
}


@pytest.mark.parametrize("package", FORBIDDEN)
def test_parts_know_nothing_of_each_other(package: str) -> None:
    members = [name for name in MODULES if within(name, package)]
    assert members, f"{package} is gone: mend the table of forbidden imports"
    found = {
        f"{module} imports {name}"
        for module in members
        for name in imports(module)
        if within(name, *FORBIDDEN[package]) and not within(name, package)
    }
    assert not found


# ----------------------------------------------------------------------------------------------------------------------
# What an import costs, by what it loads
# ----------------------------------------------------------------------------------------------------------------------

PROBE = """
import json, sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import {package}
print(json.dumps({{"modules": sorted(sys.modules), "opened": opened}}))
"""


@cache
def importing(package: str) -> dict[str, Any]:
    """Modules loaded and files opened by importing a package in a fresh interpreter, whose standard output is empty."""
    run = subprocess.run(
        [sys.executable, "-c", PROBE.format(package=package)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


IMPORTED = ("imagespaces.generated", "envspecs")
"""What stands for importing each package: `imagespaces` itself imports what is asked of it alone."""

HEAVY = ("PIL", "click", "cv2", "hypothesis", "matplotlib", "moviepy", "rich", "ruamel", "scipy", "skimage", "torch")


@pytest.mark.parametrize("package", IMPORTED)
@pytest.mark.parametrize("heavy", HEAVY)
def test_importing_loads_nothing_heavy(package: str, heavy: str) -> None:
    assert not [name for name in importing(package)["modules"] if within(name, heavy)]


def test_importing_images_loads_no_tasks() -> None:
    assert not [name for name in importing("imagespaces.generated")["modules"] if within(name, "envspecs", "pydantic")]


@pytest.mark.parametrize("package", IMPORTED)
def test_importing_opens_no_file_of_data(package: str) -> None:
    ours = [Path(name) for name in importing(package)["opened"] if Path(name).is_relative_to(ROOT)]
    assert [path for path in ours if path.suffix not in {".py", ".pyc"}] == []


# ----------------------------------------------------------------------------------------------------------------------
# Every file
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("module", MODULES)
def test_all_names_what_is_public(module: str) -> None:
    try:
        loaded = importlib.import_module(module)
    except ModuleNotFoundError as error:
        pytest.skip(f"an extra is not installed: {error}")
    names: list[str] = loaded.__all__
    assert [name for name in names if not hasattr(loaded, name)] == []
    assert len(names) == len(set(names))


@pytest.mark.parametrize("module", [name for name, path in MODULES.items() if path.name == "__init__.py"])
def test_package_files_only_hand_names_on(module: str) -> None:
    allowed = (ast.Import, ast.ImportFrom, ast.Try, ast.Assign, ast.AnnAssign, ast.Expr, ast.FunctionDef, ast.If)
    assert [type(node).__name__ for node in tree(module).body if not isinstance(node, allowed)] == []


@pytest.mark.parametrize("module", MODULES)
def test_no_file_is_long(module: str) -> None:
    lines = MODULES[module].read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE, f"{module} has {lines} lines, at most {LONGEST_FILE}: give each concept its file"


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_say_that_they_are_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


# ----------------------------------------------------------------------------------------------------------------------
# What is said in two places is said alike
# ----------------------------------------------------------------------------------------------------------------------


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_oldest_dependencies_are_the_lower_bounds() -> None:
    lower = {re.sub(r">=([^,]+).*", r"==\1", line) for line in project()["project"]["dependencies"]}
    lines = (ROOT / ".ci" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    assert {line for line in lines if not line.startswith("#")} == lower


@pytest.mark.parametrize(
    ("shown", "run"),
    [
        (
            "pip install . && envspecs run CircleSquare-v0 --gif circle_square.gif",
            "  within user envspecs run CircleSquare-v0 --gif circle_square.gif",
        ),
        ('pip install -e ".[test]" && pytest', 'pip install -e ".[test]" && pytest'),
    ],
)
def test_commands_of_the_readme_are_run_before_a_merge(shown: str, run: str) -> None:
    assert shown in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert run in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
