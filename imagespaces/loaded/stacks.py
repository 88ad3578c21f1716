"""Data sets whose files hold many decoded pictures each, put together.

Axes: ``N`` pictures of a file or of all files, ``h`` rows, ``w`` columns, ``c`` channels.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from imagespaces.loaded.array_sources import ArraySources
from imagespaces.loaded.files import ListedFile
from imagespaces.loaded.records import Records
from imagespaces.loaded.streams import wrong

__all__ = ["Stack", "checked_labels", "put_together"]


class Stack(NamedTuple):
    """What one file holds.

    Attributes:
        name: What it is called in errors.
        pixels: uint8 ``[N, h, w, c]``.
        labels: int64 ``[N]``, or None without classes.
    """

    name: str
    pixels: NDArray[np.uint8]
    labels: NDArray[np.int64] | None


def checked_labels(
    file: ListedFile, labels: NDArray[Any], count: int, classes: int, first: int = 0
) -> NDArray[np.int64]:
    """Give the labels of a file as int64 ``[N]``.

    Args:
        file: The file that holds them.
        labels: Integers ``[N]``, of any type.
        count: How many pictures there are.
        classes: How many classes there are.
        first: The number of the first class in the file; of ``labels`` it is subtracted already.

    Raises:
        ValueError: If there are more or fewer labels than pictures, or one is of no class.
    """
    if len(labels) != count:
        raise wrong(file, f"hold a label for each of {count} pictures", f"{len(labels)} labels")
    outside = np.flatnonzero((labels < 0) | (labels >= classes))
    if outside.size:
        found = f"{labels[outside[0]] + first} of picture {outside[0]}"
        raise wrong(file, f"hold labels from {first} to {first + classes - 1}", found)
    return labels.astype(np.int64)


def put_together(stacks: Mapping[str, Sequence[Stack]], class_names: tuple[str, ...] | None) -> Records:
    """Give what a data set holds, from what its files hold, part by part.

    Args:
        stacks: The files of each part, in order; of a data set that is not divided, those of the part ``""``.
        class_names: What the classes are called, or None.
    """
    every = list(chain.from_iterable(stacks.values()))
    starts = list(accumulate((len(stack.pixels) for stack in every), initial=0))

    def name(number: int) -> str:
        at = bisect_right(starts, number) - 1
        return f"{every[at].name}[{number - starts[at]}]"

    pixels = every[0].pixels if len(every) == 1 else np.concatenate([stack.pixels for stack in every])
    labels = [stack.labels for stack in every if stack.labels is not None]
    counts = {part: sum(len(stack.pixels) for stack in own) for part, own in stacks.items()}
    return Records(
        ArraySources(pixels, name),
        parts={} if list(counts) == [""] else counts,
        labels=None if class_names is None else np.concatenate(labels),
        class_names=class_names,
    )
