"""Other forms of observations: scalars with an axis, channels first, the image alone, all numbers side by side.

Axes: ``D`` numbers of a flat observation; ``…`` any leading axes, as those of lanes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Box, Dict, Discrete, Space
from numpy.typing import NDArray

from imagespaces import ImageSpace
from imagespaces.pixels import convert

__all__ = ["Observations"]

IMAGE = "glimpse"
"""What observations of an image alone consist of."""


class Observations:
    """A ``Dict`` of observations in another form.

    Args:
        space: A ``Dict`` of ``Box`` and ``Discrete``.
        form: ``"dict"``; ``"image"``, the glimpse alone; or ``"flat"``, all numbers side by side in a float32 ``Box``
            ``[D]``, in the order of the space.
        channels: Where the channels of images are: ``"last"``, or ``"first"``.
        dtype: The type of images; None for that which they have. float32 becomes uint8 as everywhere: 255 × value,
            rounded.
        scalars: ``"plain"``, 0-d; or ``"vector"``, of shape (1,).

    Raises:
        ValueError: If the image alone is wanted, and there is none.
        TypeError: If flat observations are wanted, and a part is neither ``Box`` nor ``Discrete``.

    >>> space = Dict(glimpse=ImageSpace(5, 4, 3), time_step=Box(-1, 1, ()))
    >>> Observations(space, channels="first", scalars="vector").space
    Dict('glimpse': Box(0.0, 1.0, (3, 5, 4), float32), 'time_step': Box(-1.0, 1.0, (1,), float32))
    >>> Observations(space, form="flat").space.shape
    (61,)
    """

    def __init__(
        self,
        space: Dict,
        *,
        form: Literal["dict", "image", "flat"] = "dict",
        channels: Literal["last", "first"] = "last",
        dtype: Literal["float32", "uint8"] | None = None,
        scalars: Literal["plain", "vector"] = "plain",
    ) -> None:
        if form == "image" and IMAGE not in space.spaces:
            raise ValueError(f"an image alone takes observations with a {IMAGE!r}, got {[*space.spaces]}")
        kept = {IMAGE: space[IMAGE]} if form == "image" else dict(space.spaces)
        self._form = form
        self._parts = {name: _Part(part, channels, dtype, scalars) for name, part in kept.items()}
        self._ends = np.cumsum([0, *(math.prod(part.space.shape or ()) for part in self._parts.values())]).tolist()
        self.space = self._space()

    def _space(self) -> Space[Any]:
        spaces = {name: part.space for name, part in self._parts.items()}
        if self._form == "dict":
            return Dict(spaces)
        if self._form == "image":
            return spaces[IMAGE]
        low, high = (np.concatenate(side) for side in zip(*map(_bounds, spaces.values()), strict=True))
        return Box(low, high, dtype=np.float32)

    def lay_out(self, observation: Mapping[str, NDArray[Any]]) -> Any:
        """Give observations ``{name: […, *shape]}`` in this form."""
        parts = {name: part.lay_out(observation[name]) for name, part in self._parts.items()}
        if self._form == "dict":
            return parts
        if self._form == "image":
            return parts[IMAGE]
        rows = [_row(part, len(self._parts[name].space.shape or ())) for name, part in parts.items()]
        return np.concatenate(rows, axis=-1, dtype=np.float32, casting="unsafe")

    def restore(self, observation: Any) -> dict[str, NDArray[Any]]:
        """Give the observations ``{name: […, *shape]}`` of some in this form; of an image alone the glimpse alone.

        Images that were rounded to uint8 come back rounded.
        """
        if self._form == "image":
            observation = {IMAGE: observation}
        elif self._form == "flat":
            observation = self._split(np.asarray(observation))
        return {name: part.restore(observation[name]) for name, part in self._parts.items()}

    def _split(self, flat: NDArray[Any]) -> dict[str, NDArray[Any]]:
        places = zip(self._parts.items(), self._ends, self._ends[1:], strict=False)
        return {
            name: flat[..., start:end].reshape((*flat.shape[:-1], *(part.space.shape or ()))).astype(part.space.dtype)
            for (name, part), start, end in places
        }


class _Part:
    """One entry of observations in another form."""

    def __init__(self, space: Space[Any], channels: str, dtype: str | None, scalars: str) -> None:
        self._is_image = isinstance(space, ImageSpace)
        self._moves = channels == "first" and (self._is_image or _is_stack(space))
        self._converts = self._is_image and dtype not in {None, str(space.dtype)}
        self._dtype, self._own_dtype = dtype or "", str(space.dtype)
        self._widens = scalars == "vector" and space.shape == () and isinstance(space, Box)
        self.space = self._laid_out(space)

    def _laid_out(self, space: Space[Any]) -> Space[Any]:
        if self._converts and isinstance(space, ImageSpace):
            space = ImageSpace(*space.shape, dtype=self._dtype)
        if self._widens and isinstance(space, Box):
            return Box(space.low[None], space.high[None], dtype=space.dtype.type)
        if self._moves and isinstance(space, Box):
            low, high = (np.moveaxis(side, -1, -3) for side in (space.low, space.high))
            return Box(low, high, dtype=space.dtype.type)
        return space

    def lay_out(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give values ``[…, *shape]`` in this form."""
        if self._converts:
            values = convert(values, self._dtype)
        if self._moves:
            return np.ascontiguousarray(np.moveaxis(values, -1, -3))
        return values[..., None] if self._widens else values

    def restore(self, values: NDArray[Any]) -> NDArray[Any]:
        """Give values in this form as they were."""
        if self._moves:
            values = np.ascontiguousarray(np.moveaxis(values, -3, -1))
        if self._widens:
            values = values[..., 0]
        return convert(values, self._own_dtype) if self._converts else values


def _is_stack(space: Space[Any]) -> bool:
    """Tell whether a space is of several images, as a memory of glimpses is."""
    return isinstance(space, Box) and len(space.shape) > 3


def _bounds(space: Space[Any]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the least and the greatest value of each number, ``[n]`` each."""
    if isinstance(space, Discrete):
        return np.array([space.start], np.float32), np.array([space.start + space.n - 1], np.float32)
    if isinstance(space, Box):
        return space.low.ravel().astype(np.float32), space.high.ravel().astype(np.float32)
    raise TypeError(f"flat observations must be of Box and Discrete, got {space!r}")


def _row(values: NDArray[Any], axes: int) -> NDArray[Any]:
    """Give values ``[…, *shape]``, of a shape of so many axes, as ``[…, n]``."""
    values = np.asarray(values)
    return values.reshape(*values.shape[: values.ndim - axes], -1)
