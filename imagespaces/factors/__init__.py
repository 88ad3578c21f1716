"""Factors of variation, sets of their values, and the splits of a space.

Finite factors, whose combinations are the states of a space, and intervals, of which each instance draws a value, make
up a :class:`Domain`. A set of values is a :class:`Region`; all ranges are half-open, low ≤ value < high. A way to split
(:class:`RandomSplit`, :class:`CompositionSplit`, …) divides a domain into a :class:`Partition`, whose splits are
disjoint in the factors' values, and from which indices are drawn in constant time.
"""

from imagespaces.factors.choices import Choice, where
from imagespaces.factors.composition import CompositionSplit, RandomCompositionSplit
from imagespaces.factors.domain import Domain, Factor
from imagespaces.factors.explicit import ExplicitSplit
from imagespaces.factors.finite import Finite, Value
from imagespaces.factors.grid import Box, Grid
from imagespaces.factors.interval import Interval, Scale
from imagespaces.factors.ordered import ExtrapolationSplit, InterpolationSplit
from imagespaces.factors.partition import Partition
from imagespaces.factors.partitioner import Partitioner
from imagespaces.factors.random_split import RandomSplit
from imagespaces.factors.regions import Between, Only, Region, all_of, any_of
from imagespaces.factors.sparse import SparseDomain
from imagespaces.factors.splits import Split
from imagespaces.factors.stepped import Stepped
from imagespaces.factors.weighted import Weighted

__all__ = [
    "Between",
    "Box",
    "Choice",
    "CompositionSplit",
    "Domain",
    "ExplicitSplit",
    "ExtrapolationSplit",
    "Factor",
    "Finite",
    "Grid",
    "InterpolationSplit",
    "Interval",
    "Only",
    "Partition",
    "Partitioner",
    "RandomCompositionSplit",
    "RandomSplit",
    "Region",
    "Scale",
    "SparseDomain",
    "Split",
    "Stepped",
    "Value",
    "Weighted",
    "all_of",
    "any_of",
    "where",
]
