"""What every way to divide a domain has in common."""

from __future__ import annotations

from typing import Protocol

from imagespaces.factors.domain import Domain
from imagespaces.factors.partition import Partition

__all__ = ["Partitioner"]


class Partitioner(Protocol):
    """A way to divide a domain among named splits: plain data, so that spaces can be compared, printed and pickled."""

    def divide(self, domain: Domain) -> Partition:
        """Divide a domain.

        Raises:
            ValueError: If it can't be divided this way.
        """
