"""Splits as they are written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from imagespaces.factors.choices import Choice, where
from imagespaces.factors.domain import Domain
from imagespaces.factors.partition import Partition
from imagespaces.factors.regions import Region, any_of

__all__ = ["ExplicitSplit"]

Part: TypeAlias = Region | Mapping[str, Choice]


@dataclass(frozen=True)
class ExplicitSplit:
    """Each split is a region that is written down.

    To train on red circles only, give ``{"train": {"colour": "red", "shape": "circle"}}`` and a rest to test with; to
    train on all except red circles, give ``{"test": {"colour": "red", "shape": "circle"}}`` and ``rest="train"``.

    Args:
        splits: For each split a region, or for some factors what is chosen of each; or several of these, for all
            that is in any.
        rest: The name of one more split, of what is in none of the regions.

    >>> from imagespaces.factors import Domain, Finite, Interval
    >>> domain = Domain([Finite("shape", ("square", "circle")), Interval("angle", 0, 360, "circular")])
    >>> splits = ExplicitSplit({"test": {"shape": "circle", "angle": (-45, 45)}}, rest="train").divide(domain).splits
    >>> splits["test"].measure
    Fraction(1, 8)
    """

    splits: Mapping[str, Part | Sequence[Part]]
    rest: str | None = None

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If a region does not fit the domain or is empty, two overlap, nothing is left for the rest, or
                without a rest something is left.
        """
        return Partition.of_regions(domain, self.regions(domain), self.rest)

    def regions(self, domain: Domain) -> dict[str, Region]:
        """Give the region of each split, less the rest.

        Raises:
            ValueError: If one does not fit the domain.
        """
        return {name: any_of(_region(domain, part) for part in _listed(parts)) for name, parts in self.splits.items()}


def _listed(parts: Part | Sequence[Part]) -> Sequence[Part]:
    return parts if isinstance(parts, Sequence) else [parts]


def _region(domain: Domain, part: Part) -> Region:
    return part if isinstance(part, Region) else where(domain, part)
