"""Samples are images of the space, and depend on the seed alone."""

from __future__ import annotations

from gymnasium.vector.utils import batch_space

from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, all_images, expect, expect_same, expect_yes, sampled
from imagespaces.testing.law import always, law, small

__all__ = ["batches_sample_images", "samples_are_fresh", "samples_are_images", "sampling_is_seeded"]

_SEEDS = range(6)


@law(always)
def sampling_is_seeded(space: ImageSpace, seed: int) -> None:
    """A seed, 0 too, gives the same samples again, given to the constructor or to ``seed``; others give others."""
    for each in (0, seed):
        first, other = sampled(space, each), again(space)
        other.seed(each)
        for image, same in zip(first, (other.sample() for _ in first), strict=True):
            expect_same(same, image, f"a sample of seed {each}")
    if space.size != 1:
        different = {b"".join(image.tobytes() for image in sampled(space, each, 8)) for each in _SEEDS}
        expect(len(different) > 1, f"seeds {list(_SEEDS)} give the same samples")


@law(always)
def samples_are_images(space: ImageSpace, seed: int) -> None:
    """Samples are in the space; where all images can be looked at, each is one of them."""
    images = sampled(space, seed)
    expect(all(image in space for image in images), "a sample is not in the space")
    if small(space):
        known = {image for _, image in all_images(space)}
        expect(all(image.tobytes() in known for image in images), "a sample is no image of the space")


@law(always)
def samples_are_fresh(space: ImageSpace, seed: int) -> None:
    """Writing into a sample changes no later one."""
    first, other = again(space, seed=seed), again(space, seed=seed)
    for _ in range(4):
        image, same = first.sample(), other.sample()
        expect_same(image, same, "a sample after the earlier ones were written to")
        image[...] = (image == 0).astype(image.dtype)


@law(always)
def batches_sample_images(space: ImageSpace, seed: int) -> None:
    """A batched space samples images of the space, not noise, and is seeded as the single one is."""
    batch, other = (batch_space(again(space, seed=seed), 3) for _ in range(2))
    images = batch.sample()
    expect_yes(batch.contains(images), "whether a sample of a batch is in the batch")
    expect_same(other.sample(), images, f"a batch's sample of seed {seed}")
    if small(space):
        known = {image for _, image in all_images(space)}
        expect(
            all(image.tobytes() in known for image in images), "a batch's sample holds what is no image of the space"
        )
