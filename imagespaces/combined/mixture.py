"""Images of one of several spaces."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.combined.children import Children
from imagespaces.combined.splits import MixtureSplit, cover
from imagespaces.factors import Finite, SparseDomain, Split
from imagespaces.masks import Masks
from imagespaces.space import ImageSpace

__all__ = ["COMPONENT", "Mixture"]

COMPONENT = "component"
"""The factor that tells which space an image is of."""


class Mixture(ImageSpace):
    """Each image is of one of several spaces, which the factor ``component`` tells.

    The state enumerates the states of the first space, then those of the second, and so on. Factors take the name of
    their space as prefix; those of the other spaces mean nothing, and hold their first value where they are finite.

    Weights are in the splits: an environment draws from ``"all"``, and from any split that all the spaces have, one of
    the spaces by weight, and then an instance of its split.

    Args:
        spaces: The spaces by name; their images must agree in shape.
        weights: For each space its chance; in proportion to the numbers of states unless given.
        label_from: ``"component"``, which space it is; ``"spaces"``, the label that the image has there, for spaces
            with the same classes; or None for no labels.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If the spaces don't fit each other, or an argument is not one of those allowed.

    >>> from imagespaces import CircleSquare
    >>> with_and_without = {"gradient": CircleSquare(), "plain": CircleSquare(gradient=False)}
    >>> space = Mixture(spaces=with_and_without, weights={"gradient": 3, "plain": 1}, label_from="component")
    >>> space.size, space.class_names
    (3136, ('gradient', 'plain'))
    """

    may_repeat = True

    def __init__(
        self,
        *,
        spaces: Mapping[str, ImageSpace],
        weights: Mapping[str, float] | None = None,
        label_from: Literal["component", "spaces"] | None = None,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self._children = Children(spaces)
        self.spaces, self.weights, self.label_from = self._children.spaces, weights, label_from
        self._source_dtype = self._children.dtype
        self._sizes = np.array([space.num_states for space in self.spaces.values()], np.int64)
        self._offsets = np.cumsum(self._sizes) - self._sizes
        component = Finite(COMPONENT, tuple(self.spaces))
        domain = SparseDomain([component, *self._children.factors()], int(self._sizes.sum()), self._codes)
        shape = self._children.same("height", "width", "channels")
        super().__init__(*shape, dtype=dtype, stream=stream, seed=seed, factors=domain)
        self.class_names = self._names()
        self._own_splits = MappingProxyType(self._divide(_checked(weights, self.spaces)))
        self.splits_cover = cover(self.splits)

    def bank_key(self) -> tuple[object, ...]:
        """Tell this space from an equal one whose spaces have other images."""
        return *super().bank_key(), *self._children.bank_key()

    def _codes(self, states: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        component = np.searchsorted(self._offsets + self._sizes, states, side="right")
        own = {
            name: np.where(component == number, states - self._offsets[number], 0)
            for number, name in enumerate(self.spaces)
        }
        return {COMPONENT: component, **self._children.codes(own)}

    def _interval_values(
        self, indices: NDArray[np.int64], units: Mapping[str, NDArray[np.float64]]
    ) -> dict[str, NDArray[Any]]:
        """Draw the values of each space as that space's own splits have them."""
        draws, states = np.divmod(indices, self.num_states)
        values: dict[str, NDArray[Any]] = {}
        for number, (name, space) in enumerate(self.spaces.items()):
            state = np.clip(states - self._offsets[number], 0, self._sizes[number] - 1)
            own = space._interval_values(state + self._sizes[number] * draws, self._children.part(name, units))  # noqa: SLF001 - a hook of the same package
            values |= self._children.whole(name, own)
        return values

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        images = np.empty((len(values[COMPONENT]), *self.shape), self._source_dtype)
        for name, rows, part in self._by_component(values):
            images[rows] = self._children.images(name, part, self._source_dtype)
        return images

    @property
    def has_masks(self) -> bool:
        """Whether all the spaces have masks, and of one kind: where objects are, or classes of the same names."""
        return self._children.have_masks

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the classes of pixels are called, where all the spaces have the same; else None."""
        return self._children.mask_names

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> Masks | None:
        if not self.has_masks:
            return None
        kind = np.dtype(np.bool_ if self.mask_names is None else np.int16)
        masks: NDArray[Any] = np.empty((len(values[COMPONENT]), self.height, self.width), kind)
        for name, rows, part in self._by_component(values):
            masks[rows] = self._children.masks(name, part)
        return masks

    def _by_component(
        self, values: Mapping[str, NDArray[Any]]
    ) -> list[tuple[str, NDArray[np.intp], dict[str, NDArray[Any]]]]:
        """Give for each space that has any its rows, and the values of these."""
        found = []
        for number, name in enumerate(self.spaces):
            rows = np.flatnonzero(values[COMPONENT] == number)
            if rows.size:
                found.append((name, rows, {factor: array[rows] for factor, array in values.items()}))
        return found

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        if self.label_from == COMPONENT:
            return codes[COMPONENT]
        return np.choose(codes[COMPONENT], [self._children.labels(name, codes) for name in self.spaces])

    def _names(self) -> tuple[str, ...] | None:
        if self.label_from is None or self.label_from == COMPONENT:
            return tuple(self.spaces) if self.label_from else None
        if self.label_from != "spaces":
            raise ValueError(f"label_from must be 'component', 'spaces' or None, got {self.label_from!r}")
        names = {name: space.class_names for name, space in self.spaces.items()}
        first = next(iter(names.values()))
        if first is None or any(other != first for other in names.values()):
            raise ValueError(f"label_from 'spaces' takes spaces with the same classes, got {names}")
        return first

    @property
    def splits(self) -> Mapping[str, Split]:
        """The splits that all the spaces have, each with the weights."""
        return self._own_splits

    def _divide(self, weights: list[float] | None) -> dict[str, Split]:
        shared = set.intersection(*(set(space.splits) for space in self.spaces.values()))
        names = ["all", *sorted(shared - {"all"})]
        sizes = self._sizes.tolist()
        return {
            name: MixtureSplit(name, [space.splits[name] for space in self.spaces.values()], sizes, weights)
            for name in names
        }


def _checked(weights: Mapping[str, float] | None, spaces: Mapping[str, ImageSpace]) -> list[float] | None:
    if weights is None:
        return None
    if weights.keys() != spaces.keys():
        raise ValueError(f"weights must be a mapping of the names {list(spaces)} to numbers, got {weights!r}")
    listed = [float(weights[name]) for name in spaces]
    if not all(weight >= 0 for weight in listed) or not 0 < math.fsum(listed) < math.inf:
        raise ValueError(f"weights must be finite and not negative, with one above 0, got {dict(weights)}")
    return listed
