"""Images in rows and columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.arguments import check_integer
from imagespaces.combined.product import Product
from imagespaces.factors import Partitioner
from imagespaces.masks import NO_CLASS, Masks
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["Grid"]


class Grid(Product):
    """One image of each of several spaces, in rows from left to right; cells that are left over at the end are black.

    Factors take the name of their space as prefix. The state enumerates the states of the first space fastest.

    Args:
        spaces: The spaces by name; their images must agree in all sizes.
        columns: How many images a row has.
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
    >>> Grid(spaces={name: CircleSquare(height=15, width=15) for name in "abc"}, columns=2).shape
    (30, 30, 1)
    """

    def __init__(
        self,
        *,
        spaces: Mapping[str, ImageSpace],
        columns: int,
        label_from: str | None = None,
        partition: Partitioner | None = None,
        transforms: tuple[Transform, ...] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.columns = check_integer("columns", columns, least=1)
        self._rows = -(-len(spaces) // self.columns)
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
        height, width, channels = self._children.same("height", "width", "channels")
        return height * self._rows, width * self.columns, channels

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        return self._arrange(self._parts(values))

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> Masks | None:
        if not self.has_masks:
            return None
        empty = 0 if self.mask_names is None else NO_CLASS
        return self._arrange([mask[..., None] for mask in self._part_masks(values)], empty)[..., 0]

    def _arrange(self, parts: list[NDArray[Any]], empty: int = 0) -> NDArray[Any]:
        """Put images ``[B, H, W, C]`` into rows and columns."""
        rest = [np.full_like(parts[0], empty)] * (self._rows * self.columns - len(parts))
        cells = np.stack((*parts, *rest)).reshape(self._rows, self.columns, *parts[0].shape)
        count, height, width, channels = parts[0].shape
        return cells.transpose(2, 0, 3, 1, 4, 5).reshape(count, self._rows * height, self.columns * width, channels)
