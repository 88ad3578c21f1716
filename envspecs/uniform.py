"""Boxes with one bound for all numbers, which take no memory to say so.

Gymnasium's own box holds its bounds number by number: for the logits of an image's pixels, in a batch of environments,
that is more than all images.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

import numpy as np
from gymnasium.spaces import Box, Space
from gymnasium.vector.utils import batch_differing_spaces, batch_space, iterate
from numpy.typing import DTypeLike, NDArray

__all__ = ["UniformBox"]


class UniformBox(Box):
    """A :class:`gymnasium.spaces.Box` all of whose numbers have the same bounds.

    Args:
        low: The least number; −inf for none.
        high: The greatest; inf for none.
        shape: Any shape.
        dtype: The type of the numbers.
        seed: Seed of :meth:`sample`, or a generator.

    >>> UniformBox(-1, 1, (2, 3), "float32") == Box(-1, 1, (2, 3), np.float32)
    True
    """

    def __init__(
        self,
        low: float,
        high: float,
        shape: tuple[int, ...],
        dtype: DTypeLike,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        Space.__init__(self, shape, dtype, seed)
        self._bounds = low, high
        self.low, self.high = (np.broadcast_to(np.array(bound, dtype), shape) for bound in (low, high))
        self.bounded_below, self.bounded_above = (np.broadcast_to(np.isfinite(bound), shape) for bound in (low, high))
        self.low_repr, self.high_repr = map(str, self._bounds)

    def sample(self, mask: Any = None, probability: Any = None) -> NDArray[Any]:
        """Draw an element; numbers without bounds normally, in their own type, which takes half of Gymnasium's memory.

        Raises:
            ValueError: If a mask is given: boxes know none.
        """
        if mask is None and probability is None and self.dtype == np.float32 and self._bounds == (-np.inf, np.inf):
            return self.np_random.standard_normal(self.shape, np.float32)
        return super().sample(mask, probability)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle and copy as the bounds, with the state of the random stream."""
        return type(self), (*self._bounds, self.shape, self.dtype.name, self._np_random)


def _batch(space: UniformBox, n: int = 1) -> UniformBox:
    return UniformBox(*space._bounds, (n, *space.shape), space.dtype, deepcopy(space.np_random))  # noqa: SLF001 - its own


def _batch_differing(spaces: Sequence[Box]) -> Box:
    return Box(
        np.array([space.low for space in spaces]),
        np.array([space.high for space in spaces]),
        dtype=spaces[0].dtype.type,
        seed=deepcopy(spaces[0].np_random),
    )


def _iterate(_space: UniformBox, items: NDArray[Any]) -> Iterator[Any]:
    return iter(items)


# As for Gymnasium's own boxes; samples and comparisons do not tell these from those.
batch_space.register(UniformBox, _batch)
batch_differing_spaces.register(UniformBox, _batch_differing)
iterate.register(UniformBox, _iterate)
