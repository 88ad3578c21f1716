"""How tests of strategies search for the smallest example."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import Phase, find, settings
from hypothesis import strategies as st

__all__ = ["anything", "reachable", "smallest"]

_QUICK = settings(
    max_examples=300,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    phases=[Phase.generate, Phase.shrink],
)


def smallest(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> Any:
    """Give the smallest example of what is wanted."""
    return find(strategy, wanted, settings=_QUICK)


def reachable(strategy: st.SearchStrategy[Any], wanted: Callable[[Any], bool]) -> bool:
    """Tell that there is such an example; if there is none, NoSuchExample is raised."""
    find(strategy, wanted, settings=settings(_QUICK, phases=[Phase.generate]))
    return True


def anything(_example: object) -> bool:
    """Want whatever comes."""
    return True
