"""Which laws there are."""

from __future__ import annotations

from envspecs.testing.law import Law
from envspecs.testing.laws import (
    batching,
    buffers,
    distributions,
    endings,
    frames,
    results,
    saving,
    scenarios,
    seeding,
    solving,
    surroundings,
)

__all__ = ["LAWS", "PROCESS_LAWS"]

_MODULES = (
    results,
    seeding,
    scenarios,
    batching,
    endings,
    saving,
    buffers,
    surroundings,
    frames,
    distributions,
    solving,
)

PROCESS_LAWS: tuple[Law, ...] = (batching.async_equals_vector,)
"""Laws that start processes: slow, and worth checking for one task of each kind."""

LAWS: tuple[Law, ...] = tuple(
    value
    for module in _MODULES
    for value in (getattr(module, name) for name in module.__all__)
    if value not in PROCESS_LAWS
)
"""All other laws."""
