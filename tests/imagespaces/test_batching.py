from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict, Tuple
from gymnasium.vector.utils import batch_differing_spaces, batch_space, iterate

from imagespaces import CircleSquare, ImageSpace
from imagespaces.batching import ImageBatch
from imagespaces.pixels import PixelBox
from tests.imagespaces.toys import Glyphs, Shades

SMALL = CircleSquare(height=5, width=6, extent=4)
DARK = CircleSquare(height=5, width=6, extent=2, gradient=False)


def images_of(space: ImageSpace) -> set[bytes]:
    assert space.size is not None
    return {image.tobytes() for image in space.instances(range(space.size)).images}


# ----------------------------------------------------------------------------------------------------------------------
# A batch
# ----------------------------------------------------------------------------------------------------------------------


def test_a_batch_is_a_box_of_its_spaces() -> None:
    batch = ImageBatch([SMALL, DARK, SMALL])
    assert isinstance(batch, PixelBox)
    assert batch.shape == (3, 5, 6, 1)
    assert batch.dtype == np.float32
    assert batch.spaces == (SMALL, DARK, SMALL)


def test_each_lane_samples_its_own_space() -> None:
    batch = ImageBatch([SMALL, DARK], seed=0)
    known = images_of(SMALL), images_of(DARK)
    assert not known[0] & known[1]
    for _ in range(20):
        for lane, image in enumerate(batch.sample()):
            assert image.tobytes() in known[lane]


def test_one_space_many_times_samples_different_images() -> None:
    batch = ImageBatch([SMALL] * 50, seed=0)
    sample = batch.sample()
    assert sample in batch
    assert {image.tobytes() for image in sample} <= images_of(SMALL)
    assert len({image.tobytes() for image in sample}) > 20


def test_batches_of_batches_sample_images() -> None:
    nested = batch_space(batch_space(SMALL, 2), 3)
    sample = nested.sample()
    assert sample.shape == (3, 2, 5, 6, 1)
    assert {image.tobytes() for lane in sample for image in lane} <= images_of(SMALL)


def test_sampling_leaves_the_spaces_streams_alone() -> None:
    space, untouched = Shades(seed=3), Shades(seed=3)
    batch_space(space, 4).sample()
    batch_differing_spaces([space, space]).sample()
    ImageBatch([space, space]).sample()
    assert np.array_equal(space.sample(), untouched.sample())


def test_batching_copies_the_stream() -> None:
    first, second = (batch_space(Glyphs(seed=5), 9) for _ in range(2))
    assert np.array_equal(first.sample(), second.sample())
    differing = [batch_differing_spaces([Glyphs(seed=5), Glyphs(seed=6)]) for _ in range(2)]
    assert np.array_equal(differing[0].sample(), differing[1].sample())


def test_batches_are_seeded() -> None:
    batch = batch_space(SMALL, 3)
    samples = []
    for seed in (0, 0, 1):
        batch.seed(seed)
        samples.append(batch.sample().tolist())
    assert samples[0] == samples[1] != samples[2]


def test_batches_are_equal_by_their_spaces() -> None:
    assert ImageBatch([SMALL, DARK]) == ImageBatch([copy.deepcopy(SMALL), DARK], seed=3)
    for other in (ImageBatch([DARK, SMALL]), ImageBatch([SMALL] * 2), ImageBatch([SMALL]), SMALL, None):
        assert ImageBatch([SMALL, DARK]) != other
    box = Box(0, 1, (2, 5, 6, 1), np.float32)
    assert box != ImageBatch([SMALL, DARK])
    assert ImageBatch([SMALL, DARK]) != box


def test_batches_have_no_hash() -> None:
    with pytest.raises(TypeError, match=r"^unhashable type: 'ImageBatch'$"):
        hash(ImageBatch([SMALL]))


