"""Spaces whose images are read from files."""

from imagespaces.loaded.folder import ImageFolder
from imagespaces.loaded.imagenet import ImageNet
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.photos import Photos
from imagespaces.loaded.roots import MissingDataError
from imagespaces.loaded.tiny_imagenet import TinyImageNet

__all__ = ["ImageFolder", "ImageNet", "LoadedOptions", "LoadedSpace", "MissingDataError", "Photos", "TinyImageNet"]
