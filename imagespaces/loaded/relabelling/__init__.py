"""Other classes than those of a data set."""

from imagespaces.loaded.relabelling.base import Classed, Relabelling, relabel
from imagespaces.loaded.relabelling.only_classes import OnlyClasses

__all__ = ["Classed", "OnlyClasses", "Relabelling", "relabel"]
