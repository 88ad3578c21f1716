from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from imagespaces import CircleSquare
from imagespaces.plugins import PluginError, forget
from imagespaces.testing.strategies import KINDS, Kind, image_spaces
from imagespaces.testing.strategies.known import known_kinds
from imagespaces.testing.strategies.plugins import SPACES

KIND = '''
from hypothesis import strategies as st
from imagespaces import CircleSquare
from imagespaces.factors import RandomSplit
from imagespaces.testing.strategies import Kind
from imagespaces.transforms import Invert

class Rings(CircleSquare):
    """A space of a plugin."""

def build(options):
    return st.builds(Rings, extent=st.integers(4, 8), dtype=options.dtypes, stream=options.streams)

rings = Kind(28 * 28, build)

def inversions(is_mild):
    return st.just(Invert(0.25 if is_mild else 1.0))

def wholes(parts):
    return st.just(RandomSplit({"everything": 1.0})) if parts.is_full else st.nothing()
'''
MODEL = '''
import sys

assert "hypothesis" not in sys.modules or "spaces_of_mine.kinds" not in sys.modules

class RingsModel:
    strategy = "spaces_of_mine.kinds:rings"

class NegativeModel:
    strategy = "spaces_of_mine.kinds:inversions"

class WholeModel:
    strategy = "spaces_of_mine.kinds:wholes"

class Silent:
    """A kind without a strategy."""
'''
SCRIPT = """
import sys
import imagespaces.testing.strategies as strategies
from hypothesis import Phase, find, settings

assert "spaces_of_mine" not in sys.modules
rings = strategies.image_spaces(kinds=["rings"], dtype="uint8")
print(find(rings, lambda space: space.extent > 6))
once = settings(phases=[Phase.generate], max_examples=5_000, database=None)
print(type(find(strategies.image_spaces(), lambda space: type(space).__name__ == "Rings", settings=once)).__name__)
print(find(strategies.image_spaces(kinds=["rings"], labelled=True), lambda space: True).num_classes)
for mild in (False, True):
    print(find(strategies.transforms(kinds=["negative"], min_size=1, mild=mild), lambda some: True))
print(find(strategies.splits(kinds=["whole"]), lambda how: True))
print(sorted(strategies.known.known_kinds().keys() - strategies.KINDS.keys()))
"""


def test_an_installed_plugin_takes_part(tmp_path: Path) -> None:
    package = tmp_path / "spaces_of_mine"
    package.mkdir()
    (package / "__init__.py").write_text(MODEL, encoding="utf-8")
    (package / "kinds.py").write_text(KIND, encoding="utf-8")
    about = tmp_path / "spaces_of_mine-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: spaces-of-mine\nVersion: 1.0\n", encoding="utf-8")
    points = "[imagespaces.spaces]\nrings = spaces_of_mine:RingsModel\nsilent = spaces_of_mine:Silent\n"
    points += "[imagespaces.transforms]\nnegative = spaces_of_mine:NegativeModel\n"
    points += "[imagespaces.partitions]\nwhole = spaces_of_mine:WholeModel\n"
    (about / "entry_points.txt").write_text(points, encoding="utf-8")
    paths = [str(tmp_path), str(Path(__file__).parents[4])]
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    assert run.stdout.splitlines() == [
        "Rings(height=28, width=28, extent=7, gradient=True, dtype='uint8', stream=0)",
        "Rings",
        "2",
        "(Invert(probability=1.0),)",
        "(Invert(probability=0.25),)",
        "RandomSplit(fractions={'everything': 1.0}, of=None, stream=0)",
        "['rings']",
    ]


class Point:
    """An entry point of a package, which gives what is found."""

    def __init__(self, name: str, found: object, package: str = "") -> None:
        self.name, self.found, self.value = name, found, f"plugin:{name}"
        self.dist = type("Distribution", (), {"name": package})() if package else None

    def load(self) -> object:
        return self.found


class Model:
    """What an entry point of the tests below loads."""

    strategy: Any = f"{__name__}:RINGS"


RINGS = Kind(784, lambda options: st.builds(CircleSquare, dtype=options.dtypes))
Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Have entry points of spaces installed for the time of a test."""

    def installed(*points: Point | EntryPoint) -> None:
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points if group == SPACES else ())
        forget()

    yield installed
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize(
    ("strategy", "message"),
    [
        (7, "must be a text 'module:name', got 7"),
        ("math:pi", "'math:pi' of an unnamed package (plugin:rings) must be an {kind}, got 3.141592653589793"),
        ("math:tau2", "can't be imported: AttributeError: module 'math' has no attribute 'tau2'"),
    ],
)
def test_a_broken_strategy_is_named(
    install: Install, monkeypatch: pytest.MonkeyPatch, strategy: Any, message: str
) -> None:
    monkeypatch.setattr(Model, "strategy", strategy)
    install(Point("rings", Model))
    message = message.format(kind="imagespaces.testing.strategies.Kind")
    with pytest.raises(PluginError, match=r"^the strategy .*an unnamed package \(plugin:rings\).*") as caught:
        known_kinds()
    assert str(caught.value).endswith(message)


def test_a_broken_plugin_is_named(install: Install) -> None:
    install(EntryPoint("rings", "no_such_module:Model", SPACES))
    message = (
        "the plugin 'rings' of imagespaces.spaces from an unnamed package (no_such_module:Model) can't be imported: "
        "ModuleNotFoundError: No module named 'no_such_module'"
    )
    with pytest.raises(PluginError, match=f"^{re.escape(message)}$"):
        image_spaces()


def test_a_kind_that_exists_twice_is_refused(install: Install) -> None:
    install(Point("rings", Model, "one"), Point("rings", Model, "two"))
    message = "the kind 'rings' of imagespaces.spaces exists twice: from one (plugin:rings) and from two (plugin:rings)"
    with pytest.raises(PluginError, match=f"^{re.escape(message)}$"):
        image_spaces()


def test_a_kind_of_the_library_is_not_to_be_had_again(install: Install) -> None:
    install(Point("points", object(), "mine"))
    message = (
        "the kind 'points' of imagespaces.spaces exists twice: from imagespaces (imagespaces.testing.strategies) "
        "and from mine (plugin:points)"
    )
    with pytest.raises(PluginError, match=f"^{re.escape(message)}$"):
        image_spaces()


def test_what_is_entered_stands_for_what_is_installed(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install(Point("rings", Model))
    assert known_kinds()["rings"] is RINGS
    entered = Kind(1, RINGS.build)
    monkeypatch.setitem(KINDS, "rings", entered)
    assert known_kinds()["rings"] is entered


def test_a_space_s_own_strategy_is_no_name(install: Install) -> None:
    install(Point("rings", CircleSquare))
    assert known_kinds() == KINDS
