"""Pictures that a user has as arrays, in NumPy's files or in memory."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import partial
from typing import Any, Unpack

import numpy as np
from numpy.typing import ArrayLike, NDArray

from imagespaces.arguments import check_flag
from imagespaces.loaded.array_formats import ArraysFormat, HeldFormat
from imagespaces.loaded.array_numbers import MAX_CLASSES, as_labels, as_pixels, numbered
from imagespaces.loaded.held_arrays import HeldArray
from imagespaces.loaded.loaded_space import LoadedOptions, LoadedSpace

__all__ = ["Arrays", "ArraysFormat"]

_FILE_NAME = re.compile(r"[^/\\\0]+\.npz")


class Arrays(LoadedSpace):
    """Pictures that a user has as arrays: in NumPy's files, or in memory.

    Pictures are unsigned bytes, or floats from 0 to 1, which are kept as bytes: ``rint(255 × value)``. They have the
    shape ``[N, h, w]`` or ``[N, h, w, 1]`` in gray, ``[N, h, w, 3]`` in colour. Labels are integers ``[N]`` from 0 on;
    without labels there are no classes.

    In memory: ``Arrays(images=pixels, labels=classes)``. The arrays are copied once, and all spaces of a process that
    are made of equal ones share that copy. Such spaces are equal, and are pickled with their arrays; size and channels
    are the arrays' own unless given.

    In files: ``Arrays(root="folder", file="data.npz", height=28, width=28, channels=1)`` reads ``images`` and
    ``labels`` of an npz file; without ``file``, ``images.npy`` and ``labels.npy`` of the folder. With ``divided=True``
    the arrays are called ``x_train``, ``y_train``, ``x_test`` and ``y_test``, and the parts are ``train`` and ``test``.
    Height and width must be given, and colour is the default. Nothing is unpickled, and no more is unpacked than the
    headers say.

    Args:
        images: The pictures, where they are in memory.
        labels: Their classes, likewise.
        file: The name of an npz file in the root.
        divided: Whether there are parts.
        class_names: What the classes are called; their numbers, up to the highest of all parts, unless given.
        **options: What every space of a data set takes (:class:`~imagespaces.loaded.LoadedSpace`); of arrays in memory
            there is no root.

    Raises:
        MissingDataError: If files or arrays are missing.
        ValueError: If an argument is not allowed, or an array is not what it should be.

    >>> space = Arrays(images=np.eye(4).reshape(1, 4, 4), labels=[0], class_names=["diagonal"])
    >>> space.shape, space.at(0).image[1, :, 0], space.class_names
    ((4, 4, 1), array([0., 1., 0., 0.], dtype=float32), ('diagonal',))
    """

    def __init__(
        self,
        *,
        images: ArrayLike | HeldArray | None = None,
        labels: ArrayLike | HeldArray | None = None,
        file: str | None = None,
        divided: bool = False,
        class_names: Sequence[str] | None = None,
        **options: Unpack[LoadedOptions],
    ) -> None:
        self.file = _file_name(file)
        self.divided = check_flag("divided", divided)
        names = _names(class_names)
        # What names of its own an argument had, methods of the space have: `images(indices)`, `labels(indices)`.
        self._arguments: dict[str, object] = {"images": None, "labels": None, "class_names": names}
        if images is None and labels is None:
            super().__init__(ArraysFormat(self.file, self.divided, names), **options)
            return
        root = options.pop("root", None)
        if images is None or self.file is not None or self.divided or root is not None:
            found = (
                f"images {'missing' if images is None else 'given'}, file {file!r}, divided {divided}, root {root!r}"
            )
            raise ValueError(f"arrays in memory are images and perhaps labels, without files, got {found}")
        described = _held(images, labels, names)
        self._arguments |= {"images": described.images, "labels": described.labels, "root": None}
        options["root"] = os.sep  # any directory: there is nothing to be found in it
        super().__init__(described, **options)

    def parameters(self) -> dict[str, Any]:
        """Give what the space was made of: its constructor's arguments, less the seed."""
        return super().parameters() | self._arguments


def _file_name(file: object) -> str | None:
    if file is None or (isinstance(file, str) and _FILE_NAME.fullmatch(file)):
        return file
    raise ValueError(f"file must be the name of an npz file in the root, got {file!r}")


def _names(class_names: Sequence[str] | None) -> tuple[str, ...] | None:
    if class_names is None:
        return None
    names = () if isinstance(class_names, str) else tuple(class_names)
    if not names or len(set(names)) != len(names) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"class_names must be different names, at least one, got {class_names!r}")
    return names


def _held(
    images: ArrayLike | HeldArray, labels: ArrayLike | HeldArray | None, names: tuple[str, ...] | None
) -> HeldFormat:
    pixels = HeldArray.of(images, partial(as_pixels, wrong=partial(_wrong, "images")))
    if labels is None:
        if names is not None:
            raise ValueError(f"class_names must be None where there are no labels, got {list(names)}")
        return HeldFormat(pixels, None, None)
    allowed = len(names or range(MAX_CLASSES))
    classes = HeldArray.of(labels, partial(_checked, count=len(pixels.values), classes=allowed))
    return HeldFormat(pixels, classes, names or numbered([classes.values]))


def _checked(labels: NDArray[Any], count: int, classes: int) -> NDArray[np.int64]:
    """Give labels as int64 ``[N]``."""
    found = as_labels(labels, partial(_wrong, "labels"))
    if len(found) != count or found.min() < 0 or found.max() >= classes:
        shown = f"{len(found)} from {found.min()} to {found.max()}" if len(found) else "none"
        raise _wrong("labels", f"be {count} integers from 0 to {classes - 1}", shown)
    return found.astype(np.int64, copy=False)


def _wrong(name: str, allowed: str, found: object) -> ValueError:
    return ValueError(f"{name} must {allowed}, got {found}")
