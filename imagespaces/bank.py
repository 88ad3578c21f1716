"""The pictures that environments look at: all images of a space rendered once, or one slot per environment.

Axes: ``N`` pictures held, ``B`` lanes (environments side by side), ``H``, ``W``, ``C`` of an image.

Memory: a bank holds ``size × H × W × C`` values, once per process however many environments look at it; slots hold
``B × H × W × C``. Values are uint8 where the images or their source are bytes, else float32. A bank of more than
:data:`MAPPED_BYTES` lies in an unlinked temporary file that is mapped into memory, so that the system may drop its
pages. A space whose images would take more than its ``bank_limit`` has no bank, nor has an unbounded one.
"""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Callable
from threading import RLock
from typing import Any, Protocol, Self, cast, runtime_checkable
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from imagespaces.ahead import Ahead
from imagespaces.progress import report
from imagespaces.space import ImageSpace

__all__ = [
    "MAPPED_BYTES",
    "Bank",
    "Foreseeing",
    "Gallery",
    "Slots",
    "SlotsAhead",
    "Slow",
    "Wall",
    "allocate",
    "gallery",
    "reserve",
]

MAPPED_BYTES = 64 << 20
"""Bytes from which on a bank is mapped from a file."""

_CHUNK_BYTES = 512 << 10  # what the renderers' working arrays of it leave in the processor's cache
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_log = logging.getLogger(__name__)
_banks: WeakValueDictionary[tuple[object, ...], Bank] = WeakValueDictionary()
_lock = RLock()


