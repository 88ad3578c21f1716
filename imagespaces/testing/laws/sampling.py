"""Samples are images of the space, and depend on the seed alone."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, all_images, expect, expect_same, expect_yes, sampled
from imagespaces.testing.law import always, has_instances, law, small
from imagespaces.testing.watching import watch

__all__ = ["batches_sample_images", "samples_are_fresh", "samples_are_images", "sampling_is_seeded"]

_SEEDS = range(6)
_LANES = 3
_LOOKED_AT = 16


@law(always)
def sampling_is_seeded(space: ImageSpace, seed: int) -> None:
    """A seed, 0 too, gives the same samples again, given to the constructor or to ``seed``; others give others."""
    for each in (0, seed):
        first, other = sampled(space, each), again(space)
        other.seed(each)
        for image, same in zip(first, (other.sample() for _ in first), strict=True):
            expect_same(same, image, f"a sample of seed {each}")
    if _varies(space, seed):
        different = {b"".join(image.tobytes() for image in sampled(space, each, 8)) for each in _SEEDS}
        expect(len(different) > 1, f"seeds {list(_SEEDS)} give the same samples")


@law(always)
def samples_are_images(space: ImageSpace, seed: int) -> None:
    """Samples are in the space, and each is an image that it renders, by an index or by values of its factors."""
    own = again(space, seed=seed)
    rendered = watch(own)
    images = [own.sample() for _ in range(3)]
    expect(all(image in space for image in images), "a sample is not in the space")
    _expect_images(space, images, rendered, "a sample")


@law(always)
def samples_are_fresh(space: ImageSpace, seed: int) -> None:
    """A sample can be written to, and that changes no later one."""
    first, other = again(space, seed=seed), again(space, seed=seed)
    for _ in range(4):
        image, same = first.sample(), other.sample()
        expect_same(image, same, "a sample after the earlier ones were written to")
        expect(image.flags.writeable, "a sample can't be written to")
        expect(not np.shares_memory(image, same), "samples of two spaces share memory")
        image[...] = (image == 0).astype(image.dtype)


@law(always)
def batches_sample_images(space: ImageSpace, seed: int) -> None:
    """A batched space samples images of the space, not noise; a seed, given to the space or the batch, says which."""
    own = again(space, seed=seed)
    rendered = watch(own)
    batch, other = batch_space(own, _LANES), batch_space(again(space), _LANES)
    images = batch.sample()
    expect_yes(batch.contains(images), "whether a sample of a batch is in the batch")
    other.seed(seed)
    expect_same(other.sample(), images, f"a batch's sample of seed {seed}")
    if _varies(space, seed):
        different = {batch_space(again(space, seed=each), _LANES).sample().tobytes() for each in _SEEDS}
        expect(len(different) > 1, f"seeds {list(_SEEDS)} give the same samples of a batch")
    _expect_images(space, list(images), rendered, "an image in a batch's sample")


def _varies(space: ImageSpace, seed: int) -> bool:
    """Tell whether the images differ, so that samples can: no more than three quarters of some are the same."""
    if not has_instances(space):
        return True
    drawn = np.random.default_rng(seed).integers(space.size or 2**63, size=_LOOKED_AT, dtype=np.uint64)
    images = Counter(image.tobytes() for image in space.images(drawn))
    return max(images.values()) <= _LOOKED_AT * 3 // 4


def _expect_images(space: ImageSpace, images: list[NDArray[Any]], rendered: set[bytes], what: str) -> None:
    """Demand that all are images of the space: of all of them where it is small, else of those rendered meanwhile."""
    found = {image.tobytes() for image in images}
    if small(space):
        expect(found <= {image for _, image in all_images(space)}, f"{what} is no image of the space")
    elif has_instances(space):
        expect(found <= rendered, f"{what} is none of the images that the space rendered for it")
