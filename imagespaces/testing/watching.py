"""Which images a space renders while it does something else, such as sampling."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from imagespaces.instances import Instance, Instances
from imagespaces.pixels import PIXEL_RANGE, convert
from imagespaces.space import ImageSpace

__all__ = ["watch"]

_WAYS = ("at", "instances", "images", "pixels", "render", "_finished", "_images")
"""The methods by which a space gives images; some call others."""


def watch(space: ImageSpace) -> set[bytes]:
    """Remember from now on what a space renders.

    Args:
        space: A space that nobody else has: its methods are replaced.

    Returns:
        The bytes of each image, in the type of the space's own images; there will be more.

    >>> from imagespaces import CircleSquare
    >>> space = CircleSquare(seed=0)
    >>> rendered = watch(space)
    >>> space.sample().tobytes() in rendered
    True
    """
    rendered: set[bytes] = set()
    for way in _WAYS:
        vars(space)[way] = partial(_told, getattr(space, way), space.dtype, rendered)
    return rendered


def _told(way: Callable[..., Any], dtype: np.dtype[Any], rendered: set[bytes], *given: Any, **named: Any) -> Any:
    """Call a method, and remember the images that it gives."""
    found = way(*given, **named)
    images = found.images if isinstance(found, Instances) else [found.image] if isinstance(found, Instance) else found
    rendered.update(convert(image, dtype).tobytes() for image in images if image.dtype.name in PIXEL_RANGE)
    return found
