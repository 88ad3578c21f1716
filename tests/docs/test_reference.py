"""The reference has what is public, and the front page names what there is."""

from __future__ import annotations

import pkgutil
import re
from pathlib import Path

import pytest

import imagespaces
from envspecs.registry import GROUPS, kinds
from envspecs.specs.loaded import LoadedSpaceKind

ROOT = Path(__file__).parents[2]
INNER = {"imagespaces.kernels", "imagespaces.compat"}
"""Packages that have no page of their own in the reference: hot loops, and what stands for another library."""

PACKAGES = [
    found.name
    for found in pkgutil.iter_modules(imagespaces.__path__, "imagespaces.")
    if found.ispkg and found.name not in INNER
]


@pytest.mark.parametrize("package", ["imagespaces", *PACKAGES, "imagespaces.testing.strategies", "envspecs.testing"])
def test_every_package_is_in_the_reference(package: str) -> None:
    pages = [path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "api").glob("*.md")]
    assert any(f".. automodule:: {package}\n" in page for page in pages)


def row(name: str) -> set[str]:
    """The words in code of a row of the table of the front page."""
    (line,) = re.findall(rf"^\| {name} \|(.*)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    return set(re.findall(r"`(\w+)`", line))


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("image spaces", "imagespaces.spaces"),
        ("data sets", "imagespaces.spaces"),
        ("transforms", "imagespaces.transforms"),
        ("splits", "imagespaces.partitions"),
        ("sensors", "envspecs.sensors"),
        ("motions", "envspecs.motions"),
        ("tasks", "envspecs.tasks"),
    ],
)
def test_front_page_names_nothing_that_is_not_there(name: str, group: str) -> None:
    assert group in GROUPS
    assert row(name)
    assert row(name) <= set(kinds(group))


def test_front_page_names_every_kind_of_data_sets() -> None:
    loaded = {kind for kind, model in kinds("imagespaces.spaces").items() if issubclass(model, LoadedSpaceKind)}
    assert row("data sets") == loaded


@pytest.mark.parametrize("name", ["sensors", "motions", "tasks"])
def test_front_page_names_every_kind_of_parts_of_tasks(name: str) -> None:
    assert row(name) == set(kinds(f"envspecs.{name}"))
