"""What the ``info`` of a vector environment says of one of its environments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

__all__ = ["info_of_lane"]


def info_of_lane(info: Mapping[str, Any], lane: int) -> dict[str, Any]:
    """Give what ``info`` says of one environment, as that one alone would say it: Python's numbers for scalars.

    Args:
        info: Arrays ``[B, …]``, or mappings of such, each with its mask ``[B]`` under its name with ``_`` before it.
        lane: The environment.

    >>> info_of_lane({"index": np.array([7, 0]), "_index": np.array([True, False])}, 0)
    {'index': 7}
    """
    present = (key for key in info if info.get(f"_{key}", _NOBODY)[lane])
    return {key: _of_lane(info[key], lane) for key in present}


class _Nobody:
    """The mask of what is itself a mask."""

    def __getitem__(self, lane: int) -> bool:
        return False


_NOBODY = _Nobody()


def _of_lane(value: Any, lane: int) -> Any:
    if isinstance(value, Mapping):
        return info_of_lane(value, lane)
    one = value[lane]
    return one.item() if isinstance(one, np.generic) else one
