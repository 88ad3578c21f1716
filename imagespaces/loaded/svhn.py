"""The Street View House Numbers: digits in photographs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.listing import Listing
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace
from imagespaces.loaded.mat_files import Variable, read_mat
from imagespaces.loaded.named_files import list_named
from imagespaces.loaded.records import Records
from imagespaces.loaded.stacks import Stack, checked_labels, put_together
from imagespaces.loaded.streams import wrong

__all__ = ["Svhn", "SvhnFormat"]

_NAMES = tuple("0123456789")
_SIDE, _CHANNELS = 32, 3


@dataclass(frozen=True)
class SvhnFormat:
    """Photographs of 32 × 32 pixels with a digit in the middle, in one MATLAB file for each part."""

    folder = "svhn"
    part_names = ("train", "test", "extra")
    native_shape = (_SIDE, _SIDE, _CHANNELS)
    expected_files = "the files train_32x32.mat, test_32x32.mat and extra_32x32.mat, as far as their parts are read"
    source_page = "http://ufldl.stanford.edu/housenumbers/"
    num_classes = len(_NAMES)

    def listing(self, root: str, parts: tuple[str, ...]) -> Listing:
        """List the file of each part."""
        return list_named(self, root, [[f"{part}_32x32.mat"] for part in parts])

    def records(self, root: str, parts: tuple[str, ...], listing: Listing) -> Records:  # noqa: ARG002 - it is listed
        """Read the files."""
        stacks = {part: [_stack(file)] for part, file in zip(parts, listing.files, strict=True)}
        return put_together(stacks, _NAMES)


class Svhn(LoadedSpace):
    """The Street View House Numbers, cropped: photographs of 32 × 32 pixels, the class is the digit in the middle.

    Parts are ``train`` (73,257 pictures), ``test`` (26,032) and ``extra`` (531,131, which are easier). All three are
    read unless ``parts`` says otherwise, as ``parts=["train", "test"]`` does where the extra pictures, of 1.6 GB once
    they are unpacked, are not there or not wanted. In the files the digit 0 has the label 10; here it has 0.

    Args:
        **options: What every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`).

    Raises:
        MissingDataError: If files are missing.
        ValueError: If an argument is not allowed, or a file is not what it should be.
    """

    def __init__(self, **options: Unpack[LoadedOptions]) -> None:
        super().__init__(SvhnFormat(), **options)


def _stack(file: ListedFile) -> Stack:
    found = read_mat(file, ("X", "y"))
    pixels = _pixels(file, found["X"])
    numbers = found["y"].values.astype(np.float64)
    whole = (numbers == np.trunc(numbers)) & (np.abs(numbers) < 256)
    if found["y"].sizes != (len(numbers), 1) or not whole.all():
        strange = "all of them whole" if whole.all() else f"{numbers[~whole][0]} among them"
        raise wrong(file, "hold y as a column of whole numbers below 256", f"{list(found['y'].sizes)}, {strange}")
    labels = checked_labels(file, numbers.astype(np.int64) - 1, len(pixels), len(_NAMES), first=1)
    return Stack(file.name, pixels, (labels + 1) % 10)


def _pixels(file: ListedFile, pictures: Variable) -> NDArray[np.uint8]:
    """Give the pictures ``[N, H, W, C]`` of an array ``[H, W, C, N]`` whose first axis changes fastest, uncopied."""
    if pictures.values.dtype != np.uint8 or len(pictures.sizes) != 4 or pictures.sizes[:3] != (_SIDE, _SIDE, _CHANNELS):
        found = f"{pictures.values.dtype} {list(pictures.sizes)}"
        raise wrong(file, f"hold X as unsigned bytes [{_SIDE}, {_SIDE}, {_CHANNELS}, N]", found)
    columns = pictures.values.astype(np.uint8, copy=False).reshape(-1, _CHANNELS, _SIDE, _SIDE)
    return columns.transpose(0, 3, 2, 1)
