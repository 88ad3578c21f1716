"""Other classes than those of a data set."""

from imagespaces.loaded.relabelling.base import Classed, Relabelling, relabel
from imagespaces.loaded.relabelling.binarize import Binarize
from imagespaces.loaded.relabelling.first_classes import FirstClasses
from imagespaces.loaded.relabelling.merge import Merge
from imagespaces.loaded.relabelling.only_classes import OnlyClasses

__all__ = ["Binarize", "Classed", "FirstClasses", "Merge", "OnlyClasses", "Relabelling", "relabel"]
