"""Splits that hold combinations of values out of training, while each value by itself is seen there.

What is tested is whether the learner recombines what it has seen: composition in Schott et al., "Visual Representation
Learning Does Not Generalize Strongly Within the Same Domain", ICLR 2022.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors.chance import chances
from imagespaces.factors.choices import where
from imagespaces.factors.domain import Domain
from imagespaces.factors.finite import Value
from imagespaces.factors.grid import Grid
from imagespaces.factors.partition import Partition
from imagespaces.factors.regions import any_of

__all__ = ["CompositionSplit", "RandomCompositionSplit"]


@dataclass(frozen=True)
class CompositionSplit:
    """The given combinations of values are for testing, all others for training.

    Args:
        held_out: Combinations: for two finite factors or more a value, or several, any of which combine with any of the
            others.
        train: What the split of all other combinations is called.
        test: What the split of the combinations is called.

    >>> from imagespaces.factors import Domain, Finite
    >>> domain = Domain([Finite("shape", ("square", "circle")), Finite("colour", ("red", "green", "blue"))])
    >>> splits = CompositionSplit([{"shape": "circle", "colour": ["red", "green"]}]).divide(domain).splits
    >>> splits["test"].measure, splits["test"].states([0, 1])
    (Fraction(1, 3), array([1, 3]))
    """

    held_out: Sequence[Mapping[str, Value | Sequence[Value]]]
    train: str = "train"
    test: str = "test"

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If a combination is of less than two finite factors, a value is not the factor's, or a value is
                in no combination left for training.
        """
        for combination in self.held_out:
            if len({domain.finite_factor(name) for name in combination}) < 2:
                raise ValueError(f"a combination must be of two finite factors or more, got {dict(combination)}")
        region = any_of(where(domain, combination) for combination in self.held_out)
        grid = Grid(domain, [region])
        held_out = grid.mask(region)
        _check_seen(grid, {name: None for combination in self.held_out for name in combination}, held_out)
        return Partition.of_masks(grid, {self.test: held_out}, self.train)


@dataclass(frozen=True)
class RandomCompositionSplit:
    """Some combinations of values, chosen by chance, are for testing, all others for training.

    Each combination draws a number, which depends on its values alone, as in :class:`~imagespaces.factors.RandomSplit`.
    Those below the fraction are held out, except that of the combinations that share a value the one with the highest
    number never is: so each value is seen in training. When the space grows, at most these move.

    Args:
        of: Two finite factors or more.
        fraction: The chance to be held out, above 0 and below 1.
        stream: Another stream, other combinations.
        train: What the split of all other combinations is called.
        test: What the split of the combinations is called.

    >>> from imagespaces.factors import Domain, Finite
    >>> domain = Domain([Finite("shape", range(10)), Finite("colour", range(10)), Finite("x", range(28))])
    >>> splits = RandomCompositionSplit(("shape", "colour"), 0.3).divide(domain).splits
    >>> splits["test"].measure
    Fraction(9, 50)
    """

    of: Sequence[str]
    fraction: float
    stream: int = 0
    train: str = "train"
    test: str = "test"

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If there are less than two factors, one is not a finite one of the domain, the fraction is out
                of range, no combination is held out, or there are more than 2²².
        """
        if len(set(self.of)) < 2:
            raise ValueError(f"combinations must be of two finite factors or more, got {list(self.of)}")
        if not 0 < self.fraction < 1:
            raise ValueError(f"the fraction held out must be above 0 and below 1, got {self.fraction}")
        grid = Grid(domain, apart=self.of)
        codes = [grid.codes(name) for name in self.of]
        chance = chances([domain.finite_factor(name) for name in self.of], codes, self.stream)
        held_out = (chance < self.fraction) & ~_highest(chance, codes)
        if not held_out.any():
            raise ValueError(
                f"one combination at least must be held out, got none of {len(chance)} by fraction {self.fraction} and "
                f"stream {self.stream}: choose another stream or a larger fraction"
            )
        return Partition.of_masks(grid, {self.test: held_out[:, None]}, self.train)


def _highest(chance: NDArray[np.float64], codes: Iterable[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Tell which combinations ``[M]`` have the highest chance of those that have a value in common."""
    highest = np.zeros(chance.shape, np.bool_)
    for code in codes:
        most = np.zeros(code.max() + 1)
        np.maximum.at(most, code, chance)
        highest |= chance == most[code]
    return highest


def _check_seen(grid: Grid, names: Iterable[str], held_out: NDArray[np.bool_]) -> None:
    """Refuse to hold a value out in all its combinations."""
    train = ~held_out.any(axis=1)
    for name in names:
        classes = grid.classes(name)
        unseen = np.flatnonzero(~np.isin(classes, classes[train]))
        if unseen.size:
            factor = grid.cells.domain.finite_factor(name)
            value = factor.values[grid.codes(name)[unseen[0]]]
            raise ValueError(
                f"each value must be seen in training, but {value!r} of factor {name!r} is wholly held out"
            )
