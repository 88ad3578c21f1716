"""Some of the images of a space."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from imagespaces.factors import Choice, Domain, Partition, Partitioner, SparseDomain, Split
from imagespaces.factors.choices import where
from imagespaces.factors.grid import Grid
from imagespaces.masks import Masks
from imagespaces.pixels import convert
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["Subset"]


class Subset(ImageSpace):
    """The images of a space that have some labels, some values of finite factors, or some states: one of the three.

    The state enumerates the states that are left, in their order. Factors keep their names and values.

    Args:
        space: The whole.
        only_labels: Classes by name or number; those that are left are numbered anew, in the order given.
        only_values: For some finite factors a value, or several.
        only_states: States by number, each once; their order does not matter.
        partition: How the factor values that are left are divided among named splits.
        transforms: What is done to the images, beside what the whole does.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same factors.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If not exactly one choice is given, it names what is not there, or nothing is left.

    >>> from imagespaces import CircleSquare
    >>> circles = Subset(space=CircleSquare(), only_labels=["circle"])
    >>> circles.size, circles.class_names, circles.at(0).factors
    (784, ('circle',), {'shape': 1, 'x': 0, 'y': 0})
    """

    def __init__(
        self,
        *,
        space: ImageSpace,
        only_labels: Sequence[str | int] | None = None,
        only_values: Mapping[str, Choice] | None = None,
        only_states: Sequence[int] | None = None,
        partition: Partitioner | None = None,
        transforms: tuple[Transform, ...] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        choices = {"only_labels": only_labels, "only_values": only_values, "only_states": only_states}
        if sum(choice is not None for choice in choices.values()) != 1:
            raise ValueError(f"exactly one of {', '.join(choices)} must be given, got {choices}")
        if not space.factors:
            raise ValueError(f"a subset is taken of a space of particular images, got {space!r}")
        self.space, self.only_labels, self.only_values, self.only_states = space, only_labels, only_values, only_states
        self._source_dtype, self.may_repeat = space.stored_dtype.name, space.may_repeat
        self._classes = None if only_labels is None else _classes(space, only_labels)
        self._kept = self._keep()
        super().__init__(
            *space.shape,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=SparseDomain(space.domain.factors, self._kept.num_states, self._codes),
            partition=partition,
            transforms=transforms,
        )
        names = space.class_names
        self.class_names = names if names is None or self._classes is None else tuple(names[c] for c in self._classes)

    def bank_key(self) -> tuple[object, ...]:
        """Tell this space from an equal one of which the whole has other images."""
        return *super().bank_key(), *self.space.bank_key()

    def _keep(self) -> Split:
        """Give what is left, as a split of the whole."""
        domain = self.space.domain
        if self.only_values is not None:
            kept = _chosen(domain, self.only_values)
            if not kept.by_state:
                raise ValueError(f"only_values takes values of finite factors, got {dict(self.only_values)}")
            return kept
        states = domain.list_states()
        mask = np.isin(self.space.labels(states), self._classes) if self._classes else _listed(self.only_states, states)
        parts = {"kept": mask} if mask.all() else {"kept": mask, "left out": ~mask}
        return Partition.of_states(domain, parts).splits["kept"]

    def _codes(self, states: NDArray[np.int64]) -> dict[str, NDArray[np.int64]]:
        return self.space.domain.codes(self._kept.states(states))

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        labels = self.space._labels(codes)  # noqa: SLF001 - a hook of the same package
        if self._classes is None:
            return labels
        numbers = np.zeros(max(self._classes) + 1, np.int64)
        numbers[list(self._classes)] = np.arange(len(self._classes))
        return np.asarray(numbers[labels])

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        return convert(self.space.render(values), self._source_dtype)

    @property
    def has_masks(self) -> bool:
        """Whether the whole has masks."""
        return self.space.has_masks

    @property
    def mask_names(self) -> tuple[str, ...] | None:
        """What the whole calls the classes of pixels; None where it has none."""
        return self.space.mask_names

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> Masks | None:
        return self.space.render_masks(values)

    def _coverage(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return self.space.cover(values)


def _chosen(domain: Domain, values: Mapping[str, Choice]) -> Split:
    """Give what has some values, which may be everything."""
    region = where(domain, values)
    grid = Grid(domain, [region])
    mask = grid.mask(region)
    all_has = bool((mask | (grid.cells.strata.slots == 0)).all())
    return Partition.of_masks(grid, {"kept": mask}, None if all_has else "left out").splits["kept"]


def _classes(space: ImageSpace, labels: Sequence[str | int]) -> tuple[int, ...]:
    """Give classes, by name or number, as numbers."""
    names = space.class_names
    if names is None or isinstance(labels, str) or not labels:
        raise ValueError(f"only_labels must list at least one of the classes {names}, got {labels!r}")
    numbers = []
    for label in labels:
        if isinstance(label, str) and label in names:
            numbers.append(names.index(label))
        elif isinstance(label, (int, np.integer)) and not isinstance(label, bool) and 0 <= label < len(names):
            numbers.append(int(label))
        else:
            raise ValueError(f"only_labels must be among {', '.join(names)}, or 0 to {len(names) - 1}, got {label!r}")
    if len(set(numbers)) != len(numbers):
        raise ValueError(f"only_labels must be different, got {list(labels)}")
    return tuple(numbers)


def _listed(chosen: ArrayLike | None, states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which states ``[N]`` are chosen, bool ``[N]``."""
    given = np.asarray(chosen)
    last = len(states) - 1
    if given.ndim != 1 or not given.size or given.dtype.kind not in "iu" or len(np.unique(given)) != len(given):
        raise ValueError(f"only_states must list different states, at least one, got {chosen!r}")
    if (outside := given[(given < 0) | (given > last)]).size:
        raise ValueError(f"only_states must be from 0 to {last}, got {outside[0]}")
    return np.isin(states, given)
