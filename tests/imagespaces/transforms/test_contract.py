"""What holds of every transform, and of spaces that have them."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import imagespaces.transforms
from imagespaces import ImageSpace, Polygons
from imagespaces.transforms import Canvas, Geometric, Photometric, Pose, Scale, Transform
from tests.imagespaces.transforms.cases import GEOMETRIC, PHOTOMETRIC, canvas_of, coverage, images, values_of

ALL: list[Transform] = [*GEOMETRIC, *PHOTOMETRIC]
GAINS = Canvas(8, 8, 3, has_masks=True)
SOME_POSES = [Scale(0.8), *GEOMETRIC]


def named(transform: Transform) -> str:
    return type(transform).__name__


def polygons(*transforms: Transform, **parameters: Any) -> Polygons:
    settings = {"states": 3, "height": 48, "width": 48, "radius": 9, "channels": 3} | parameters
    return Polygons(transforms=transforms, **settings)


@pytest.mark.parametrize("transform", PHOTOMETRIC, ids=named)
@given(seed=st.integers(0, 999), height=st.integers(1, 9), width=st.integers(1, 9))
@settings(max_examples=10)
def test_levels_stay_in_range_and_images_as_they_were(
    transform: Photometric, seed: int, height: int, width: int
) -> None:
    pixels, covered = images(4, height, width, seed=seed), coverage(4, height, width)
    before = pixels.copy()
    changed = transform.apply(pixels, values_of(transform, canvas_of(pixels), 4, seed), covered)
    assert changed.shape == pixels.shape
    assert changed.dtype == np.float32
    assert changed.min() >= 0
    assert changed.max() <= 1
    assert np.array_equal(pixels, before)
    assert not np.shares_memory(changed, pixels)


@pytest.mark.parametrize("transform", PHOTOMETRIC, ids=named)
@given(seed=st.integers(0, 999), size=st.tuples(st.integers(1, 17), st.integers(1, 17)))
@settings(max_examples=10)
def test_a_batch_of_images_equals_its_rows(transform: Photometric, seed: int, size: tuple[int, int]) -> None:
    pixels, covered = images(5, *size, seed=seed), coverage(5, *size)
    values = values_of(transform, canvas_of(pixels), 5, seed)
    together = transform.apply(pixels, values, covered)
    for row in range(5):
        part = slice(row, row + 1)
        alone = transform.apply(pixels[part], {name: value[part] for name, value in values.items()}, covered[part])
        assert np.array_equal(together[part], alone)


@pytest.mark.parametrize("transform", GEOMETRIC, ids=named)
def test_a_batch_of_poses_equals_its_rows(transform: Geometric) -> None:
    values = values_of(transform, GAINS, 50)
    pose = transform.move(Pose.identity(50), values)
    for row in range(50):
        alone = transform.move(Pose.identity(1), {name: value[row : row + 1] for name, value in values.items()})
        assert np.array_equal(pose.linear[row], alone.linear[0])
        assert np.array_equal(pose.shares[row], alone.shares[0])


@pytest.mark.parametrize("transform", GEOMETRIC, ids=named)
def test_lengths_change_by_no_more_than_the_gains_say(transform: Geometric) -> None:
    pose = transform.move(Pose.identity(500), values_of(transform, GAINS, 500))
    changes = np.linalg.svd(pose.linear)[1]
    assert changes.min() >= transform.gains.least - 1e-12
    assert changes.max() <= transform.gains.most + 1e-12


@pytest.mark.parametrize("transform", ALL, ids=named)
def test_transforms_are_values(transform: Transform) -> None:
    assert eval(repr(transform), vars(imagespaces.transforms)) == transform  # noqa: S307 - it is about repr
    assert pickle.loads(pickle.dumps(transform)) == transform  # noqa: S301 - of what was dumped here
    assert copy.deepcopy(transform) == transform
    assert len({transform, copy.deepcopy(transform)}) == 1


@pytest.mark.parametrize("transform", ALL, ids=named)
def test_names_of_factors_begin_with_that_of_the_kind(transform: Transform) -> None:
    kind = "".join("_" + letter.lower() if letter.isupper() else letter for letter in named(transform)).strip("_")
    names = [parameter.name for parameter in transform.parameters(GAINS)]
    assert all(name == kind or name.startswith(f"{kind}_") for name in names)
    assert len(set(names)) == len(names) > 0


@pytest.mark.parametrize("transform", ALL, ids=named)
def test_one_more_transform_leaves_the_draws_of_others_alone(transform: Transform) -> None:
    others = [each for each in (Scale((0.7, 1.4)), PHOTOMETRIC[0]) if type(each) is not type(transform)]
    with_it, without = polygons(transform, *others), polygons(*others)
    indices = np.arange(60)
    for name, values in without.instances(indices).factors.items():
        assert np.array_equal(with_it.instances(indices).factors[name], values)


@pytest.mark.parametrize("transform", ALL, ids=named)
@pytest.mark.parametrize("dtype", ["float32", "uint8"])
def test_any_index_alone_equals_the_batch(transform: Transform, dtype: str) -> None:
    space = polygons(transform, dtype=dtype)
    indices = np.array([0, 5, 2**40, 7, 2**62, 11])
    many = space.instances(indices)
    assert space.size is None
    for row, index in enumerate(indices.tolist()):
        one = space.at(index)
        assert np.array_equal(one.image, many.images[row])
        assert one.image in space
        assert one.mask is not None
        assert many.masks is not None
        assert np.array_equal(one.mask, many.masks[row])


def test_every_transform_is_here() -> None:
    """One that is new to the library takes part: see tests.imagespaces.transforms.cases."""
    exported = {getattr(imagespaces.transforms, name) for name in imagespaces.transforms.__all__}
    kinds = {each for each in exported if isinstance(each, type) and issubclass(each, Transform)}
    abstract = {base for each in kinds for base in each.__mro__[1:]}  # but for classes that other tests derive
    assert kinds - abstract == {type(each) for each in ALL}


def test_spaces_without_transforms_have_none() -> None:
    assert ImageSpace(3, 3, 1).transforms == ()
