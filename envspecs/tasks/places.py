"""Where the one object of an image is: what the space's factors say, or its mask shows.

Axes: ``B`` instances, ``H`` rows, ``W`` columns. Places are (x, y) in pixels; pixel i reaches from i to i + 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from envspecs.tasks.scales import ends_of
from imagespaces import ImageSpace
from imagespaces.arguments import MisfitError

__all__ = ["Factors", "Middles", "Places"]

_HALF = 0.5  # from a pixel's edge to its centre


class Places(Protocol):
    """What tells where objects are."""

    def __call__(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
        """Give the places ``[B, 2]`` for factor values ``[B]`` by name."""


class Factors:
    """Two factors hold the pixel that an object is centred on, counted from 0.

    Args:
        space: The space.
        names: The factors, x and y.

    Raises:
        MisfitError: If there is no such factor, or its values are not all from 0 to the last column or row.

    >>> from imagespaces import CircleSquare
    >>> Factors(CircleSquare(), ("x", "y"))({"x": np.array([5]), "y": np.array([9])})
    array([[5.5, 9.5]])
    """

    def __init__(self, space: ImageSpace, names: tuple[str, str]) -> None:
        self._names = names
        for axis, (name, room) in enumerate(zip(names, (space.width, space.height), strict=True)):
            try:
                factor = space.domain.factor(name)
            except ValueError as error:
                raise MisfitError(str(error), ("place", axis)) from error
            ends = ends_of(factor)
            if ends is None or not 0 <= ends[0] <= ends[1] <= room - 1:
                found = "names" if ends is None else f"{ends[0]:g} to {ends[1]:g}"
                raise MisfitError(
                    f"factor {name!r} must hold pixels, from 0 to {room - 1}, got {found}", ("place", axis)
                )

    def __call__(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
        """Give the places ``[B, 2]``."""
        return np.stack([values[name] for name in self._names], axis=1) + _HALF


class Middles:
    """The mean of the pixels that a mask has; the image's middle where it has none.

    Args:
        space: The space.

    Raises:
        MisfitError: If its masks don't tell where objects are.
    """

    def __init__(self, space: ImageSpace) -> None:
        if not space.knows_objects:
            found = "none" if space.mask_names is None else "masks of pixels' classes"
            raise MisfitError(f"place 'mask' takes a space with masks of objects, got {found} of {space!r}", ("place",))
        self._space = space

    def __call__(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float64]:
        """Give the places ``[B, 2]``."""
        masks = np.asarray(self._space.render_masks(values))
        return np.stack([_middle(masks.sum(axis=1)), _middle(masks.sum(axis=2))], axis=1)


def _middle(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give the mean place along one axis, ``[B]``, of so many pixels at each place of it, ``[B, n]``."""
    total, length = counts.sum(axis=1), counts.shape[1]
    sums = (counts * np.arange(length)).sum(axis=1)
    return np.asarray(np.where(total > 0, sums / np.maximum(total, 1) + _HALF, length / 2))
