"""What a data set says of its pictures before any is decoded: where each is, of which part and class it is.

Axes: ``N`` pictures, in the order of their parts. Each format is read into these; all that follows knows no format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.faults import Fault, PictureError
from imagespaces.loaded.pictures import Form

__all__ = ["Decoded", "Names", "Records", "Result", "Source", "Sources"]


class Decoded(NamedTuple):
    """One picture, brought to a form.

    Attributes:
        pixels: uint8 ``[H, W, C]``.
        mask: int16 ``[H, W]``, the class of each pixel, −1 where there is none to tell; None without classes of pixels.
    """

    pixels: NDArray[np.uint8]
    mask: NDArray[np.int16] | None = None


Result: TypeAlias = Decoded | PictureError
"""A picture, or why there is none."""


class Source(Protocol):
    """One picture of a data set: a file, a member of an archive, a cell of a table, a row of an array."""

    @property
    def name(self) -> str:
        """What it is called in errors, such as the path of its file from the root."""

    def decode(self, form: Form) -> Decoded:
        """Give the picture in a form: a pure function, called in several threads at once.

        Raises:
            PictureError: If it can't be read; nothing else is raised.
        """


class Sources(Sequence[Source]):
    """``N`` pictures of which each is made when it is asked for, so that many cost nothing.

    Args:
        count: How many there are.
        make: Gives the picture of a number, 0 to ``count`` − 1.
    """

    def __init__(self, count: int, make: Callable[[int], Source]) -> None:
        self._count, self._make = count, make

    def __len__(self) -> int:
        """Give the number of pictures."""
        return self._count

    @overload
    def __getitem__(self, at: int) -> Source: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Source]: ...

    def __getitem__(self, at: int | slice) -> Source | Sequence[Source]:
        """Give one picture or some."""
        if isinstance(at, slice):
            return [self._make(number) for number in range(*at.indices(self._count))]
        if not -self._count <= at < self._count:
            raise IndexError(f"a picture must be from 0 to {self._count - 1}, got {at}")
        return self._make(at % self._count)

    def __iter__(self) -> Iterator[Source]:
        """Go through all."""
        return map(self._make, range(self._count))


class Names(Sequence[str]):
    """What pictures are called, each looked up when it is asked for.

    Args:
        sources: The pictures.
    """

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources

    def __len__(self) -> int:
        """Give the number of names."""
        return len(self._sources)

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Give one name or some."""
        if isinstance(at, slice):
            return [source.name for source in self._sources[at]]
        return self._sources[at].name


@dataclass(frozen=True, eq=False)
class Records:
    """What a data set holds.

    Attributes:
        sources: The ``N`` pictures.
        parts: How many of them are of each part, such as train and test, in their order; empty where it is not divided.
        labels: int64 ``[N]``, the class of each, or None without classes.
        class_names: What the classes are called, or None.
        mask_names: What the classes of pixels are called, where pictures have such; else None.
        faults: What is already known not to be readable, beside these pictures.
    """

    sources: Sequence[Source]
    parts: Mapping[str, int] = field(default_factory=dict)
    labels: NDArray[np.int64] | None = None
    class_names: tuple[str, ...] | None = None
    mask_names: tuple[str, ...] | None = None
    faults: tuple[Fault, ...] = ()

    def __post_init__(self) -> None:
        """Compare what must be of one length, and labels with their names.

        Raises:
            ValueError: If the data set contradicts itself.
        """
        count = len(self.sources)
        if self.parts and sum(self.parts.values()) != count:
            raise ValueError(f"parts must make up all {count} pictures, got {dict(self.parts)}")
        if (self.labels is None) != (self.class_names is None):
            raise ValueError(f"labels and class_names come together, got {self.labels} and {self.class_names}")
        if self.labels is not None and self.class_names is not None:
            check_labels(self.labels, count, len(self.class_names))


def check_labels(labels: NDArray[np.int64], count: int, classes: int) -> None:
    """Compare labels with the pictures and classes there are.

    Raises:
        ValueError: If there are more or fewer labels than pictures, or one is of no class.
    """
    if labels.shape != (count,):
        raise ValueError(f"{count} pictures must have as many labels, got {len(labels)}")
    outside = np.flatnonzero((labels < 0) | (labels >= classes))
    if outside.size:
        first = outside[0]
        raise ValueError(f"a label must be from 0 to {classes - 1}, got {labels[first]} of picture {first}")
