"""Active-perception environments written as small YAML files.

>>> import envspecs
>>> spec = envspecs.load("CircleSquare-v0")
>>> spec.space.height
28
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from envspecs.listing import catalog
from envspecs.registration import register

if TYPE_CHECKING:
    from envspecs.loading import load
    from envspecs.problems import SpecError
    from envspecs.registry import PluginError
    from envspecs.schema import json_schema
    from envspecs.specs.task_spec import TaskSpec

__all__ = ["PluginError", "SpecError", "TaskSpec", "catalog", "json_schema", "load"]

# What takes pydantic is imported when it is asked for, so that importing this package, for its ids alone, stays quick.
_LATER = {
    "PluginError": "envspecs.registry",
    "SpecError": "envspecs.problems",
    "TaskSpec": "envspecs.specs.task_spec",
    "json_schema": "envspecs.schema",
    "load": "envspecs.loading",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}, allowed are {', '.join(__all__)}")
    found = globals()[name] = getattr(importlib.import_module(_LATER[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


register()
