"""The factors of a space together, and how its states enumerate them."""

from __future__ import annotations

from imagespaces.factors.finite import Finite
from imagespaces.factors.interval import Interval

__all__ = ["Factor"]

Factor = Finite | Interval
"""A factor of variation."""
