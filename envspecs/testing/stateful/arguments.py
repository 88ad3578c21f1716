"""What the rules of an environment machine are called with: small, and in plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import gymnasium
from gymnasium.spaces.utils import flatdim
from hypothesis import strategies as st

from envspecs.testing.reference import Handed
from envspecs.testing.reference.values import Sampled, plain
from envspecs.testing.strategies import elements
from imagespaces.testing.strategies import seeds as any_seeds

__all__ = ["beginnings", "masks", "moves", "options", "seeds"]

MANY = 64
"""Of how many numbers an action is sampled by a seed rather than drawn one by one."""


def moves(space: gymnasium.Space[Any], count: int) -> st.SearchStrategy[list[Any]]:
    """Build one action for each of some environments."""
    one = elements(space).map(plain) if _size(space) <= MANY else st.builds(Sampled, st.integers(0, 99))
    return st.lists(one, min_size=count, max_size=count)


def _size(space: gymnasium.Space[Any]) -> int:
    try:
        return int(flatdim(space))
    except (NotImplementedError, ValueError):  # spaces that have no size, as those of texts
        return 0


def seeds(count: int | None, *, needed: bool) -> st.SearchStrategy[Any]:
    """Build what ``reset`` takes as ``seed``: nothing unless it is needed, a number or, of many, one of these each."""
    one = _seeds()
    free = one if needed else st.none() | one
    return free if count is None or needed else free | st.lists(st.none() | one, min_size=count, max_size=count)


def beginnings() -> st.SearchStrategy[int | Handed]:
    """Build what decides all that follows: the seed of a first reset, or a generator that is put in before any reset.

    Without either, environments would draw from the system's entropy, and no program could be run again.
    """
    return _seeds() | st.builds(Handed, st.integers(0, 3))


def _seeds() -> st.SearchStrategy[int]:
    """Build seeds, small ones often, so that some come again, and 0 is among them."""
    return st.integers(0, 3) | any_seeds()


def options(scenario: st.SearchStrategy[Mapping[str, Any]], count: int | None) -> st.SearchStrategy[Any]:
    """Build scenarios: one for all environments, or one each, of the same options."""
    if count is None:
        return scenario
    return scenario | st.lists(scenario, min_size=count, max_size=count).map(_alike)


def _alike(scenarios: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Leave of scenarios the options that all of them have."""
    shared = [name for name in scenarios[0] if all(name in each for each in scenarios)]
    return [{name: each[name] for name in shared} for each in scenarios]


def masks(count: int) -> st.SearchStrategy[list[bool]]:
    """Build masks that name at least one environment; they shrink toward the first alone."""
    first = st.integers(0, count - 1)
    others = st.lists(st.booleans(), min_size=count, max_size=count)
    return st.builds(lambda at, rest: [flag or place == at for place, flag in enumerate(rest)], first, others)
