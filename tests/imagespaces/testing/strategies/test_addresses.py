from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace
from imagespaces.factors import RandomSplit
from imagespaces.testing.strategies import index_lists, indices, instances, seeds
from tests.imagespaces.testing.strategies.searching import anything, smallest
from tests.imagespaces.toys import Glyphs, Lone, Shades

SPACES = [Lone(), Glyphs(), Shades(), CircleSquare(height=9, width=9), DoubleCircleSquare()]


@pytest.mark.parametrize("space", SPACES, ids=lambda space: type(space).__name__)
@settings(max_examples=20)
@given(data=st.data())
def test_indices_have_instances(space: ImageSpace, data: st.DataObject) -> None:
    index = data.draw(indices(space))
    assert type(index) is int
    assert space.at(index).index == index
    several = data.draw(index_lists(space, max_size=3))
    assert 1 <= len(several) <= 3
    assert len(space.instances(several)) == len(several)
    assert data.draw(instances(space)).image in space


def test_indices_reach_both_ends() -> None:
    assert smallest(indices(Glyphs()), anything) == 0
    assert smallest(indices(Glyphs()), lambda index: index > 14) == 15
    assert smallest(indices(Shades()), lambda index: index == 2**63 - 1) == 2**63 - 1


@given(st.data())
def test_indices_of_a_split(data: st.DataObject) -> None:
    space = Glyphs(partition=RandomSplit({"train": 0.5, "test": 0.5}))
    for name in space.splits:
        assert space.split(name).contains([data.draw(indices(space, split=name))]).all()
        assert space.split(name).contains([data.draw(instances(space, split=name)).index]).all()


def test_seeds_begin_at_0() -> None:
    assert smallest(seeds(), anything) == 0
    assert smallest(seeds(), lambda seed: seed > 2**31) == 2**31 + 1


def test_a_space_gives_the_strategy_of_its_instances() -> None:
    space = Glyphs(partition=RandomSplit({"train": 0.5, "test": 0.5}))
    assert smallest(space.strategy(), anything).index == 0
    wanted = smallest(space.strategy(split="test"), lambda one: one.index > 2)
    assert wanted.index == min(index for index in range(3, 16) if space.split("test").contains([index]))
    with pytest.raises(ValueError, match=r"^split must be one of 'all', 'train', 'test', got 'val'$"):
        space.strategy(split="val")


@pytest.mark.parametrize("build", [indices, index_lists, instances, ImageSpace.strategy])
def test_the_space_of_all_images_has_no_instances(build: Callable[[ImageSpace], object]) -> None:
    message = r"^ImageSpace\(.*\) is the space of all images of its shape; only its subclasses have instances$"
    with pytest.raises(ValueError, match=message):
        build(ImageSpace(2, 2, 1))
