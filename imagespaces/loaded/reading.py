"""Reading many pictures, several at a time, each exactly once, and handing them on in their order."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from threading import RLock
from types import ModuleType

from PIL import Image, ImageFile

from imagespaces.loaded.faults import PictureError
from imagespaces.loaded.pictures import MAX_PIXELS, Form
from imagespaces.loaded.records import Decoded, Result, Source

__all__ = ["read_aside", "read_picture", "read_pictures", "strict"]

_WORKERS = min(4, os.cpu_count() or 1)
_BATCH = 8 * _WORKERS  # so that no more results than these wait to be taken
_lock = RLock()


def read_pictures(sources: Sequence[Source], form: Form, take: Callable[[int, Result], None]) -> None:
    """Read pictures, in a few threads: decoders leave Python's lock to others.

    Args:
        sources: Where they come from.
        form: What each is brought to.
        take: Is given each place in ``sources`` and the picture or what is wrong with it, in order and in this thread.
    """
    with strict(), ThreadPoolExecutor(_WORKERS, "imagespaces-reading") as pool:
        for first in range(0, len(sources), _BATCH):
            results = pool.map(partial(read_picture, form), sources[first : first + _BATCH])
            for place, result in enumerate(results, first):
                take(place, result)


def read_picture(form: Form, source: Source) -> Result:
    """Give a picture, or what is wrong with it."""
    try:
        return source.decode(form)
    except PictureError as error:
        return error


def read_aside(form: Form, source: Source) -> Decoded:
    """Give a picture where other threads do other things: the same as ever, or an error.

    No setting of the process is changed for that, which others could notice; Pillow's warnings are heard.

    Raises:
        PictureError: If the picture can't be read, or Pillow was told to accept what is cut short.
    """
    decoded = source.decode(form)
    if ImageFile.LOAD_TRUNCATED_IMAGES:
        raise PictureError(f"LOAD_TRUNCATED_IMAGES must be False, got {ImageFile.LOAD_TRUNCATED_IMAGES}")
    return decoded


@contextmanager
def strict() -> Iterator[None]:
    """Make Pillow refuse pictures that are cut short, accept their sizes, and keep its warnings to itself.

    These are settings of the whole process, and other packages change them: what is read must not depend on that. They
    are put back in the end; one block at a time is inside.
    """
    with (
        _lock,
        _setting(ImageFile, "LOAD_TRUNCATED_IMAGES", value=False),
        _setting(Image, "MAX_IMAGE_PIXELS", value=_limit()),
        warnings.catch_warnings(),
    ):
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def _limit() -> int | None:
    """Give how many pixels Pillow may accept: as many as it is told, or as are accepted here."""
    told = Image.MAX_IMAGE_PIXELS
    return None if told is None else max(told, MAX_PIXELS)


@contextmanager
def _setting(module: ModuleType, name: str, *, value: object) -> Iterator[None]:
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)
