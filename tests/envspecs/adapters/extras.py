"""Adapters under test, in environments where their libraries are installed; tests are skipped elsewhere."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

__all__ = ["LIBRARIES", "adapter"]

LIBRARIES = {"sb3": "stable_baselines3", "torchrl": "torchrl", "rllib": "ray"}
"""What each adapter's extra brings, by the name of the extra and of the adapter."""


def adapter(name: str) -> Any:
    """Give the module of an adapter, or skip the test module that asks."""
    pytest.importorskip(LIBRARIES[name], reason=f"runs where 'imagespaces[{name}]' is installed")
    return importlib.import_module(f"envspecs.adapters.{name}")
