"""Spaces whose images are read from files."""

from imagespaces.loaded.folder import ImageFolder
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.roots import MissingDataError

__all__ = ["ImageFolder", "LoadedOptions", "LoadedSpace", "MissingDataError"]
