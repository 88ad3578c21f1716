"""Spaces made of spaces."""

from imagespaces.combined.concat import Concat
from imagespaces.combined.grid import Grid
from imagespaces.combined.mixture import Mixture
from imagespaces.combined.overlay import Overlay
from imagespaces.combined.subset import Subset

__all__ = ["Concat", "Grid", "Mixture", "Overlay", "Subset"]
