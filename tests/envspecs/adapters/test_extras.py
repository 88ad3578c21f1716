"""Adapters whose library is missing say what to install."""

from __future__ import annotations

import importlib
import re
import sys

import pytest

from tests.envspecs.adapters.extras import LIBRARIES

NEEDED = {"sb3": "stable-baselines3", "torchrl": "torchrl", "rllib": "ray[rllib]"}


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_missing_extra_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    library = LIBRARIES[name]
    for module in {library, *(found for found in sys.modules if found.startswith(f"{library}."))}:
        monkeypatch.setitem(sys.modules, module, None)  # which is how Python notes that there is no such module
    monkeypatch.delitem(sys.modules, f"envspecs.adapters.{name}", raising=False)
    message = f"envspecs.adapters.{name} needs {NEEDED[name]}, got none: pip install 'imagespaces[{name}]'"
    with pytest.raises(ModuleNotFoundError, match=f"^{re.escape(message)}$"):
        importlib.import_module(f"envspecs.adapters.{name}")
