"""Batches of image spaces, and their registration with Gymnasium's functions over spaces.

Gymnasium's own batch of a Box is a Box of noise: samples of it are no images. An :class:`ImageBatch` remembers which
spaces it holds, and samples images of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from gymnasium.vector.utils import batch_differing_spaces, batch_space, iterate
from numpy.typing import NDArray

from imagespaces.pixels import PixelBox

__all__ = ["ImageBatch", "register"]


class ImageBatch(PixelBox):
    """Several image spaces of one shape, side by side: elements are ``[N, *shape]``.

    Args:
        spaces: ``N`` spaces, often ``N`` times the same.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        ValueError: If there is no space, or if their shapes or dtypes differ.

    >>> from imagespaces import ImageSpace
    >>> ImageBatch([ImageSpace(4, 4, 1)] * 3).sample().shape
    (3, 4, 4, 1)
    """

    def __init__(self, spaces: Sequence[PixelBox], seed: int | np.random.Generator | None = None) -> None:
        kinds = sorted({(space.shape, space.dtype.name) for space in spaces})
        if len(kinds) != 1:
            raise ValueError(f"spaces of one batch must have one shape and dtype, got {kinds or 'no space'}")
        super().__init__((len(spaces), *spaces[0].shape), spaces[0].dtype, seed)
        self.spaces = tuple(spaces)

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        first = self.spaces[0]
        if all(space is first for space in self.spaces):
            together = first._sample(random, count * len(self.spaces))  # noqa: SLF001 - the hook of its own class
            return together.reshape(count, *self.shape)
        each = [space._sample(random, count) for space in self.spaces]  # noqa: SLF001 - the same
        return np.stack(each, axis=1)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.spaces, self._np_random)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ImageBatch) and self.spaces == other.spaces

    __hash__ = None  # type: ignore[assignment]  # like Gymnasium's spaces, which can change

    def __repr__(self) -> str:
        first = self.spaces[0]
        if all(space is first or space == first for space in self.spaces):
            return f"ImageBatch([{first!r}] * {len(self.spaces)})"
        return f"ImageBatch({list(self.spaces)!r})"


def register(kind: type[PixelBox]) -> None:
    """Make Gymnasium's ``batch_space``, ``batch_differing_spaces`` and ``iterate`` know a class of image spaces.

    Two of the three look the exact class up, so that each subclass must be registered; the others
    (``concatenate``, ``create_empty_array``, ``flatten``, …) serve every Box.
    """
    batch_space.register(kind, _batch)
    batch_differing_spaces.register(kind, _batch_differing)
    iterate.register(kind, _iterate)


def _batch(space: PixelBox, n: int = 1) -> ImageBatch:
    return ImageBatch((space,) * n, seed=deepcopy(space.np_random))


def _batch_differing(spaces: Sequence[PixelBox]) -> ImageBatch:
    return ImageBatch(spaces, seed=deepcopy(spaces[0].np_random))


def _iterate(_space: Box, items: NDArray[Any]) -> Iterator[Any]:
    return iter(items)


register(ImageBatch)
