from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.testing.laws.sampling import (
    batches_sample_images,
    samples_are_fresh,
    samples_are_images,
    sampling_is_seeded,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught


class Constant(Shapes):
    """Samples the same images whatever the seed."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(np.random.default_rng(0), count)


class Unseeded(Shapes):
    """Samples from a generator that nobody seeds."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(np.random.default_rng(), count)


class ZeroIsNone(Shapes):
    """Takes 0 for no seed."""

    def seed(self, seed: int | None = None) -> Any:
        return super().seed(seed or None)


class Noise(Shapes):
    """Samples noise."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return random.random((count, *self.shape), np.float32)


class Bright(Shapes):
    """Samples what is not in the space."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(random, count) + np.float32(1)


class Buffered(Shapes):
    """Samples from a table, which its callers can write to."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        if not hasattr(self, "table"):
            self.table = super()._sample(np.random.default_rng(0), 2)
        return self.table[int(random.integers(2))][None] if count == 1 else super()._sample(random, count)


class NoiseInBatches(Shapes):
    """Samples images alone, and noise in batches."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return random.random((count, *self.shape), np.float32) if count > 1 else super()._sample(random, count)


class BrightInBatches(Shapes):
    """Samples images alone, and what is not in the space in batches."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(random, count) + np.float32(count > 1)


class UnseededInBatches(Shapes):
    """Takes no seed for batches."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(np.random.default_rng() if count > 1 else random, count)


@each(
    Fault(sampling_is_seeded, Constant(), "seeds [0, 1, 2, 3, 4, 5] give the same samples"),
    Fault(sampling_is_seeded, Unseeded(), "a sample of seed 0 differs"),
    Fault(sampling_is_seeded, ZeroIsNone(), "a sample of seed 0 differs"),
    Fault(samples_are_images, Noise(), "a sample is no image of the space"),
    Fault(samples_are_images, Bright(), "a sample is not in the space"),
    Fault(samples_are_fresh, Buffered(), "a sample after the earlier ones were written to differs"),
    Fault(batches_sample_images, NoiseInBatches(), "a batch's sample holds what is no image of the space"),
    Fault(batches_sample_images, BrightInBatches(), "whether a sample of a batch is in the batch is False"),
    Fault(batches_sample_images, UnseededInBatches(), "a batch's sample of seed 0 differs"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)
