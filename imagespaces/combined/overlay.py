"""The objects of one image before another image."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.combined.product import Product
from imagespaces.factors import Partitioner
from imagespaces.masks import Masks
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["Overlay"]


class Overlay(Product):
    """What is an object in an image of ``front``, and elsewhere an image of ``back``.

    Pixels that an object covers in part are mixed in that share. The factors are ``front.…`` and ``back.…``; the masks
    are those of the front, or of both where both tell where objects are.

    Args:
        front: A space that knows where its objects are.
        back: A space of images of the same shape.
        label_from: ``"front"``, ``"back"``, or None for no labels.
        partition: How the factor values of the whole are divided among named splits. Unless given, the spaces keep
            their own: an instance is in ``"train"`` where each part is, of spaces that have such a split.
        transforms: What is done to the whole.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If the spaces don't fit each other, the front knows no objects, or an argument is not one of those
            allowed.

    >>> from imagespaces import CircleSquare
    >>> Overlay(front=CircleSquare(extent=4), back=CircleSquare(), label_from="front").size
    2458624
    """

    def __init__(
        self,
        *,
        front: ImageSpace,
        back: ImageSpace,
        label_from: str | None = None,
        partition: Partitioner | None = None,
        transforms: tuple[Transform, ...] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.front, self.back = front, back
        super().__init__(
            {"front": front, "back": back},
            label_from=label_from,
            partition=partition,
            transforms=transforms,
            dtype=dtype,
            stream=stream,
            seed=seed,
        )
        self._source_dtype, self.may_repeat = "float32", True
        if not front.knows_objects:
            raise ValueError(f"front must be a space that knows where its objects are, got {front!r}")

    def _frame(self) -> tuple[int, int, int]:
        height, width, channels = self._children.same("height", "width", "channels")
        return height, width, channels

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        front, back = (self._children.images(name, values, "float32") for name in self.spaces)
        covered = self.front.cover(self._children.part("front", values))[..., None]
        # A pixel that is covered in part holds the object's share of it already: such objects are drawn on black.
        return np.minimum(np.where(covered > 0, front, 0) + back * (1 - covered), np.float32(1))

    @property
    def has_masks(self) -> bool:
        """Always: the front knows where its objects are."""
        return True

    @property
    def mask_names(self) -> None:
        """None: masks tell where the objects are."""

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> Masks:
        known = (name for name, space in self.spaces.items() if space.knows_objects)
        masks = [mask for name in known if (mask := self._children.masks(name, values)) is not None]
        return np.asarray(np.logical_or.reduce(masks))
