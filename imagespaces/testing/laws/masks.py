"""What is told of objects and of classes of pixels in other ways than by the masks of instances agrees with these."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from imagespaces.mask_bank import MaskLookup
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import expect, expect_same
from imagespaces.testing.law import bankable, has_instances, law

__all__ = ["coverage_fits_masks", "stored_masks_equal_masks"]

_FAR = 2
"""Masks round to whole pixels what objects cover: so many pixels beside a mask something may still be covered."""


def masked(space: ImageSpace) -> bool:
    """Take spaces whose instances have masks."""
    return has_instances(space) and space.has_masks


def covering(space: ImageSpace) -> bool:
    """Take spaces that know where objects are."""
    return has_instances(space) and space.knows_objects


@law(covering, one_by_one=True)
def coverage_fits_masks(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """What objects cover of each pixel is float32 from 0 to 1: more than 0 in the mask, 0 well away from it."""
    values = space.factor_values(indices)
    covered, masks = space.cover(values), space.render_masks(values)
    alike = np.zeros((len(indices), space.height, space.width), np.float32)
    expect_same(np.zeros_like(covered), alike, "the coverage")
    outside = covered[~((covered >= 0) & (covered <= 1))]
    expect(not outside.size, f"of a pixel {outside[:1]} is covered, where 0 to 1 is allowed")
    if masks is None:
        return
    for index, shares, mask in zip(indices.tolist(), covered, masks, strict=True):
        expect(shares[mask].all(), f"at {index} nothing is covered of a pixel of the mask")
        away = shares[~_grown(mask)] if mask.any() else shares[:0]  # what is thin may have no mask
        expect(not away.any(), f"at {index} a pixel is covered that is more than {_FAR} pixels away from the mask")


@law(masked)
def stored_masks_equal_masks(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Masks that are held anyway, and those that tasks look up, are the masks of the instances."""
    masks, rows = space.instances(indices).masks, space.stored_rows()
    stored = None if space.size is None else space.stored_masks()
    if masks is not None and stored is not None:
        expect_same(stored[indices if rows is None else rows[indices]], masks, "a mask that is held")
    if masks is not None and (space.size is None or bankable(space)):
        expect_same(MaskLookup(space)(indices), masks, "a mask that is looked up")


def _grown(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Give a mask ``[H, W]`` with all that is near it."""
    side = 2 * _FAR + 1
    return np.asarray(sliding_window_view(np.pad(mask, _FAR), (side, side)).any(axis=(2, 3)))
