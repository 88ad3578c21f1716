"""Which examples in docstrings are not run: those of adapters to libraries that are not installed."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["collect_ignore"]

ADAPTED = {"sb3": "stable_baselines3", "torchrl": "torchrl", "rllib": "ray"}

collect_ignore = [f"envspecs/adapters/{name}.py" for name, library in ADAPTED.items() if find_spec(library) is None]
