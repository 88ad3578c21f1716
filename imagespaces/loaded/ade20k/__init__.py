"""ADE20K: scenes, and the object that each of their pixels shows."""

from imagespaces.loaded.ade20k.layout import ADE20KFormat
from imagespaces.loaded.ade20k.space import ADE20K

__all__ = ["ADE20K", "ADE20KFormat"]
