"""Splits that hold out values of ordered factors: between those of training, or beyond them.

Interpolation and extrapolation in Schott et al., "Visual Representation Learning Does Not Generalize Strongly Within
the Same Domain", ICLR 2022. Where values of several factors are held out, training has none of them, and what is for
testing has at least one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.choices import Choice, where
from imagespaces.factors.domain import Domain, Factor
from imagespaces.factors.grid import Grid
from imagespaces.factors.interval import Interval
from imagespaces.factors.partition import Partition
from imagespaces.factors.regions import Region, any_of

__all__ = ["ExtrapolationSplit", "InterpolationSplit"]


@dataclass(frozen=True)
class _OrderedSplit(ABC):
    held_out: Mapping[str, Choice]
    train: str = "train"
    test: str = "test"

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If a factor has no order, or what is held out of it is not where this split holds values out.
        """
        regions = {name: where(domain, {name: choice}) for name, choice in self.held_out.items()}
        for name, region in regions.items():
            factor = domain.factor(name)
            self._check(factor, _profile(factor, region))
        return Partition.of_regions(domain, {self.test: any_of(regions.values())}, self.train)

    @abstractmethod
    def _check(self, factor: Factor, held_out: NDArray[np.bool_]) -> None:
        """Refuse what is held out of a factor, bool over its parts in ascending order, where it is out of place."""


class InterpolationSplit(_OrderedSplit):
    """Values between those of training are for testing.

    Args:
        held_out: For numeric finite factors values, for intervals ranges (low, high), or several, that lie between
            values left for training. On a circular interval everything lies between.
        train: What the split without these values is called.
        test: What the split with one of them at least is called.

    >>> from imagespaces.factors import Domain
    >>> domain = Domain([Interval("size", 0, 10)])
    >>> InterpolationSplit({"size": (4, 6)}).divide(domain).splits["test"].measure
    Fraction(1, 5)
    """

    def _check(self, factor: Factor, held_out: NDArray[np.bool_]) -> None:
        on_circle = isinstance(factor, Interval) and factor.scale == "circular"
        if not on_circle and (held_out[0] or held_out[-1]):
            end = "lowest" if held_out[0] else "highest"
            raise ValueError(
                f"what is held out of factor {factor.name!r} must lie between values of training, got its {end} values"
            )


class ExtrapolationSplit(_OrderedSplit):
    """Values beyond those of training are for testing.

    Args:
        held_out: For numeric finite factors values, for intervals ranges (low, high), or several, that lie below or
            above all values left for training.
        train: What the split without these values is called.
        test: What the split with one of them at least is called.

    >>> from imagespaces.factors import Domain, Finite
    >>> domain = Domain([Finite("size", range(10)), Finite("x", range(10))])
    >>> ExtrapolationSplit({"size": (8, 9), "x": (0, 9)}).divide(domain).splits["train"].measure
    Fraction(16, 25)
    """

    def _check(self, factor: Factor, held_out: NDArray[np.bool_]) -> None:
        if isinstance(factor, Interval) and factor.scale == "circular":
            raise ValueError(f"factor {factor.name!r} is circular, and nothing on a circle lies beyond the rest of it")
        train = np.flatnonzero(~held_out)
        if train.size and train[-1] - train[0] >= train.size:
            raise ValueError(
                f"what is held out of factor {factor.name!r} must lie beyond all values of training, "
                "got some that lie between them"
            )


def _profile(factor: Factor, region: Region) -> NDArray[np.bool_]:
    """Tell what of a factor is in a region: bool, over its values or its pieces in ascending order."""
    if factor.categorical:
        raise ValueError(f"factor {factor.name!r} must have numbers as values, to have an order, got names")
    if isinstance(factor, Interval):
        grid = Grid(Domain([factor]), [region])
        return np.asarray(grid.mask(region)[0, grid.cells.strata.slots > 0])
    grid = Grid(Domain([factor]), [region], apart=[factor.name])
    return np.asarray(grid.mask(region)[np.argsort(factor.values), 0])
