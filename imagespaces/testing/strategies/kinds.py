"""What a kind of image space is that is built, and what it is built with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hypothesis import strategies as st

from imagespaces.space import ImageSpace

__all__ = ["Kind", "Options"]


@dataclass(frozen=True)
class Options:
    """What the kinds of spaces are built with.

    Attributes:
        max_pixels: The most rows × columns of an image.
        dtypes: The types of pixels, to be drawn from.
        streams: Streams, to be drawn from.
        labelled: Whether spaces must have two classes or more.
    """

    max_pixels: int
    dtypes: st.SearchStrategy[str]
    streams: st.SearchStrategy[int]
    labelled: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of space that is built.

    Attributes:
        least_pixels: The rows × columns of its smallest image.
        build: Gives the strategy.
        labels: Whether ``build`` keeps to :attr:`Options.labelled`; of other kinds, spaces with fewer classes are
            passed over where two are asked for.
    """

    least_pixels: int
    build: Callable[[Options], st.SearchStrategy[ImageSpace]]
    labels: bool = False
