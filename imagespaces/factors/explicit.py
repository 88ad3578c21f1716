"""Splits as they are written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from imagespaces.factors.choices import Choice, where
from imagespaces.factors.domain import Domain
from imagespaces.factors.partition import Partition
from imagespaces.factors.regions import Region

__all__ = ["ExplicitSplit"]


@dataclass(frozen=True)
class ExplicitSplit:
    """Each split is a region that is written down.

    To train on red circles only, give ``{"train": {"colour": "red", "shape": "circle"}}`` and a rest to test with; to
    train on all except red circles, give ``{"test": {"colour": "red", "shape": "circle"}}`` and ``rest="train"``.

    Args:
        splits: For each split a region, or for some factors what is chosen of each.
        rest: The name of one more split, of what is in none of the regions.

    >>> from imagespaces.factors import Domain, Finite, Interval
    >>> domain = Domain([Finite("shape", ("square", "circle")), Interval("angle", 0, 360, "circular")])
    >>> splits = ExplicitSplit({"test": {"shape": "circle", "angle": (-45, 45)}}, rest="train").divide(domain).splits
    >>> splits["test"].measure
    Fraction(1, 8)
    """

    splits: Mapping[str, Region | Mapping[str, Choice]]
    rest: str | None = None

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If a region does not fit the domain or is empty, two overlap, nothing is left for the rest, or
                without a rest something is left.
        """
        regions = {
            name: part if isinstance(part, Region) else where(domain, part) for name, part in self.splits.items()
        }
        return Partition.of_regions(domain, regions, self.rest)