class Gallery(Protocol):
    """Pictures on show, one per lane."""

    @property
    def space(self) -> ImageSpace:
        """Where the pictures come from."""

    @property
    def pixels(self) -> NDArray[Any]:
        """The pictures, ``[N, H, W, C]``, float32 in [0, 1] or uint8; never to be written by who looks."""

    @property
    def rows(self) -> NDArray[np.intp]:
        """Which picture each lane looks at, ``[B]``."""

    def show(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Put the pictures of ``indices`` on show in ``lanes``, both ``[b]``."""


@runtime_checkable
class Foreseeing(Gallery, Protocol):
    """A gallery that is told what will probably be shown next, for it takes long to make."""

    def expect(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Make ready what ``lanes`` will probably be shown next, both ``[b]``."""

    def close(self) -> None:
        """End what runs on for that."""


@runtime_checkable
class Slow(Protocol):
    """A space whose images may take long to make, mostly without Python's lock, as those of files do."""

    def maker(self) -> Callable[[int], NDArray[Any]] | None:
        """Give what makes the image of an index as :meth:`ImageSpace.pixels` does, ``[H, W, C]``, in any thread.

        It may raise anything: the image is then made anew where it is shown. None where making takes no time.
        """


class Bank:
    """All images of a finite space, rendered once, read-only, shared by all that look.

    Use :meth:`of`; banks of equal spaces are the same.

    Args:
        space: A finite space.
    """

    def __init__(self, space: ImageSpace) -> None:
        self.space = space
        held = self._held()
        self.pixels: NDArray[Any] = self._rendered() if held is None else held
        self.pixels.flags.writeable = False
        self.rows = None if held is None else space.stored_rows()
        """Which picture each state is of, ``[size]``; None where pictures are in the order of the states."""

    @classmethod
    def of(cls, space: ImageSpace) -> Self:
        """Give the bank of a space, which is made if there is none.

        >>> from imagespaces import CircleSquare
        >>> Bank.of(CircleSquare()) is Bank.of(CircleSquare())
        True
        """
        key = cls.key_of(space)
        with _lock:
            bank = _banks.get(key)
            if bank is None:
                bank = _banks[key] = cls(space)
            return cast("Self", bank)  # keys of different kinds of banks differ

    @classmethod
    def key_of(cls, space: ImageSpace) -> tuple[object, ...]:
        """Give what tells the bank of a space from all others."""
        return space.bank_key()

    def _held(self) -> NDArray[Any] | None:
        """Give what is held anyway of all that this is a bank of; None where it must be rendered."""
        return self.space.stored_pixels()

    def _room(self) -> NDArray[Any]:
        """Give the array that is rendered into."""
        return allocate((self.space.num_states, *self.space.shape), self.space.stored_dtype)

    def _render(self, indices: NDArray[np.int64]) -> NDArray[Any]:
        """Give some rows of it."""
        return self.space.pixels(indices)

    def _rendered(self) -> NDArray[Any]:
        pixels = self._room()
        count = len(pixels)
        chunk = max(1, _CHUNK_BYTES // (pixels[0].nbytes or 1))
        _log.debug("rendering %d images of %r into %.1f MiB", count, self.space, pixels.nbytes / 2**20)
        for first in range(0, count, chunk):
            indices = np.arange(first, min(first + chunk, count))
            pixels[indices[0] : indices[-1] + 1] = self._render(indices)
            report("rendering images", int(indices[-1]) + 1, count)
        return pixels

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as the recipe: where it is unpickled, it is looked up or made."""
        return type(self).of, (self.space,)


class Wall:
    """A gallery that hangs pictures of a bank.

    Args:
        bank: The pictures.
        lanes: How many lanes look.
    """

    def __init__(self, bank: Bank, lanes: int) -> None:
        self.bank = bank
        self.rows = np.zeros(lanes, np.intp)

    @property
    def space(self) -> ImageSpace:
        """Where the pictures come from."""
        return self.bank.space

    @property
    def pixels(self) -> NDArray[Any]:
        """The bank's pictures, ``[N, H, W, C]``."""
        return self.bank.pixels

    def show(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Put the pictures of ``indices`` on show in ``lanes``, both ``[b]``: nothing is rendered or copied."""
        self.rows[lanes] = indices if self.bank.rows is None else self.bank.rows[indices]


class Slots:
    """A gallery with one picture per lane, rendered when it is shown.

    Args:
        space: Where the pictures come from.
        lanes: How many lanes look.
    """

    def __init__(self, space: ImageSpace, lanes: int) -> None:
        self.space = space
        self.pixels = np.zeros((lanes, *space.shape), space.stored_dtype)
        self.rows = np.arange(lanes, dtype=np.intp)

    def show(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Render the pictures of ``indices`` for ``lanes``, both ``[b]``."""
        chunk = max(1, _CHUNK_BYTES // (self.pixels[0].nbytes or 1))
        for first in range(0, len(lanes), chunk):
            part = slice(first, first + chunk)
            self.pixels[lanes[part]] = self.space.pixels(indices[part])


class SlotsAhead(Slots):
    """Slots that are filled in threads, with what will probably be shown, before it is.

    What is shown is the same as without: at most one picture per lane is held besides.

    Args:
        space: Where the pictures come from.
        lanes: How many lanes look.
        make: The space's maker.
    """

    def __init__(self, space: ImageSpace, lanes: int, make: Callable[[int], NDArray[Any]]) -> None:
        super().__init__(space, lanes)
        self._ahead = Ahead(make)

    def expect(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Make ready what ``lanes`` will probably be shown next, both ``[b]``."""
        for lane, index in zip(lanes.tolist(), indices.tolist(), strict=True):
            self._ahead.expect(lane, index)

    def show(self, lanes: NDArray[np.intp], indices: NDArray[np.int64]) -> None:
        """Put the pictures of ``indices`` on show in ``lanes``, both ``[b]``; those that are not ready are rendered."""
        pairs = zip(lanes.tolist(), indices.tolist(), strict=True)
        missing = [row for row, (lane, index) in enumerate(pairs) if not self._hang(lane, index)]
        super().show(lanes[missing], indices[missing])

    def _hang(self, lane: int, index: int) -> bool:
        picture = self._ahead.take(lane, index)
        if picture is None:
            return False
        self.pixels[lane] = picture
        return True

    def close(self) -> None:
        """End the threads."""
        self._ahead.close()

    def __reduce__(self) -> tuple[Any, ...]:
        """Copy and pickle without the threads."""
        return _slots_of, (self.space, self.pixels)


def _slots_of(space: ImageSpace, pixels: NDArray[Any]) -> Slots:
    slots = _slots(space, len(pixels))
    slots.pixels[...] = pixels
    return slots


def _slots(space: ImageSpace, lanes: int) -> Slots:
    make = space.maker() if isinstance(space, Slow) else None
    return Slots(space, lanes) if make is None else SlotsAhead(space, lanes, make)


def gallery(space: ImageSpace, lanes: int) -> Wall | Slots:
    """Give the pictures of a space for ``lanes`` lanes: a bank where it may be held, else slots.

    >>> from imagespaces import CircleSquare
    >>> type(gallery(CircleSquare(), 4)).__name__
    'Wall'
    """
    size = space.size
    if size is not None and size * int(np.prod(space.shape)) * space.stored_dtype.itemsize <= space.bank_limit:
        return Wall(Bank.of(space), lanes)
    return _slots(space, lanes)


def allocate(shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    """Give an array to be filled; above :data:`MAPPED_BYTES` it lies in an unlinked temporary file.

    Raises:
        OSError: If there is no room for the file.

    >>> allocate((2, 3), np.dtype(np.uint8)).shape
    (2, 3)
    """
    size = int(np.prod(shape)) * dtype.itemsize
    if size <= MAPPED_BYTES:
        return np.empty(shape, dtype)
    with tempfile.TemporaryFile(prefix="imagespaces-") as file:
        reserve(file.fileno(), size, tempfile.gettempdir())
        return np.memmap(file, dtype, "w+", shape=shape).view(np.ndarray)  # a plain array, as what is taken of it is


def reserve(descriptor: int, size: int, where: str) -> None:
    """Claim the room that a file will take: else a full disk would end the process when a page is first written.

    Args:
        descriptor: The open file.
        size: Bytes, at least 1.
        where: What the place is called in the error.

    Raises:
        OSError: If there is no room, as far as the system can tell.
    """
    try:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, size)
    except OSError as error:
        if error.errno in _NO_ROOM:  # some file systems cannot tell
            raise OSError(error.errno, f"{size} bytes of images must fit where they are kept", where) from error
    os.ftruncate(descriptor, size)
