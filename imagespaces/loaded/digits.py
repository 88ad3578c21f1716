"""Handwritten digits that are always there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
from numpy.typing import DTypeLike, NDArray
from PIL import Image

from imagespaces.arguments import check_size
from imagespaces.factors import Domain, ExplicitSplit, Finite, Partitioner, RandomSplit
from imagespaces.loaded.loaded_space import one_of
from imagespaces.loaded.parts import PICTURE
from imagespaces.loaded.relabelling import Classed, Relabelling, relabel
from imagespaces.space import ImageSpace
from imagespaces.transforms import Transform

__all__ = ["NATIVE_SIDE", "Digits"]

NATIVE_SIDE = 8
"""The rows and columns of the digits as they were published."""

Upsampling: TypeAlias = Literal["smooth", "nearest"]

_NAMES = tuple("0123456789")
_FILTERS = {"smooth": Image.Resampling.BICUBIC, "nearest": Image.Resampling.NEAREST}
_TRAIN, _TEST = 0.8, 0.2


class _Published(NamedTuple):
    """The digits as they were published.

    Attributes:
        pixels: uint8 ``[N, 8, 8]``, from 0 to 16, read-only.
        labels: int64 ``[N]``, read-only.
    """

    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64]


class Digits(ImageSpace):
    """The 1,797 handwritten digits of the UCI optical recognition set's test part, which come with this package.

    White on black, in gray. They were published with 8 × 8 pixels of 17 levels, and are brought to the size wanted:
    smoothly, by a bicubic filter that is antialiased where they shrink, or with hard edges. Unless classes are left out
    state = place in the published file; the factor ``picture`` is that place in any case.

    Unless a partition is given, the splits ``train`` and ``test`` hold 1,451 and 346 pictures, drawn at random once and
    for all: the same pictures are for testing whatever the size and the classes. The same people wrote both.

    Source: E. Alpaydin and C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository,
    1998, https://doi.org/10.24432/C50P49, licensed under CC BY 4.0.

    Args:
        height: Rows.
        width: Columns.
        upsampling: ``"smooth"``, or ``"nearest"`` for hard edges.
        classes: What is made of the ten classes, one after another, such as that some are left out.
        partition: How all pictures are divided among named splits instead.
        transforms: What is done to the images.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of what is random about the transforms.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If an argument is not allowed.

    >>> space = Digits(height=8, width=8, dtype="uint8")
    >>> space.size, space.splits["train"].size, space.at(0).label
    (1797, 1451, 0)
    >>> space.at(0).image[..., 0]
    array([[  0,   0,  80, 207, 143,  16,   0,   0],
           [  0,   0, 207, 239, 159, 239,  80,   0],
           [  0,  48, 239,  32,   0, 175, 128,   0],
           [  0,  64, 191,   0,   0, 128, 128,   0],
           [  0,  80, 128,   0,   0, 143, 128,   0],
           [  0,  64, 175,   0,  16, 191, 112,   0],
           [  0,  32, 223,  80, 159, 191,   0,   0],
           [  0,   0,  96, 207, 159,   0,   0,   0]], dtype=uint8)
    """

    _source_dtype = "uint8"
    may_repeat = True  # where they are made very small

    def __init__(
        self,
        *,
        height: int = 32,
        width: int = 32,
        upsampling: Upsampling = "smooth",
        classes: Sequence[Relabelling] = (),
        partition: Partitioner | None = None,
        transforms: Sequence[Transform] = (),
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.upsampling = one_of("upsampling", upsampling, get_args(Upsampling))
        self.classes = tuple(classes)
        classed = relabel(Classed(_published().labels, _NAMES), self.classes)
        self._numbers = np.flatnonzero(classed.labels >= 0)
        super().__init__(
            check_size("height", height),
            check_size("width", width),
            1,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=(Finite(PICTURE, self._numbers.tolist()),),
            partition=partition or _native_partition(self._numbers),
            transforms=transforms,
        )
        self.partition = partition
        self.class_names = classed.names
        self._classes = classed.labels[self._numbers]

    def _labels(self, codes: Mapping[str, NDArray[np.int64]]) -> NDArray[np.int64]:
        return self._classes[codes[PICTURE]]

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        images: NDArray[np.uint8] = self._all()[values[PICTURE]]
        return images

    def _all(self) -> NDArray[np.uint8]:
        return _brought_to(self.height, self.width, self.upsampling)

    def stored_pixels(self) -> NDArray[np.uint8] | None:
        """Give all 1,797 pictures, uint8 ``[1797, H, W, 1]``, read-only; None where transforms change them."""
        return None if self.transforms else self._all()

    def stored_rows(self) -> NDArray[np.int64] | None:
        """Give the rows of :meth:`stored_pixels` by state, ``[size]``; None where they are the states."""
        return self._numbers if self.classes else None


@lru_cache(maxsize=1)
def _published() -> _Published:
    """Read the digits from the package."""
    with files(__package__).joinpath("data", "digits.npz").open("rb") as file, np.load(file) as held:
        pixels, labels = held["pixels"], held["labels"].astype(np.int64)
    for array in (pixels, labels):
        array.flags.writeable = False
    return _Published(pixels, labels)


@lru_cache(maxsize=8)
def _brought_to(height: int, width: int, upsampling: Upsampling) -> NDArray[np.uint8]:
    """Give all digits in a size, uint8 ``[N, H, W, 1]``, read-only: 16 becomes 255."""
    levels = np.rint(np.arange(17) * (255 / 16)).astype(np.uint8)
    digits = levels[_published().pixels]
    images = np.empty((len(digits), height, width, 1), np.uint8)
    for digit, image in zip(digits, images, strict=True):
        image[..., 0] = np.asarray(Image.fromarray(digit).resize((width, height), _FILTERS[upsampling]))
    images.flags.writeable = False
    return images


@lru_cache(maxsize=1)
def _tested() -> frozenset[int]:
    """Give the numbers of the pictures that are for testing."""
    domain = Domain([Finite(PICTURE, range(len(_published().labels)))])
    test = RandomSplit({"train": _TRAIN, "test": _TEST}).divide(domain).splits["test"]
    return frozenset(test.indices(range(test.size or 0)).tolist())


def _native_partition(numbers: NDArray[np.int64]) -> ExplicitSplit:
    parts: dict[str, list[int]] = {"train": [], "test": []}
    for number in numbers.tolist():
        parts["test" if number in _tested() else "train"].append(number)
    return ExplicitSplit({name: {PICTURE: chosen} for name, chosen in parts.items()})
