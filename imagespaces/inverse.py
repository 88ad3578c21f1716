"""From an image back to its state, for finite spaces."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.pixels import PIXEL_RANGE, PixelBox
from imagespaces.progress import report

__all__ = ["StateIndex"]

_CHUNK_BYTES = 4 << 20


class StateIndex:
    """The digests of all images of a finite space.

    Args:
        space: A finite space, for messages and the shape and type of its images.
        num_states: How many states it has.
        images: Gives the images ``[B, H, W, C]`` of states ``[B]``; each state is rendered once.

    Raises:
        ValueError: If two states have the same image, naming them.
    """

    def __init__(self, space: PixelBox, num_states: int, images: Callable[[NDArray[np.int64]], NDArray[Any]]) -> None:
        self._space = space
        self._states: dict[bytes, int] = {}
        chunk = max(1, _CHUNK_BYTES // (int(np.prod(space.shape)) * space.dtype.itemsize))
        for first in range(0, num_states, chunk):
            states = np.arange(first, min(first + chunk, num_states))
            for state, image in zip(states.tolist(), images(states), strict=True):
                other = self._states.setdefault(_digest(image), state)
                if other != state:
                    raise ValueError(
                        f"states must have different images, but {other} and {state} of {space!r} share one"
                    )
            report("telling images apart", int(states[-1]) + 1, num_states)

    def state_of(self, image: NDArray[Any]) -> int:
        """Give the state of an image.

        Raises:
            ValueError: If the image is not one of the space's.
        """
        if image not in self._space:
            low, high = PIXEL_RANGE[self._space.dtype.name]
            allowed = f"{self._space.dtype} {list(self._space.shape)} from {low} to {high}"
            raise ValueError(f"an image must be {allowed}, got {_describe(image)}")
        state = self._states.get(_digest(image))
        if state is None:
            raise ValueError(f"the image is none of the {len(self._states)} images of {self._space!r}")
        return state


def _describe(image: object) -> str:
    if not isinstance(image, np.ndarray):
        return type(image).__name__
    values = f" from {image.min()} to {image.max()}" if image.size else ""
    return f"{image.dtype} {list(image.shape)}{values}"


def _digest(image: NDArray[Any]) -> bytes:
    return blake2b(np.ascontiguousarray(image).tobytes(), digest_size=16).digest()
