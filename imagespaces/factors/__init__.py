"""Factors of variation, sets of their values, and splits.

All ranges are half-open, ``low ≤ value < high``.
"""

from imagespaces.factors.domain import Factor
from imagespaces.factors.finite import Finite, Value
from imagespaces.factors.interval import Interval, Scale
from imagespaces.factors.splits import Split

__all__ = ["Factor", "Finite", "Interval", "Scale", "Split", "Value"]
