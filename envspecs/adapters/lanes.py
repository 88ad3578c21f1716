"""What the ``info`` of a vector environment says of some of its environments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["info_of_lanes"]


def info_of_lanes(info: Mapping[str, Any], lanes: NDArray[np.intp]) -> list[dict[str, Any]]:
    """Give what ``info`` says of each of some environments, as that one alone would say it.

    Args:
        info: Arrays ``[B, …]``, or mappings of such, each with its mask ``[B]`` under its name with ``_`` before it.
        lanes: The environments, ``[b]``.

    Returns:
        A dictionary for each, with Python's numbers for scalars.

    >>> info_of_lanes({"index": np.array([7, 0]), "_index": np.array([True, False])}, np.array([0, 1]))
    [{'index': 7}, {}]
    """
    told: list[dict[str, Any]] = [{} for _ in lanes]
    for key, value in info.items():
        mask = info.get(f"_{key}")
        if mask is None:
            continue  # it is a mask itself
        for row, there, one in zip(told, mask[lanes].tolist(), _column(value, lanes), strict=True):
            if there:
                row[key] = one
    return told


def _column(value: Any, lanes: NDArray[np.intp]) -> list[Any]:
    """Give an entry of each of some environments."""
    if isinstance(value, Mapping):
        return info_of_lanes(value, lanes)
    rows = value[lanes]
    return rows.tolist() if rows.ndim == 1 else list(rows)
