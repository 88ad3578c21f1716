"""Regions compiled to disjoint boxes, on a grid as fine as their conditions make it and no finer.

The codes of a finite factor that no condition tells apart are one class, and an interval is cut at the ends of the
ranges. A cell of the grid is a class of each finite factor (a group of states) and a piece of each interval (a
stratum): a box, and no two have a value in common. Every region is a set of whole cells, a boolean array. Union,
intersection and difference are NumPy's, regions overlap where both arrays are true, and a measure is a sum. The cost is
at most the number of conditions times the number of cells, of which there may be 2²².

Axes: ``G`` groups of states, ``S`` strata; a cell is one of each.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.cells import Cells
from imagespaces.factors.domain import MAX_CELLS, Domain
from imagespaces.factors.finite import Finite, Value
from imagespaces.factors.interval import Interval
from imagespaces.factors.regions import Condition, Region
from imagespaces.factors.strata import Strata

__all__ = ["Box", "Grid"]


@dataclass(frozen=True)
class Box:
    """A product of sets of values; factors that it does not name are free.

    Attributes:
        values: The values of finite factors.
        ranges: The ranges of intervals, low ≤ value < high.
    """

    values: Mapping[str, tuple[Value, ...]]
    ranges: Mapping[str, tuple[float, float]]

    def __str__(self) -> str:
        """Give the box in words.

        >>> str(Box({"shape": ("circle",)}, {"angle": (0, 90)}))
        "shape 'circle', angle from 0 to 90"
        """
        values = [f"{name} {Finite(name, values).describe()}" for name, values in self.values.items()]
        ranges = [f"{name} from {low} to {high}" for name, (low, high) in self.ranges.items()]
        return ", ".join(values + ranges) or "everything"


class Grid:
    """A domain cut to cells of which regions are made.

    Args:
        domain: The domain.
        regions: The regions whose conditions make the grid.
        apart: Finite factors of which each value is to be told from the others.

    Raises:
        ValueError: If a condition can't be put to the domain, or there are more than 2²² cells.

    >>> from imagespaces.factors import Between, Domain, Only
    >>> domain = Domain([Finite("shape", ("square", "circle")), Finite("x", range(8)), Interval("angle", 0, 360)])
    >>> held_out = Only("shape", "circle") & Between("angle", 0, 90)
    >>> grid = Grid(domain, [held_out])
    >>> print(*grid.boxes(grid.mask(held_out)))
    shape 'circle', angle from 0 to 90
    >>> grid.cells.measure(grid.mask(held_out))
    Fraction(1, 8)
    """

    def __init__(self, domain: Domain, regions: Iterable[Region] = (), apart: Iterable[str] = ()) -> None:
        met = {some: domain.factor(some.name) for region in regions for some in region.conditions()}
        self._chosen = {some: some.codes(factor) for some, factor in met.items() if isinstance(factor, Finite)}
        self._ranges = {some: some.ranges(factor) for some, factor in met.items() if isinstance(factor, Interval)}
        self._classes = _classes(self._chosen) | {name: np.arange(domain.finite_factor(name).size) for name in apart}
        cuts = _cuts(domain, self._ranges)
        _check_size(domain, self._classes, cuts)
        self.cells = Cells(domain, domain.group(self._classes), Strata(domain, cuts))
        groups = np.arange(self.cells.shape[0])
        self._codes = domain.codes(self.cells.groups.states(groups, np.zeros_like(groups)))

    def mask(self, region: Region) -> NDArray[np.bool_]:
        """Tell which cells are in one of the regions, or in what is made of their conditions: bool ``[G, S]``."""
        return np.broadcast_to(region.evaluate(self._holds), self.cells.shape)

    def codes(self, name: str) -> NDArray[np.int64]:
        """Give of each group one of the codes that its states have of a finite factor, int64 ``[G]``."""
        return self._codes[name]

    def classes(self, name: str) -> NDArray[np.int64]:
        """Give the class of each group's codes of a finite factor that tells groups apart, int64 ``[G]``."""
        return self._classes[name][self._codes[name]]

    def boxes(self, mask: NDArray[np.bool_]) -> Iterator[Box]:
        """Give the cells of a mask ``[G, S]`` as boxes, no two of which have a value in common."""
        return (Box(self._values(group), self.cells.strata.ranges(stratum)) for group, stratum in np.argwhere(mask))

    def describe(self, mask: NDArray[np.bool_]) -> str:
        """Give in words the first box of a mask that is not empty, and the measure of all."""
        return f"{next(self.boxes(mask))} (in all {float(self.cells.measure(mask)):.3g} of the domain)"

    def _holds(self, condition: Condition) -> NDArray[np.bool_]:
        """Tell where a condition holds: bool ``[G, 1]`` or ``[S]``."""
        if condition in self._chosen:
            return self._chosen[condition][self._codes[condition.name]][:, None]
        return self.cells.strata.within(condition.name, self._ranges[condition])

    def _values(self, group: int) -> dict[str, tuple[Value, ...]]:
        """Give the values of the factors that tell a group from others."""
        values = {}
        for factor in self.cells.domain.finite:
            if (class_of := self._classes.get(factor.name)) is not None:
                alike = class_of == class_of[self._codes[factor.name][group]]
                values[factor.name] = tuple(itertools.compress(factor.values, alike))
        return values


def _classes(chosen: Mapping[Condition, NDArray[np.bool_]]) -> dict[str, NDArray[np.int64]]:
    """Give for each factor the class of each code, ``[size]``; a class meets the same conditions.

    Classes are numbered by their first codes, so that the order of the conditions makes no difference.
    """
    names = {condition.name: None for condition in chosen}
    classes = {}
    for name in names:
        met = np.array([mask for condition, mask in chosen.items() if condition.name == name])
        _, first, class_of = np.unique(met, axis=1, return_index=True, return_inverse=True)
        classes[name] = np.argsort(np.argsort(first))[class_of.reshape(-1)]
    return classes


def _cuts(domain: Domain, ranges: Mapping[Condition, Iterable[tuple[float, float]]]) -> dict[str, list[float]]:
    """Give the ends of the pieces of each interval, ascending."""
    ends = {interval.name: {interval.low, interval.high} for interval in domain.intervals}
    for condition, several in ranges.items():
        ends[condition.name].update(itertools.chain(*several))
    return {name: sorted(points) for name, points in ends.items()}


def _check_size(domain: Domain, classes: Mapping[str, NDArray[np.int64]], cuts: Mapping[str, Sequence[float]]) -> None:
    counts = {name: int(class_of.max()) + 1 for name, class_of in classes.items()}
    pieces = {name: len(ends) - 1 for name, ends in cuts.items() if len(ends) > 2}
    cells = min(math.prod(counts.values()), domain.num_states) * math.prod(pieces.values())
    if cells > MAX_CELLS:
        parts = ", ".join(f"{name!r} to {count}" for name, count in (counts | pieces).items())
        raise ValueError(
            f"a domain may be cut to at most {MAX_CELLS} cells, got {cells}, of factors cut to parts: {parts}"
        )
