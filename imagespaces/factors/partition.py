"""A domain divided among named splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.factors.cells import Cells
from imagespaces.factors.domain import Domain
from imagespaces.factors.grid import Grid
from imagespaces.factors.groups import ListedGroups
from imagespaces.factors.regions import Region
from imagespaces.factors.splits import WHOLE, Split
from imagespaces.factors.strata import Strata

__all__ = ["Partition"]


class Partition:
    """A domain divided among named splits, disjoint, that together are the whole.

    Args:
        cells: The cells of the domain.
        names: What the splits are called.
        owners: int64 ``[G, S]``, for each cell the number of its split in ``names``.

    Raises:
        ValueError: If two splits have one name, one is called ``"all"`` or is empty.

    Attributes:
        domain: What is divided.
        splits: The splits by name, and ``"all"``, the whole.

    >>> from imagespaces.factors import Domain, Finite, Only
    >>> domain = Domain([Finite("shape", ("square", "circle")), Finite("x", range(3))])
    >>> partition = Partition.of_regions(domain, {"test": Only("shape", "circle") & Only("x", 2)}, rest="train")
    >>> partition.splits["test"].states([0]), partition.splits["train"].num_states
    (array([5]), 5)
    """

    def __init__(self, cells: Cells, names: Sequence[str], owners: NDArray[np.int64]) -> None:
        if len({WHOLE, *names}) != 1 + len(names):
            raise ValueError(f"splits must have different names, none of them {WHOLE!r}, got {list(names)}")
        self.domain = cells.domain
        self._strata = cells.strata
        parts = {name: Split(name, cells, owners == number) for number, name in enumerate(names)}
        self.splits: Mapping[str, Split] = {WHOLE: Split.whole(cells.domain), **parts}

    @classmethod
    def whole(cls, domain: Domain) -> Partition:
        """Leave a domain undivided."""
        return cls(Cells.whole(domain), (), np.zeros((1, 1), np.int64))

    @classmethod
    def of_regions(cls, domain: Domain, regions: Mapping[str, Region], rest: str | None = None) -> Partition:
        """Divide a domain among regions.

        Args:
            domain: The domain.
            regions: For each split its region.
            rest: The name of one more split, of what is in no region.

        Raises:
            ValueError: If a region does not fit the domain or is empty, two overlap, nothing is left for the rest, or
                without a rest something is left.
        """
        grid = Grid(domain, regions.values())
        return cls.of_masks(grid, {name: grid.mask(region) for name, region in regions.items()}, rest)

    @classmethod
    def of_masks(cls, grid: Grid, masks: Mapping[str, NDArray[np.bool_]], rest: str | None = None) -> Partition:
        """Divide a domain among sets of cells.

        Args:
            grid: The domain, cut to cells.
            masks: For each split bool ``[G, S]``, its cells.
            rest: The name of one more split, of the cells in no mask.

        Raises:
            ValueError: As :meth:`of_regions` does.
        """
        claims = np.sum([np.zeros(grid.cells.shape, np.int64), *masks.values()], axis=0)
        real = grid.cells.strata.slots > 0
        if (shared := real & (claims > 1)).any():
            both = [name for name, mask in masks.items() if mask.flat[shared.argmax()]]
            raise ValueError(f"splits must be disjoint, but {both} share {grid.describe(shared)}")
        left = real & (claims == 0)
        if rest is None and left.any():
            raise ValueError(
                f"splits must hold everything, but none holds {grid.describe(left)}: name one for the rest"
            )
        more = {} if rest is None else {rest: left}
        owners = np.argmax([*masks.values(), *more.values()], axis=0)
        return cls(grid.cells, [*masks, *more], owners)

    @classmethod
    def of_states(cls, domain: Domain, states: Mapping[str, ArrayLike]) -> Partition:
        """Divide a domain among lists of its states.

        Args:
            domain: The domain, of at most 2²² states.
            states: For each split its states: their numbers, or bool ``[N]``.

        Raises:
            ValueError: If a number is no state's, or a state is not in exactly one split.
        """
        masks = [_mask(name, given, len(domain.list_states())) for name, given in states.items()]
        claims = np.sum(masks, axis=0)
        if (unclear := np.flatnonzero(claims != 1)).size:
            state = unclear[0]
            raise ValueError(
                f"each state must be in one split, but state {state} is in {claims[state]} of {list(states)}"
            )
        return cls.of_owners(domain, list(states), np.argmax(masks, axis=0))

    @classmethod
    def of_owners(cls, domain: Domain, names: Sequence[str], owner_of: NDArray[np.int64]) -> Partition:
        """Divide a domain by a table of its states.

        Args:
            domain: The domain.
            names: What the splits are called.
            owner_of: int64 ``[N]``, for each state the number of its split in ``names``.
        """
        owners, group_of = np.unique(owner_of, return_inverse=True)
        cells = Cells(domain, ListedGroups(group_of.reshape(-1)), Strata(domain, {}))
        return cls(cells, names, owners[:, None])

    def values(
        self, indices: NDArray[np.int64], units: Mapping[str, NDArray[np.float64]]
    ) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
        """Give the values ``[B]`` of the intervals for indices ``[B]``.

        Args:
            indices: ``[B]``; they are not checked.
            units: For each interval the uniform numbers in [0, 1), ``[B]``, that its sub-stream draws for the indices.
        """
        return self._strata.values(indices, units)


def _mask(name: str, states: ArrayLike, num_states: int) -> NDArray[np.bool_]:
    """Tell of each state whether it is listed, bool ``[N]``."""
    given = np.asarray(states)
    if given.dtype == np.bool_ and given.shape == (num_states,):
        return given
    if given.dtype.kind not in "iu" or given.ndim != 1:
        raise ValueError(
            f"split {name!r} must list states or be bool [{num_states}], got {given.dtype} {[*given.shape]}"
        )
    if (outside := given[(given < 0) | (given >= num_states)]).size:
        raise ValueError(f"split {name!r} must list states from 0 to {num_states - 1}, got {outside[0]}")
    mask = np.zeros(num_states, np.bool_)
    mask[given] = True
    return mask
