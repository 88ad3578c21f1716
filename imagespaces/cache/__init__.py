"""What took long to make, kept on disk for all processes of a user."""

from imagespaces.cache.building import Builder, building, remove_unfinished
from imagespaces.cache.directories import CACHE_VARIABLE, cache_directory
from imagespaces.cache.entries import DamagedEntryError, Entry, entries, find, remove
from imagespaces.cache.keys import Key

__all__ = [
    "CACHE_VARIABLE",
    "Builder",
    "DamagedEntryError",
    "Entry",
    "Key",
    "building",
    "cache_directory",
    "entries",
    "find",
    "remove",
    "remove_unfinished",
]
