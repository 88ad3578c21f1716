"""What spaces have in common whose images are made of one image of each of several spaces."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.combined.children import Children
from imagespaces.combined.splits import ProductSplit, cover
from imagespaces.factors import Domain, Partitioner, SparseDomain, Split
from imagespaces.masks import Masks
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["Product"]


class Product(ImageSpace):
    """One image of each of several spaces, which vary independently.

    A subclass gives the shape of the whole, and puts the parts together.

    Args:
        spaces: The spaces by name.
        label_from: The space whose label is the label of the whole; None for no labels.
        partition: How the factor values of the whole are divided; unless given, the spaces keep their splits.
        transforms: What is done to the whole.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.
    """

    def __init__(
        self,
        spaces: Mapping[str, ImageSpace],
        *,
        label_from: str | None,
        partition: Partitioner | None,
        transforms: tuple[Transform, ...],
        dtype: DTypeLike,
        stream: int,
        seed: int | np.random.Generator | None,
    ) -> None:
        self._children = Children(spaces)
        self.spaces, self.label_from = self._children.spaces, label_from
        labelled = self._children.labelled(label_from)
        self._source_dtype = self._children.dtype
        self.may_repeat = any(space.may_repeat for space in self.spaces.values())
        self._sizes = {name: space.num_states for name, space in self.spaces.items()}
        super().__init__(
            *self._frame(),
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=self._product_domain(),
            partition=partition,
            transforms=transforms,
        )
        self.class_names = labelled.class_names if labelled else None
        self._own_splits = MappingProxyType(self._divide()) if partition is None else None
        self.splits_cover = cover(self.splits)

    def _frame(self) -> tuple[int, int, int]:
        """Give height, width and channels of the whole."""
        raise NotImplementedError(f"{type(self).__name__} must define _frame(), of {list(self.spaces)}")

    def bank_key(self) -> tuple[object, ...]:
        """Tell this space from an equal one whose spaces have other images."""
        return *super().bank_key(), *self._children.bank_key()

    def _product_domain(self) -> Domain:
        """Give all combinations of the spaces' states; a full product of full products is divided without a list."""
        factors = self._children.factors()
        if all(type(space.domain) is Domain for space in self.spaces.values()):
            return Domain(factors)
        return SparseDomain(factors, math.prod(self._sizes.values()), self._codes)

    def _codes(self, states: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        own = {}
        for name, size in self._sizes.items():
            states, own[name] = np.divmod(states, size)
        return self._children.codes(own)

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        return self._children.labels(str(self.label_from), codes)

    @property
    def splits(self) -> Mapping[str, Split]:
        """The named parts of the space: those that it is divided into, or else those that its spaces are."""
        return super().splits if self._own_splits is None else self._own_splits

    def _divide(self) -> dict[str, Split]:
        """Give the splits that all those children have that are divided at all."""
        divided = [set(space.splits) for space in self.spaces.values() if len(space.splits) > 1]
        names = sorted(set.intersection(*divided) - {"all"}) if divided else []
        return dict(super().splits) | {name: self._product(name) for name in names}

    def _product(self, name: str) -> Split:
        parts = [space.splits.get(name, space.splits["all"]) for space in self.spaces.values()]
        return ProductSplit(name, parts, list(self._sizes.values()), drawn=self.size is None)

    def _parts(self, values: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """Give the image of each space, ``[B, H, W, C]`` of its sizes, all of one type."""
        return [self._children.images(name, values, self._source_dtype) for name in self.spaces]

    @property
    def has_masks(self) -> bool:
        """Whether all the spaces have masks, and of one kind: where objects are, or classes of the same names."""
        return self._children.have_masks

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the classes of pixels are called, where all the spaces have the same; else None."""
        return self._children.mask_names

    def _part_masks(self, values: Mapping[str, NDArray[Any]]) -> list[Masks]:
        """Give the mask of each space that has any, ``[B, H, W]`` of its sizes."""
        masks = (self._children.masks(name, values) for name in self.spaces)
        return [mask for mask in masks if mask is not None]
