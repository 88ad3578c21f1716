from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import CircleSquare, ImageSpace
from imagespaces.pixels import convert
from imagespaces.testing import BrokenLawError
from imagespaces.testing.laws.sampling import (
    batches_sample_images,
    samples_are_fresh,
    samples_are_images,
    sampling_is_seeded,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught
from tests.imagespaces.toys import Shades


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


class Guarded(Shapes):
    """Samples what can't be written to."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        images = super()._sample(random, count)
        images.flags.writeable = False
        return images


class Common(Shapes):
    """Samples from a table that all such spaces have in common."""

    table: ClassVar[dict[int, NDArray[Any]]] = {}

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        index = int(random.integers(self.num_states))
        return self.table.setdefault(index, self.images([index]))


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


class ConstantInBatches(Shapes):
    """Samples the same batches whatever the seed."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        return super()._sample(np.random.default_rng(0) if count > 1 else random, count)


class NoiseWithoutEnd(Shades):
    """Renders something, and samples noise."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        super()._sample(random, count)
        return random.random((count, *self.shape), np.float32)


class NoiseInEndlessBatches(Shades):
    """Samples images alone, and in batches noise beside them."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        images = super()._sample(random, count)
        images[1:] = random.random(images[1:].shape, np.float32)
        return images


class OwnWay(Shades):
    """Samples by values of its own choice, as it may."""

    def _sample(self, random: np.random.Generator, count: int) -> NDArray[Any]:
        values = {
            name: random.permutation(each) for name, each in self.factor_values(random.integers(99, size=count)).items()
        }
        return convert(self.render(values), self.dtype)


@each(
    Fault(sampling_is_seeded, Constant(), "seeds [0, 1, 2, 3, 4, 5] give the same samples"),
    Fault(sampling_is_seeded, Unseeded(), "a sample of seed 0 differs"),
    Fault(sampling_is_seeded, ZeroIsNone(), "a sample of seed 0 differs"),
    Fault(samples_are_images, Noise(), "a sample is no image of the space"),
    Fault(samples_are_images, Bright(), "a sample is not in the space"),
    Fault(samples_are_fresh, Buffered(), "a sample after the earlier ones were written to differs"),
    Fault(samples_are_fresh, Guarded(), "a sample can't be written to"),
    Fault(samples_are_fresh, Common(), "samples of two spaces share memory"),
    Fault(batches_sample_images, NoiseInBatches(), "an image in a batch's sample is no image of the space"),
    Fault(batches_sample_images, BrightInBatches(), "whether a sample of a batch is in the batch is False"),
    Fault(batches_sample_images, UnseededInBatches(), "a batch's sample of seed 0 differs"),
    Fault(batches_sample_images, ConstantInBatches(), "seeds [0, 1, 2, 3, 4, 5] give the same samples of a batch"),
    Fault(samples_are_images, NoiseWithoutEnd(), "a sample is none of the images that the space rendered for it"),
    Fault(
        batches_sample_images,
        NoiseInEndlessBatches(),
        "an image in a batch's sample is none of the images that the space rendered for it",
    ),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


@pytest.mark.parametrize("space", [OwnWay(), OwnWay(dtype="uint8"), CircleSquare(height=300, width=300)], ids=repr)
def test_images_of_large_spaces_are_told_from_noise(space: ImageSpace) -> None:
    for seed in range(3):
        samples_are_images(space, seed=seed)
        batches_sample_images(space, seed=seed)


class Gray(Shades):
    """Has no end of indices, and two images: one of them seldom."""

    share: ClassVar[float]

    def _images(self, values: Any) -> NDArray[np.float32]:
        bright = (values["shade"] < 0.5 * self.share).astype(np.float32)
        return np.broadcast_to(bright[:, None, None, None], (len(bright), *self.shape)).copy()


@pytest.mark.parametrize("share", [0.0, 0.01])
def test_samples_need_not_differ_where_images_do_not(share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Gray, "share", share, raising=False)
    sampling_is_seeded(Gray())
    batches_sample_images(Gray())


def test_a_table_in_common_is_not_spoilt() -> None:
    with pytest.raises(BrokenLawError):
        samples_are_fresh(Common())
    for index, images in Common.table.items():
        assert np.array_equal(images, Shapes().images([index]))
