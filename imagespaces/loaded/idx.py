"""MNIST and the data sets that come in its format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack, get_args

import numpy as np

from imagespaces.arguments import check_flag
from imagespaces.loaded.checksums import check_md5
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.idx_data_sets import DATA_SETS, IdxDataSet, spellings
from imagespaces.loaded.idx_files import read_idx
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace, one_of
from imagespaces.loaded.named_files import list_named
from imagespaces.loaded.records import Records
from imagespaces.loaded.stacks import Stack, checked_labels, put_together
from imagespaces.names import IdxName

__all__ = ["Idx", "IdxFormat"]

_SIDE = 28


@dataclass(frozen=True)
class IdxFormat:
    """Gray pictures of 28 × 28 pixels and their classes, in two IDX files for each part.

    Attributes:
        dataset: Which data set.
        checksums: Whether files are compared with the checksums that the data set publishes.
    """

    dataset: IdxName = "mnist"
    checksums: bool = True

    part_names = ("train", "test")
    native_shape = (_SIDE, _SIDE, 1)

    @property
    def about(self) -> IdxDataSet:
        """What tells the data set from the others."""
        return DATA_SETS[self.dataset]

    @property
    def folder(self) -> str:
        """``idx/`` and the data set, or EMNIST for all of its splits."""
        return f"idx/{self.about.folder or self.dataset}"

    @property
    def expected_files(self) -> str:
        """The unpacked files."""
        names = [choices[0] for choices in self._choices(self.part_names)]
        return f"the files {', '.join(names)} of {self.about.title}, packed (.gz) or not"

    @property
    def source_page(self) -> str:
        """The data set's own page."""
        return self.about.page

    @property
    def num_classes(self) -> int:
        """How many classes the data set has."""
        return len(self.about.class_names)

    def _choices(self, parts: tuple[str, ...]) -> list[tuple[str, ...]]:
        stems = [self.about.stems[part] for part in parts]
        return [spellings(stem, what, rank) for stem in stems for what, rank in (("images", 3), ("labels", 1))]

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the files, pictures and classes of each part in turn."""
        return list_named(self, root, self._choices(parts))

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Read the files."""
        if self.checksums:
            for file in listing.files:
                if published := self.about.md5.get(file.name):
                    check_md5(file, published)
        images, labels = listing.files[::2], listing.files[1::2]
        stacks = [self._stack(*pair) for pair in zip(images, labels, strict=True)]
        return put_together({part: [stack] for part, stack in zip(parts, stacks, strict=True)}, self.about.class_names)

    def _stack(self, images: ListedFile, labels: ListedFile) -> Stack:
        about = self.about
        pixels = read_idx(images, (_SIDE, _SIDE))
        numbers = read_idx(labels, ()).astype(np.int64) - about.first_label
        classes = checked_labels(labels, numbers, len(pixels), len(about.class_names), about.first_label)
        if about.transposed:
            pixels = np.ascontiguousarray(pixels.transpose(0, 2, 1))
        return Stack(images.name, pixels[..., None], classes)


class Idx(LoadedSpace):
    """MNIST, Fashion-MNIST, Kuzushiji-MNIST and the splits of EMNIST: gray pictures of 28 × 28 pixels.

    The files have their original names, packed (``.gz``) or not, with the hyphens of the data sets' pages or the dots
    that some archives put in place of the last but one: ``train-images-idx3-ubyte``, ``train-images.idx3-ubyte``. Parts
    are ``train`` and ``test``. EMNIST's pictures, which lie on their sides in its files, stand upright here, and its
    letters are counted from 0.

    Everything is checked: the header against the pictures expected and against the length, gzip's checksums, and of the
    packed files of Fashion-MNIST the MD5 checksums that its README lists. No more is unpacked than the header says.

    Args:
        dataset: Which data set.
        checksums: Whether files are compared with the checksums that the data set publishes. Only those of
            Fashion-MNIST are published, so that of the others this changes nothing.
        **options: What every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`).

    Raises:
        MissingDataError: If files are missing.
        ValueError: If an argument is not allowed, or a file is not what it should be.
    """

    def __init__(self, *, dataset: IdxName = "mnist", checksums: bool = True, **options: Unpack[LoadedOptions]) -> None:
        self.dataset = one_of("dataset", dataset, get_args(IdxName))
        self.checksums = check_flag("checksums", checksums)
        super().__init__(IdxFormat(self.dataset, self.checksums), **options)
