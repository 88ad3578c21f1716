"""The ``info`` of a step, in the forms that Gymnasium gives it.

In a vector environment every entry is an array of length ``num_envs``, or a mapping of such, and beside each entry
``key`` stands its mask ``_key``: which environments have it. Rows that are not set are 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Entries", "masked", "plain", "rows"]

Entries: TypeAlias = Mapping[str, Any]
"""Arrays ``[B, …]`` by name, or dictionaries of such."""


def masked(entries: Entries, mask: NDArray[np.bool_]) -> dict[str, Any]:
    """Put entries into Gymnasium's form, for the lanes of a mask ``[B]``; the arrays are the entries' own.

    >>> masked({"index": np.array([7, 8])}, np.array([True, False]))
    {'index': array([7, 0]), '_index': array([ True, False])}
    """
    partial = not mask.all()
    info: dict[str, Any] = {}
    for key, value in entries.items():
        if isinstance(value, dict):
            value = masked(value, mask)  # noqa: PLW2901 - the entry in its new form
        elif partial:
            value[~mask] = 0
        info[key] = value
        info[f"_{key}"] = mask.copy()
    return info


def rows(entries: Entries, lanes: NDArray[np.intp], count: int) -> dict[str, Any]:
    """Spread entries ``[b]`` of some lanes over arrays of all, ``[count]``."""
    spread: dict[str, Any] = {}
    for key, value in entries.items():
        spread[key] = np.zeros((count, *value.shape[1:]), value.dtype)
        spread[key][lanes] = value
    return spread


def plain(entries: Entries) -> dict[str, Any]:
    """Give the only row of entries ``[1, …]``: Python numbers for scalars, as Gymnasium has them.

    >>> plain({"index": np.array([7]), "prediction": {"loss": np.array([0.5])}})
    {'index': 7, 'prediction': {'loss': 0.5}}
    """
    return {
        key: plain(value) if isinstance(value, dict) else value.item() if value.ndim == 1 else value[0]
        for key, value in entries.items()
    }
