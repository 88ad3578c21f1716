"""What the cache on disk holds of a data set: its good pictures, or only which these are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, overload

import numpy as np
import PIL
from numpy.typing import NDArray

from imagespaces.cache import Builder, DamagedEntryError, Entry
from imagespaces.loaded.content import Content
from imagespaces.loaded.faults import Fault
from imagespaces.loaded.records import check_labels
from imagespaces.loaded.wanted import READERS_VERSION, Wanted

__all__ = ["check_good", "restore", "store"]


class _Names(Sequence[str]):
    """What the pictures of an entry are called, read when that is asked for."""

    def __init__(self, entry: Entry, count: int) -> None:
        self._entry, self._count = entry, count

    @cached_property
    def _names(self) -> Sequence[str]:
        return self._entry.text("names")

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> str: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...

    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return self._names[at]


def store(content: Content, wanted: Wanted, builder: Builder) -> None:
    """Make an entry of pictures, whose pixels and masks are in the builder where they are kept.

    Where they are not kept, it tells which pictures of the data set are good.

    Raises:
        OSError: If there is no room for it.
    """
    arrays = {"labels": content.labels}
    if content.pixels is None:
        arrays["good"] = content.good
    else:
        builder.add_texts("names", content.names)
    for name, array in arrays.items():
        if array is not None:
            builder.add(name, array)
    about = {
        "kind": wanted.format.folder,
        "root": wanted.root,
        "format": repr(wanted.format),
        "form": asdict(wanted.form),
        "on_error": wanted.on_error,
        "pictures": content.count,
        "parts": dict(content.parts),
        "class_names": content.class_names,
        "mask_names": content.mask_names,
        "skipped": content.faults,
        "versions": {"readers": READERS_VERSION, "Pillow": PIL.__version__},
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    builder.publish(about, content.count)


def restore(entry: Entry, wanted: Wanted) -> Content:
    """Give the pictures of an entry; those that are not kept have no sources.

    Raises:
        DamagedEntryError: If it contradicts itself or what is asked for.
        OSError: If it can't be read.
    """
    try:
        return _restored(entry.about, entry, wanted)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise DamagedEntryError(f"what it says of pictures cannot be read: {type(error).__name__}: {error}") from error


def check_good(content: Content, total: int) -> None:
    """Compare which pictures are good with those that a data set holds.

    Args:
        content: Pictures of an entry, which are not kept.
        total: How many the data set holds.

    Raises:
        DamagedEntryError: If they are not some of these, in order.
    """
    good = np.arange(total) if content.good is None else content.good
    in_order = bool((np.diff(good, prepend=-1, append=total) > 0).all())
    if good.shape != (content.count,) or not in_order:
        raise DamagedEntryError(f"good must number {content.count} of {total} pictures in order, got {good}")


def _restored(about: Mapping[str, Any], entry: Entry, wanted: Wanted) -> Content:
    count, parts, names = int(about["pictures"]), dict(about["parts"]), about["class_names"]
    labels, pixels, masks = (entry.array(name) for name in ("labels", "pixels", "masks"))
    _expect("pixels", pixels, (count, *wanted.form.shape))
    _expect("masks", masks, (count, *wanted.form.shape[:2]))
    if parts and sum(parts.values()) != count:
        raise ValueError(f"parts must make up all {count} pictures, got {parts}")
    if (labels is None) != (names is None):
        raise ValueError(f"labels and class_names come together, got {names}")
    if labels is not None:
        check_labels(labels, count, len(names))
    return Content(
        form=wanted.form,
        where=wanted.where,
        names=_Names(entry, count),
        parts=parts,
        labels=labels,
        class_names=_texts(names),
        mask_names=_texts(about["mask_names"]),
        pixels=pixels,
        masks=masks,
        good=entry.array("good"),
        faults=[Fault(str(name), str(reason)) for name, reason in about["skipped"]],
    )


def _expect(name: str, array: NDArray[np.generic] | None, shape: tuple[int, ...]) -> None:
    if array is not None and array.shape != shape:
        raise ValueError(f"{name} must have the shape {shape}, got {array.shape}")


def _texts(values: Sequence[object] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(map(str, values))
