"""The parts that a data set comes in, as splits of its space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise

from imagespaces.factors import Between, Domain, Partition, Region

__all__ = ["PICTURE", "Parts"]

PICTURE = "picture"
"""The factor that tells pictures apart, by number."""


@dataclass(frozen=True)
class Parts:
    """Divides pictures as their data set does: the first ones are of the first part, and so on.

    Args:
        sizes: How many pictures are of each part.
        where: What the data set is called in errors.

    >>> from imagespaces.factors import Finite
    >>> splits = Parts({"train": 6, "test": 4}).divide(Domain([Finite(PICTURE, range(10))])).splits
    >>> splits["test"].indices([0, 3]).tolist()
    [6, 9]
    """

    sizes: Mapping[str, int]
    where: str = "a data set"

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain that has the factor ``picture``.

        Raises:
            ValueError: If a part is empty.
        """
        empty = [name for name, size in self.sizes.items() if not size]
        if empty:
            found = f"none in {', '.join(map(repr, empty))}"
            raise ValueError(f"each part of {self.where} must have a picture that is left, got {found}")
        ends = pairwise(accumulate(self.sizes.values(), initial=0))
        regions: dict[str, Region] = {
            name: Between(PICTURE, first, end) for name, (first, end) in zip(self.sizes, ends, strict=True)
        }
        return Partition.of_regions(domain, regions, None)
