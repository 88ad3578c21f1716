"""A level for each channel: gray, or a colour."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from imagespaces.transforms.base import Values
from imagespaces.transforms.parameters import Parameter, Range, ranging

__all__ = ["level_names", "level_parameters", "levels_of"]

_COLOURS = ("red", "green", "blue")


def level_names(name: str, channels: int) -> list[str]:
    """Give what the levels are called: ``name`` itself for one channel, else with the channel at its end.

    >>> level_names("ground", 1), level_names("ground", 3)
    (['ground'], ['ground_red', 'ground_green', 'ground_blue'])
    """
    if channels == 1:
        return [name]
    return [f"{name}_{each}" for each in (_COLOURS if channels == len(_COLOURS) else range(channels))]


def level_parameters(name: str, level: Range, channels: int) -> tuple[Parameter, ...]:
    """Give the parameter of each channel's level."""
    return tuple(ranging(each, level) for each in level_names(name, channels))


def levels_of(name: str, values: Values, channels: int) -> NDArray[np.float32]:
    """Give the values of these parameters, float32 ``[B, 1, 1, C]``."""
    levels = np.stack([values[each] for each in level_names(name, channels)], axis=1)
    return levels.astype(np.float32)[:, None, None]
