"""Which laws there are."""

from __future__ import annotations

import imagespaces.testing
from envspecs.testing.law import Law
from envspecs.testing.laws import (
    batching,
    bounds,
    buffers,
    changing,
    declaring,
    distributions,
    endings,
    frames,
    gymnasium_s,
    leaks,
    playing,
    refusing,
    results,
    rows,
    saving,
    scenarios,
    seeding,
    solving,
    surroundings,
    writing,
)
from envspecs.testing.space_law import SpaceLaw

__all__ = ["LAWS", "PROCESS_LAWS", "SPACE_LAWS", "SPEC_LAWS"]

_SPEC_MODULES = (writing, changing, declaring)

_MODULES = (
    playing,
    rows,
    results,
    bounds,
    gymnasium_s,
    seeding,
    leaks,
    scenarios,
    refusing,
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

SPEC_LAWS: tuple[Law, ...] = tuple(getattr(module, name) for module in _SPEC_MODULES for name in module.__all__)
"""Laws about task specs."""

SPACE_LAWS: tuple[Law, ...] = tuple(map(SpaceLaw, imagespaces.testing.LAWS))
"""Laws about the spaces that tasks' images come from: those of ``imagespaces.testing``."""

LAWS: tuple[Law, ...] = tuple(
    value
    for module in _MODULES
    for value in (getattr(module, name) for name in module.__all__)
    if value not in PROCESS_LAWS
)
"""All other laws about environments."""
