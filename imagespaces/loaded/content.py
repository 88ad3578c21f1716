"""What is left of a data set once every picture was decoded: those that are good, once for all who look in a process.

Pictures that fit a limit are kept as they were decoded, and nothing is ever decoded again; else they are decoded when
they are asked for.

Axes: ``N`` good pictures, ``B`` of them that are asked for.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import allocate
from imagespaces.loaded.array_sources import ArraySources
from imagespaces.loaded.faults import Fault, PictureError, describe
from imagespaces.loaded.listing import path_order
from imagespaces.loaded.pictures import Form
from imagespaces.loaded.reading import read_pictures
from imagespaces.loaded.records import Names, Records, Result, Source, Sources
from imagespaces.progress import report

__all__ = ["Allocate", "Content", "Masks", "OnError", "Pixels", "collect", "in_memory", "judge", "unread"]

OnError: TypeAlias = Literal["raise", "skip"]
"""What becomes of a picture that can't be read: an error, or it is left out."""

Pixels: TypeAlias = NDArray[np.uint8]
Masks: TypeAlias = NDArray[np.int16]

Allocate: TypeAlias = Callable[[str, tuple[int, ...], np.dtype[Any]], NDArray[Any]]
"""Gives room for what is called ``"pixels"`` or ``"masks"``, of a shape and a type."""

Array = TypeVar("Array", Pixels, Masks)

_CHUNK = 256  # pictures that are copied at a time, so that progress is told
_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Content:
    """The ``N`` good pictures of a data set.

    Attributes:
        form: What each is brought to.
        where: What the data set is called in errors, as its directory.
        names: What each picture is called.
        parts: How many are of each part, in their order.
        labels: int64 ``[N]``, or None without classes.
        class_names: What the classes are called, or None.
        mask_names: What the classes of pixels are called, or None.
        pixels: uint8 ``[N, H, W, C]``, read-only, or None where they are not kept.
        masks: int16 ``[N, H, W]``, read-only, or None where they are not kept or there are none.
        sources: Where each comes from; none where pixels are kept.
        good: int64 ``[N]``, their numbers among all that the data set holds; None where they are all of these.
        faults: What is wrong with those that were left out.
    """

    form: Form
    where: str
    names: Sequence[str]
    parts: Mapping[str, int]
    labels: NDArray[np.int64] | None
    class_names: tuple[str, ...] | None
    mask_names: tuple[str, ...] | None
    pixels: Pixels | None
    masks: Masks | None
    sources: Sequence[Source] = ()
    good: NDArray[np.int64] | None = None
    faults: Sequence[Fault] = ()

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.names)

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
        sources = [self.sources[number] for number in numbers.tolist()]
        pixels = np.empty((len(sources), *self.form.shape), np.uint8)
        masks = np.empty(pixels.shape[:3] if self.mask_names else 0, np.int16)

        def take(place: int, result: Result) -> None:
            if isinstance(result, PictureError):
                raise PictureError(f"{sources[place].name!r} in {self.where} {result}") from result
            pixels[place] = result.pixels
            if result.mask is not None:
                masks[place] = result.mask

        read_pictures(sources, self.form, take)
        return pixels, masks


def in_memory(name: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:  # noqa: ARG001 - it has none
    """Give room that goes with the process."""
    return allocate(shape, dtype)


def collect(
    records: Records, form: Form, on_error: OnError, *, where: str, room: Allocate | None = in_memory
) -> Content:
    """Decode all pictures, and give the good ones.

    Args:
        records: What the data set holds.
        form: What pictures are brought to.
        on_error: What becomes of a picture that can't be read.
        where: What the data set is called in errors, as its directory.
        room: Where decoded pictures are kept; None if they are not.

    Raises:
        PictureError: If a picture can't be read and ``on_error`` is ``"raise"``; all of them are named.
        ValueError: If none can be read.
    """
    ready = records.sources.ready(form) if isinstance(records.sources, ArraySources) else None
    if ready is not None and ready.flags.c_contiguous and room is in_memory:
        room = None  # for that is where the array is, as samplers want it
    shape = (len(records.sources), *form.shape)
    pixels: Pixels | None = None if room is None else room("pixels", shape, np.dtype(np.uint8))
    masks: Masks | None = None
    if room is not None and records.mask_names is not None:
        masks = room("masks", shape[:3], np.dtype(np.int16))
    if ready is None:
        good, faults = _decode(records, form, pixels, masks)
    else:
        good, faults = np.arange(len(ready)), list(records.faults)
        pixels = ready if pixels is None else _copy(ready, pixels)
    faults.sort(key=lambda fault: path_order(fault.name))
    judge(where, len(good), faults, on_error)
    left = unread(records, form, where=where, good=good, faults=faults)
    if pixels is None:
        return left
    count = len(good)
    return replace(left, names=list(left.names), pixels=_cut(pixels, count), masks=_cut(masks, count), sources=())


def _decode(
    records: Records, form: Form, pixels: Pixels | None, masks: Masks | None
) -> tuple[NDArray[np.int64], list[Fault]]:
    """Decode all pictures into the first rows of what is given; give the numbers of the good ones, and what is wrong.

    Returns:
        int64 ``[N]``, and the faults.
    """
    total = len(records.sources)
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

    read_pictures(records.sources, form, take)
    return np.array(good, np.int64), faults


def _copy(ready: Pixels, pixels: Pixels) -> Pixels:
    for first in range(0, len(ready), _CHUNK):
        part = ready[first : first + _CHUNK]
        pixels[first : first + _CHUNK] = part
        report("reading pictures", first + len(part), len(ready))
    return pixels


def _cut(array: Array | None, count: int) -> Array | None:
    """Give what was filled of an array, read-only."""
    if array is None:
        return None
    array = array[:count]
    array.flags.writeable = False
    return array


def unread(
    records: Records,
    form: Form,
    *,
    where: str,
    good: NDArray[np.int64] | None = None,
    faults: Sequence[Fault] = (),
) -> Content:
    """Give the good pictures of a data set, none of which is kept.

    Args:
        records: What the data set holds.
        form: What pictures are brought to.
        where: What the data set is called in errors.
        good: int64 ``[N]``, the numbers of those that are good; all unless given.
        faults: What is wrong with the others.
    """
    sources, labels, parts = records.sources, records.labels, records.parts
    if good is not None and len(good) == len(sources):
        good = None
    if good is not None:
        sources = _chosen(sources, good)
        labels = None if labels is None else labels[good]
        ends = np.searchsorted(good, np.cumsum([0, *parts.values()]))
        parts = dict(zip(parts, np.diff(ends).tolist(), strict=True))
    return Content(
        form=form,
        where=where,
        names=Names(sources),
        parts=parts,
        labels=labels,
        class_names=records.class_names,
        mask_names=records.mask_names,
        pixels=None,
        masks=None,
        sources=sources,
        good=good,
        faults=faults,
    )


def _chosen(sources: Sequence[Source], numbers: NDArray[np.int64]) -> Sequence[Source]:
    return Sources(len(numbers), lambda number: sources[int(numbers[number])])


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
