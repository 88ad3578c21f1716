"""The order of an image's axes: MDP Playground has the width first, this library and most others the height.

Axes: ``H`` rows, ``W`` columns, ``C`` channels.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar, get_args

import numpy as np
from numpy.typing import NDArray

__all__ = ["Layout", "check_layout", "shape_in", "to_layout"]

Layout = Literal["whc", "hwc"]
"""``"whc"``: ``[W, H, C]``, as MDP Playground gives images; ``"hwc"``: ``[H, W, C]``."""

T = TypeVar("T", bound=np.generic)


def check_layout(layout: Any) -> Layout:
    """Give a layout as it was given.

    Raises:
        ValueError: If it is neither ``"whc"`` nor ``"hwc"``.
    """
    for allowed in get_args(Layout):
        if isinstance(layout, str) and layout == allowed:
            return allowed  # type: ignore[no-any-return]  # get_args forgets what it was given
    raise ValueError(f"layout must be one of {', '.join(map(repr, get_args(Layout)))}, got {layout!r}")


def to_layout(images: NDArray[T], layout: Layout) -> NDArray[T]:
    """Bring images to a layout, as a view.

    The two layouts are each other's mirror: brought to ``"whc"`` again, images are ``[…, H, W, C]`` as before.

    Args:
        images: ``[…, H, W, C]``.
        layout: ``"whc"`` for ``[…, W, H, C]``; ``"hwc"`` leaves them as they are.

    Raises:
        ValueError: If the layout is another, or there are fewer than three axes.

    >>> to_layout(np.zeros((5, 20, 30, 1)), "whc").shape
    (5, 30, 20, 1)
    """
    if images.ndim < 3:
        raise ValueError(f"images must have shape [..., H, W, C], got shape {list(images.shape)}")
    return images.swapaxes(-3, -2) if check_layout(layout) == "whc" else images


def shape_in(layout: Layout, shape: tuple[int, ...]) -> tuple[int, ...]:
    """Give the shape that images of ``shape``, (height, width, channels), have in a layout.

    >>> shape_in("whc", (20, 30, 1))
    (30, 20, 1)
    """
    height, width, channels = shape
    return (width, height, channels) if check_layout(layout) == "whc" else (height, width, channels)
