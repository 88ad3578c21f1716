"""Contact sheets of image spaces."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from envspecs.words import counted
from imagespaces import ImageSpace, Instances
from imagespaces.progress import report

__all__ = ["describe", "draw_preview", "drawn_indices"]

_AT_ONCE = 64


def drawn_indices(space: ImageSpace, *, split: str = "all", count: int = 24, seed: int = 0) -> NDArray[np.int64]:
    """Draw different images of a split, each as likely as any other; all of them, in order, where they are no more.

    Args:
        space: The space.
        split: The part of it.
        count: How many images.
        seed: Another seed, other images.

    Returns:
        Indices, int64 ``[count]`` or shorter.

    Raises:
        ValueError: If the space has no such split.

    >>> from imagespaces import CircleSquare
    >>> drawn_indices(CircleSquare(), count=3).shape
    (3,)
    """
    part = space.split(split)
    if part.size <= count:
        return part.indices(np.arange(part.size))
    random = np.random.Generator(np.random.Philox(seed))
    return part.indices(random.choice(part.size, count, replace=False))


def draw_preview(space: ImageSpace, indices: NDArray[np.int64], *, title: str) -> NDArray[np.uint8]:
    """Draw images of a space with their classes and indices.

    Args:
        space: The space.
        indices: Which images, ``[n]``, at least one.
        title: The words above them.

    Returns:
        uint8 ``[height, width, 3]``.
    """
    from envspecs.drawing.sheets import draw_sheet  # noqa: PLC0415 - what draws is imported when it is drawn

    images: list[NDArray[Any]] = []
    captions: list[tuple[str, str]] = []
    for first in range(0, len(indices), _AT_ONCE):
        many = space.instances(indices[first : first + _AT_ONCE])
        images.extend(many.images)
        captions.extend(_captions(space, many))
        report("rendering images", len(images), len(indices))
    return draw_sheet(images, captions, title=title, subtitle=describe(space))


def _captions(space: ImageSpace, many: Instances) -> list[tuple[str, str]]:
    """Give for each image its class and its index, or its index alone where there are no classes."""
    numbers = [f"#{index}" for index in many.indices]
    if many.labels is None or space.class_names is None:
        return [(number, "") for number in numbers]
    return [(space.class_names[label], number) for label, number in zip(many.labels, numbers, strict=True)]


def describe(space: ImageSpace) -> str:
    """Say in a few words what images a space has.

    >>> from imagespaces import CircleSquare
    >>> describe(CircleSquare())
    '28 x 28, gray · 1,568 images · 2 classes'
    """
    colours = {1: "gray", 3: "colour"}.get(space.channels, f"{space.channels} channels")
    size = "endlessly many images" if space.size is None else counted(space.size, "image")
    classes = [] if space.num_classes is None else [counted(space.num_classes, "class")]
    return " · ".join([f"{space.height} x {space.width}, {colours}", size, *classes])
