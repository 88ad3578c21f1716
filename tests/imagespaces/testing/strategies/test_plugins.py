from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from imagespaces.testing.strategies import plugins
from imagespaces.testing.strategies.plugins import PluginError, installed_kinds

KIND = '''
from hypothesis import strategies as st
from imagespaces import CircleSquare
from imagespaces.testing.strategies import Kind
from imagespaces.transforms import Invert

class Rings(CircleSquare):
    """A space of a plugin."""

def build(options):
    return st.builds(Rings, extent=st.integers(4, 8), dtype=options.dtypes, stream=options.streams)

rings = Kind(28 * 28, build)

def inversions(is_mild):
    return st.just(Invert(0.25 if is_mild else 1.0))
'''
MODEL = '''
import sys

assert "hypothesis" not in sys.modules or "spaces_of_mine.kinds" not in sys.modules

class RingsModel:
    strategy = "spaces_of_mine.kinds:rings"

class NegativeModel:
    strategy = "spaces_of_mine.kinds:inversions"

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
        "['rings']",
    ]


class Model:
    """What an entry point of the tests below loads."""

    strategy: Any = "imagespaces.testing.strategies:KINDS"


@pytest.mark.parametrize(
    ("value", "strategy", "message"),
    [
        ("no_such_module:Model", "", "can't be imported: ModuleNotFoundError: No module named 'no_such_module'"),
        (f"{__name__}:Model", 7, "must be a text 'module:name', got 7"),
        (f"{__name__}:Model", "math:pi", "must be an imagespaces.testing.strategies.Kind, got 3.14159"),
        (f"{__name__}:Model", "math:tau2", "can't be imported: AttributeError: module 'math' has no attribute 'tau2'"),
    ],
)
def test_a_broken_plugin_is_named(monkeypatch: pytest.MonkeyPatch, value: str, strategy: Any, message: str) -> None:
    point = EntryPoint("rings", value, plugins.SPACES)
    monkeypatch.setattr(Model, "strategy", strategy)
    monkeypatch.setattr(plugins, "entry_points", lambda group: [point])
    if value.startswith(__name__):
        monkeypatch.setattr(EntryPoint, "load", lambda self: Model)
    installed_kinds.cache_clear()
    try:
        with pytest.raises(PluginError, match=re.escape(message)) as caught:
            installed_kinds()
    finally:
        installed_kinds.cache_clear()
    assert f"'rings' of an unnamed package ({value})" in str(caught.value)
