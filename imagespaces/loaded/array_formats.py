"""Pictures and labels that are arrays: in NumPy's files, or in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.array_numbers import MAX_CLASSES, as_labels, as_pixels, numbered
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.held_arrays import HeldArray
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.named_files import find_file, list_named
from imagespaces.loaded.npy_files import read_npy, read_npz
from imagespaces.loaded.records import Records
from imagespaces.loaded.roots import missing
from imagespaces.loaded.stacks import Stack, checked_labels, put_together
from imagespaces.loaded.streams import wrong

__all__ = ["ArraysFormat", "HeldFormat"]

_WHOLE = {"": ("images", "labels")}
_DIVIDED = {part: (f"x_{part}", f"y_{part}") for part in ("train", "test")}

_Found: TypeAlias = Mapping[str, tuple[ListedFile, NDArray[Any]]]
"""Arrays by their names, each with the file that it is from."""


@dataclass(frozen=True)
class ArraysFormat:
    """Pictures and perhaps labels in npy files, or in one npz file.

    Attributes:
        file: The npz file that the arrays are in; None where each is an npy file of its own.
        divided: Whether they are ``x_train``, ``y_train``, ``x_test`` and ``y_test``, and not ``images``, ``labels``.
        class_names: What the classes are called; their numbers unless given.
    """

    file: str | None = None
    divided: bool = False
    class_names: tuple[str, ...] | None = None

    folder = "arrays"
    native_shape = (None, None, 3)
    source_page = ""

    @property
    def _names(self) -> Mapping[str, tuple[str, str]]:
        """What the arrays of pictures and of labels of each part are called."""
        return _DIVIDED if self.divided else _WHOLE

    @property
    def _label_names(self) -> tuple[str, ...]:
        """What the labels of all parts are called: they tell how many classes there are, whichever parts are read."""
        return tuple(labels for _, labels in self._names.values())

    @property
    def part_names(self) -> tuple[str, ...]:
        """Train and test, where they are told apart."""
        return tuple(name for name in self._names if name)

    @property
    def expected_files(self) -> str:
        """The files."""
        images, labels = zip(*self._names.values(), strict=True)
        if self.file is not None:
            return f"the file {self.file}, which holds {' and '.join(images)} and, for classes, {' and '.join(labels)}"
        both = [" and ".join(f"{name}.npy" for name in names) for names in (images, labels)]
        return f"the files {both[0]} and, for classes, {both[1]}"

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the npz file, or the npy files: those of pictures, and those of labels that are there."""
        if self.file is not None:
            return list_named(self, root, [[self.file]])
        pictures = list_named(self, root, [[f"{self._names[part][0]}.npy"] for part in parts or ("",)])
        labels = [find_file(root, f"{name}.npy") for name in self._label_names]
        return Listing((*pictures.files, *(file for file in labels if file is not None)), (), 0)

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:
        """Read the arrays.

        Raises:
            MissingDataError: If one is not there.
            ValueError: If one is not what it should be.
        """
        names = {part: self._names[part] for part in parts or ("",)}
        found = self._arrays((*(images for images, _ in names.values()), *self._label_names), listing)
        labelled = self.class_names is not None or any(labels in found for _, labels in names.values())
        needed = [name for both in names.values() for name in (both if labelled else both[:1])]
        lacking = [name for name in needed if name not in found]
        if lacking:
            raise missing(self, f"no {' nor '.join(lacking)} in {str(Path(root, self.file or ''))!r}")
        classes = self._classes(found) if labelled else None
        stacks = {part: [self._stack(found, *both, classes)] for part, both in names.items()}
        return put_together(stacks, classes)

    def _arrays(self, names: tuple[str, ...], listing: Listing) -> _Found:
        if self.file is not None:
            (file,) = listing.files
            return {name: (file, array) for name, array in read_npz(file, names).items()}
        return {file.name.removesuffix(".npy"): (file, read_npy(file)) for file in listing.files}

    def _classes(self, found: _Found) -> tuple[str, ...]:
        """Give what classes are called, once it is seen that there are names for all labels."""
        allowed = len(self.class_names or range(MAX_CLASSES))
        labels = [_numbers(*found[name], allowed) for name in self._label_names if name in found]
        return self.class_names or numbered(labels)

    def _stack(self, found: _Found, images: str, labels: str, classes: tuple[str, ...] | None) -> Stack:
        file, pictures = found[images]
        pixels = as_pixels(pictures, partial(wrong, file))
        return Stack(
            images, pixels, None if classes is None else _numbers(*found[labels], len(classes), count=len(pixels))
        )


def _numbers(file: ListedFile, array: NDArray[Any], classes: int, *, count: int | None = None) -> NDArray[np.int64]:
    """Give the labels of a file, as many as pictures where these are counted."""
    labels = as_labels(array, partial(wrong, file))
    return checked_labels(file, labels, len(labels) if count is None else count, classes)


@dataclass(frozen=True)
class HeldFormat:
    """Pictures and perhaps labels in memory.

    Attributes:
        images: uint8 ``[N, h, w, c]``.
        labels: int64 ``[N]``, or None without classes.
        class_names: What the classes are called, or None without any.
    """

    images: HeldArray
    labels: HeldArray | None
    class_names: tuple[str, ...] | None

    folder = "arrays"
    part_names = ()
    expected_files = "nothing: the pictures are in memory"
    source_page = ""

    @property
    def native_shape(self) -> tuple[int, int, int]:
        """The pictures' own size and channels."""
        _, height, width, channels = self.images.values.shape
        return height, width, channels

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:  # noqa: ARG002 - there are no files
        """List no file."""
        return Listing((), (), 0)

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - as above
        """Give the arrays."""
        labels = None if self.labels is None else self.labels.values
        return put_together({"": [Stack("images", self.images.values, labels)]}, self.class_names)
