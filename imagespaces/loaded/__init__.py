"""Spaces whose images are read from files."""

from imagespaces.loaded.folder import ImageFolder

__all__ = ["ImageFolder"]
