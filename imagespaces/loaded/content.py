"""What is left of a data set once every picture was decoded: those that are good, once for all who look in a process.

Pictures that fit a limit are kept as they were decoded, and nothing is ever decoded again; else they are decoded when
they are asked for.

Axes: ``N`` good pictures, ``B`` of them that are asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import allocate
from imagespaces.loaded.faults import Fault, PictureError, describe
from imagespaces.loaded.listing import path_order
from imagespaces.loaded.pictures import Form
from imagespaces.loaded.reading import read_pictures
from imagespaces.loaded.records import Records, Result, Source
from imagespaces.progress import report

__all__ = ["Content", "Masks", "OnError", "Pixels", "collect", "judge"]

OnError: TypeAlias = Literal["raise", "skip"]
"""What becomes of a picture that can't be read: an error, or it is left out."""

Pixels: TypeAlias = NDArray[np.uint8]
Masks: TypeAlias = NDArray[np.int16]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Content:
    """The ``N`` good pictures of a data set.

    Attributes:
        form: What each is brought to.
        count: How many there are.
        parts: How many are of each part, in their order.
        labels: int64 ``[N]``, or None without classes.
        class_names: What the classes are called, or None.
        mask_names: What the classes of pixels are called, or None.
        pixels: uint8 ``[N, H, W, C]``, read-only, or None where they are not kept.
        masks: int16 ``[N, H, W]``, read-only, or None where they are not kept or there are none.
        sources: Where each comes from.
    """

    form: Form
    count: int
    parts: Mapping[str, int]
    labels: NDArray[np.int64] | None
    class_names: tuple[str, ...] | None
    mask_names: tuple[str, ...] | None
    pixels: Pixels | None
    masks: Masks | None
    sources: Sequence[Source]

    def images(self, numbers: NDArray[np.int64]) -> Pixels:
        """Give pictures by number ``[B]``: uint8 ``[B, H, W, C]``, fresh.

        Raises:
            PictureError: If they are not kept, and a file is not what it was.
        """
        if self.pixels is not None:
            return self.pixels[numbers]
        return self._decoded(numbers)[0]

    def maps(self, numbers: NDArray[np.int64]) -> Masks | None:
        """Give the classes of pixels by number ``[B]``: int16 ``[B, H, W]``, fresh; None where there are none.

        Raises:
            PictureError: If they are not kept, and a file is not what it was.
        """
        if self.mask_names is None:
            return None
        return self._decoded(numbers)[1] if self.masks is None else self.masks[numbers]

    def _decoded(self, numbers: NDArray[np.int64]) -> tuple[Pixels, Masks]:
        sources = [self.sources[int(number)] for number in numbers]
        pixels = np.empty((len(sources), *self.form.shape), np.uint8)
        masks = np.empty(pixels.shape[:3] if self.mask_names else 0, np.int16)

        def take(place: int, result: Result) -> None:
            if isinstance(result, PictureError):
                raise PictureError(f"{sources[place].name!r} {result}") from result
            pixels[place] = result.pixels
            if result.mask is not None:
                masks[place] = result.mask

        read_pictures(sources, self.form, take)
        return pixels, masks


def collect(records: Records, form: Form, on_error: OnError, *, where: str, keep: bool) -> Content:
    """Decode all pictures, and give the good ones.

    Args:
        records: What the data set holds.
        form: What pictures are brought to.
        on_error: What becomes of a picture that can't be read.
        where: What the data set is called in errors, as its directory.
        keep: Whether decoded pictures are kept.

    Raises:
        PictureError: If a picture can't be read and ``on_error`` is ``"raise"``; all of them are named.
        ValueError: If none can be read.
    """
    total = len(records.sources)
    shape = (total, *form.shape)
    pixels = allocate(shape, np.dtype(np.uint8)) if keep else None
    masks = allocate(shape[:3], np.dtype(np.int16)) if keep and records.mask_names is not None else None
    good: list[int] = []
    faults = list(records.faults)

    def take(place: int, result: Result) -> None:
        if isinstance(result, PictureError):
            faults.append(Fault(records.sources[place].name, str(result)))
        else:
            if pixels is not None:
                pixels[len(good)] = result.pixels
            if masks is not None and result.mask is not None:
                masks[len(good)] = result.mask
            good.append(place)
        report("reading pictures", place + 1, total)

    _log.info("reading %d pictures of %s", total, where)
    read_pictures(records.sources, form, take)
    faults.sort(key=lambda fault: path_order(fault.name))
    judge(where, len(good), faults, on_error)
    return _content(records, form, np.array(good, np.int64), _finished(pixels, len(good)), _finished(masks, len(good)))


def _finished(array: NDArray[np.generic] | None, count: int) -> NDArray[np.generic] | None:
    """Give what was filled of an array, read-only."""
    if array is None:
        return None
    array = array[:count]
    array.flags.writeable = False
    return array


def _content(records: Records, form: Form, good: NDArray[np.int64], pixels: Any, masks: Any) -> Content:
    ends = np.cumsum([0, *records.parts.values()])
    counts = np.diff(np.searchsorted(good, ends)).tolist()
    return Content(
        form=form,
        count=len(good),
        parts=dict(zip(records.parts, counts, strict=True)),
        labels=None if records.labels is None else records.labels[good],
        class_names=records.class_names,
        mask_names=records.mask_names,
        pixels=pixels,
        masks=masks,
        sources=records.sources if len(good) == len(records.sources) else [records.sources[at] for at in good.tolist()],
    )


def judge(where: str, good: int, faults: Sequence[Fault], on_error: OnError) -> None:
    """Raise, or log, what is wrong with pictures.

    Args:
        where: What the data set is called.
        good: How many pictures can be read.
        faults: What is wrong with the others.
        on_error: What becomes of these.

    Raises:
        PictureError: If there are faults and ``on_error`` is ``"raise"``.
        ValueError: If no picture is good.
    """
    if not faults:
        return
    found = f"{len(faults)} of {good + len(faults)} pictures in {where} cannot be read"
    if on_error == "raise":
        raise PictureError(f"{found}; mend or remove them, or leave them out (on_error: skip):\n{describe(faults)}")
    if not good:
        raise ValueError(f"{found}, and at least 1 must be:\n{describe(faults)}")
    _log.warning("%s and are left out:\n%s", found, describe(faults))
