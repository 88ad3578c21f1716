"""The masks of images, rendered once for all who ask, as :mod:`imagespaces.bank` does with the images.

Axes: ``N`` masks held, ``B`` of them that are asked for, ``H``, ``W`` of an image.

Memory: a bank of masks holds ``size × H × W`` values, once per process: bytes where masks tell where objects are, and
int16 where they tell classes. A data set whose masks are kept anyway takes nothing besides.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.bank import Bank, allocate
from imagespaces.masks import Masks
from imagespaces.space import ImageSpace

__all__ = ["MaskBank", "MaskLookup", "mask_dtype"]


def mask_dtype(space: ImageSpace) -> np.dtype[Any]:
    """Give the type of a space's masks: int16 where they tell the class of each pixel, else bool.

    >>> from imagespaces import Polygons
    >>> mask_dtype(Polygons())
    dtype('bool')
    """
    return np.dtype(np.bool_ if space.mask_names is None else np.int16)


class MaskBank(Bank):
    """The masks of all images of a finite space, rendered once, read-only, shared by all that look.

    Use :meth:`of`; ``pixels`` are the masks ``[N, H, W]``.

    Args:
        space: A finite space that has masks.
    """

    @classmethod
    def key_of(cls, space: ImageSpace) -> tuple[object, ...]:
        """Give what tells the masks of a space from those of all others, and from images."""
        return "masks", *super().key_of(space)

    def _held(self) -> NDArray[Any] | None:
        return self.space.stored_masks()

    def _room(self) -> NDArray[Any]:
        return allocate((self.space.num_states, self.space.height, self.space.width), mask_dtype(self.space))

    def _render(self, indices: NDArray[np.int64]) -> NDArray[Any]:
        return _rendered(self.space, indices)


class MaskLookup:
    """Masks by index: out of a bank where it may be held, else rendered when they are asked for.

    Args:
        space: A space that has masks.

    Raises:
        ValueError: If it has none.

    >>> from imagespaces import Polygons
    >>> MaskLookup(Polygons(height=20, width=20, radius=8))(np.array([0, 1])).shape
    (2, 20, 20)
    """

    def __init__(self, space: ImageSpace) -> None:
        if not space.has_masks:
            raise ValueError(f"masks are looked up in a space that has them, got {space!r}")
        self._space = space
        self._bank = MaskBank.of(space) if _may_be_held(space) else None

    def __call__(self, indices: NDArray[np.int64]) -> Masks:
        """Give the masks of indices ``[B]``, as ``[B, H, W]``, fresh; the indices are not checked."""
        if self._bank is None:
            return _rendered(self._space, indices)
        rows = indices if self._bank.rows is None else self._bank.rows[indices]
        return np.asarray(self._bank.pixels[rows])


def _rendered(space: ImageSpace, indices: NDArray[np.int64]) -> Masks:
    """Render masks ``[B, H, W]``, and no images."""
    return np.asarray(space.render_masks(space.factor_values(indices)))


def _may_be_held(space: ImageSpace) -> bool:
    if space.size is None:
        return False
    size = space.size * space.height * space.width * mask_dtype(space).itemsize
    return space.stored_masks() is not None or size <= space.bank_limit