@pytest.mark.parametrize(
    ("batch", "shown"),
    [
        (ImageBatch([SMALL] * 3), f"ImageBatch([{SMALL!r}] * 3)"),
        (ImageBatch([SMALL, copy.deepcopy(SMALL)]), f"ImageBatch([{SMALL!r}] * 2)"),
        (ImageBatch([SMALL, DARK]), f"ImageBatch([{SMALL!r}, {DARK!r}])"),
    ],
)
def test_the_repr_evaluates_back(batch: ImageBatch, shown: str) -> None:
    assert repr(batch) == shown
    names = {"ImageBatch": ImageBatch, "CircleSquare": CircleSquare}
    assert eval(shown, names) == batch  # noqa: S307 - written above


def test_copies_continue_and_are_small() -> None:
    batch = ImageBatch([SMALL, DARK], seed=4)
    batch.sample()
    pickled = pickle.dumps(batch_space(ImageSpace(1000, 1000, 3), 100))
    assert len(pickled) < 2000
    others = [copy.deepcopy(batch), pickle.loads(pickle.dumps(batch))]  # noqa: S301 - of what was dumped here
    samples = [batch.sample().tolist() for _ in range(3)]
    for other in others:
        assert other == batch
        assert [other.sample().tolist() for _ in range(3)] == samples


@pytest.mark.parametrize(
    ("spaces", "found"),
    [
        ([], "no space"),
        ([SMALL, CircleSquare(height=6, width=5, extent=4)], "[((5, 6, 1), 'float32'), ((6, 5, 1), 'float32')]"),
        ([Glyphs(), Glyphs(dtype="uint8")], "[((2, 2, 1), 'float32'), ((2, 2, 1), 'uint8')]"),
    ],
)
def test_spaces_that_are_no_batch(spaces: list[ImageSpace], found: str) -> None:
    message = f"spaces of one batch must have one shape and dtype, got {found}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        ImageBatch(spaces)


# ----------------------------------------------------------------------------------------------------------------------
# Gymnasium's functions
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("space", [SMALL, Glyphs(), ImageSpace(2, 2, 1), ImageBatch([SMALL] * 2)], ids=repr)
def test_every_kind_is_batched_to_images(space: PixelBox) -> None:
    assert type(batch_space(space, 2)) is ImageBatch
    assert type(batch_differing_spaces([space, space])) is ImageBatch


def test_kinds_defined_later_are_known_too() -> None:
    class Plugged(Glyphs):
        """A space of somebody else."""

    class Derived(Plugged):
        """A space derived from that."""

    for kind in (Plugged, Derived):
        batch = batch_space(kind(), 3)
        assert type(batch) is ImageBatch
        assert batch.spaces == (kind(),) * 3
        assert type(batch_differing_spaces([kind(), kind(bright=7)])) is ImageBatch
        images = batch.sample()
        assert [image.tolist() for image in iterate(batch, images)] == images.tolist()


def test_different_spaces_of_a_kind_are_batched_as_they_are() -> None:
    batch = batch_differing_spaces([SMALL, DARK])
    assert batch == ImageBatch([SMALL, DARK])


def test_observations_are_batched_within() -> None:
    observations = Dict({"image": SMALL, "place": Box(-1, 1, (2,), np.float32)})
    batch: Any = batch_space(observations, 2)
    assert batch["image"] == ImageBatch([SMALL] * 2)
    differing: Any = batch_differing_spaces([observations, Dict({"image": DARK, "place": observations["place"]})])
    assert differing["image"] == ImageBatch([SMALL, DARK])


def test_members_of_tuples_are_iterated_over_together() -> None:
    batch = batch_space(Tuple((SMALL, Glyphs())), 3)
    sample: Any = batch.sample()
    members = list(iterate(batch, sample))
    assert len(members) == 3
    for lane, (first, second) in enumerate(members):
        assert first.tobytes() == sample[0][lane].tobytes()
        assert second.tobytes() == sample[1][lane].tobytes()


def test_noise_that_is_no_array_is_not_iterated_over() -> None:
    with pytest.raises(TypeError):
        iterate(SMALL, 3)
