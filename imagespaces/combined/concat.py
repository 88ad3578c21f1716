"""Images side by side, or one above the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.combined.product import Product
from imagespaces.factors import Partitioner
from imagespaces.masks import Masks
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["Axis", "Concat"]

Axis = Literal["horizontal", "vertical", "channels"]
"""How images are put together: left to right, top to bottom, or as further channels of the same pixels."""


class Concat(Product):
    """One image of each of several spaces, joined in their order.

    Factors take the name of their space as prefix (``left.shape``). The state enumerates the states of the first space
    fastest; all vary independently.

    Args:
        spaces: The spaces by name; their images must agree in all sizes but the one that adds up.
        axis: ``"horizontal"``, ``"vertical"``, or ``"channels"``.
        label_from: The space whose label is the label of the whole; None for no labels.
        partition: How the factor values of the whole are divided among named splits. Unless given, the spaces keep
            their own: an instance is in ``"train"`` where each part is, of spaces that have such a split.
        transforms: What is done to the images when they are joined.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If the spaces don't fit each other, or an argument is not one of those allowed.

    >>> from imagespaces import CircleSquare
    >>> small = CircleSquare(height=15, width=15)
    >>> pair = Concat(spaces={"left": small, "right": small}, label_from="right")
    >>> pair.shape, pair.size, pair.class_names
    ((15, 30, 1), 202500, ('square', 'circle'))
    """

    def __init__(
        self,
        *,
        spaces: Mapping[str, ImageSpace],
        axis: Axis = "horizontal",
        label_from: str | None = None,
        partition: Partitioner | None = None,
        transforms: tuple[Transform, ...] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        if axis not in get_args(Axis):
            raise ValueError(f"axis must be one of {', '.join(map(repr, get_args(Axis)))}, got {axis!r}")
        self.axis = axis
        self._number = ("vertical", "horizontal", "channels").index(axis)
        super().__init__(
            spaces,
            label_from=label_from,
            partition=partition,
            transforms=transforms,
            dtype=dtype,
            stream=stream,
            seed=seed,
        )

    def _frame(self) -> tuple[int, int, int]:
        sizes = ["height", "width", "channels"]
        adding = sizes.pop(self._number)
        shape = list(self._children.same(*sizes))
        shape.insert(self._number, sum(getattr(space, adding) for space in self._children.spaces.values()))
        return shape[0], shape[1], shape[2]

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate(self._parts(values), axis=1 + self._number)

    @property
    def has_masks(self) -> bool:
        """Whether all the spaces have masks of one kind; as channels of the same pixels, ones that tell of objects."""
        return super().has_masks and (self.axis != "channels" or self._children.mask_names is None)

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the classes of pixels are called, where all the spaces have the same; else None."""
        return super().mask_names if self.has_masks else None

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> Masks | None:
        if not self.has_masks:
            return None
        masks = self._part_masks(values)
        joined = np.logical_or.reduce(masks) if self.axis == "channels" else np.concatenate(masks, 1 + self._number)
        return np.asarray(joined)
