"""What a saved state must be, so that an environment can go on from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Limits", "check_limits"]

Limits: TypeAlias = Mapping[str, tuple[float, float]]
"""The least and the greatest value of arrays, by ``part.name``."""


def check_limits(state: Mapping[str, Mapping[str, NDArray[Any]]], limits: Limits) -> None:
    """Refuse a state with a value that no episode comes to, which would be looked up where there is nothing.

    Args:
        state: Arrays ``[B, …]`` by part and name, of the right shapes.
        limits: What their values may be; those that are not named may be anything.

    Raises:
        ValueError: If a value is out of range, or no number.

    >>> check_limits({"core": {"time": np.array([3, 500])}}, {"core.time": (0, 16)})
    Traceback (most recent call last):
        ...
    ValueError: core.time of a state must be from 0 to 16, got 500 in environment 1
    """
    for name, (low, high) in limits.items():
        part, _, array = name.partition(".")
        values = np.asarray(state[part][array])
        bad = np.argwhere(~((values >= low) & (values <= high)))  # so that NaN is bad
        if bad.size:
            place = tuple(bad[0].tolist())
            found = f"{values[place]:g} in environment {place[0]}"
            raise ValueError(f"{name} of a state must be from {low:g} to {high:g}, got {found}")
