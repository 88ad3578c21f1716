from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Dict
from gymnasium.vector.utils import batch_differing_spaces, batch_space, concatenate, create_empty_array, iterate
from hypothesis import given
from hypothesis import strategies as st

from envspecs.uniform import UniformBox

INFINITE = (-np.inf, np.inf)

bounds = st.sampled_from([INFINITE, (-1.0, 1.0), (0.0, np.inf), (-np.inf, 3.0)])
shapes = st.sampled_from([(), (3,), (2, 3, 4)])


@given(bounds, shapes)
def test_it_is_gymnasium_s_box(limits: tuple[float, float], shape: tuple[int, ...]) -> None:
    space, box = UniformBox(*limits, shape, "float32"), Box(*limits, shape, np.float32)
    assert space == box
    assert box == space
    assert repr(space) == repr(box)
    for manner in ("both", "below", "above"):
        assert space.is_bounded(manner) == box.is_bounded(manner)
    element = space.sample()
    assert space.contains(element)
    assert box.contains(element)
    assert element.dtype == np.float32


@given(bounds, shapes, st.integers(1, 3))
def test_a_batch_is_gymnasium_s_batch(limits: tuple[float, float], shape: tuple[int, ...], count: int) -> None:
    space, box = UniformBox(*limits, shape, "float32"), Box(*limits, shape, np.float32)
    batch = batch_space(space, count)
    assert isinstance(batch, UniformBox)
    assert batch == batch_space(box, count)
    assert batch_differing_spaces([space] * count) == batch_differing_spaces([box] * count)
    elements = batch.sample()
    rows = list(iterate(batch, elements))
    assert [row.tolist() for row in rows] == elements.tolist()
    room: Any = create_empty_array(space, count)
    out = concatenate(space, rows, room)
    assert np.asarray(out).tobytes() == elements.tobytes()


def test_a_batch_of_millions_of_numbers_takes_no_memory() -> None:
    actions: Any = batch_space(Dict(prediction=UniformBox(*INFINITE, (224, 224, 150), "float32")), 1000)
    space = actions["prediction"]
    assert space.shape == (1000, 224, 224, 150)
    for array in (space.low, space.high, space.bounded_below, space.bounded_above):
        assert array.base.nbytes <= 8
    assert len(pickle.dumps(space)) < 2000


def test_whole_numbers_have_bounds_too() -> None:
    space = UniformBox(-1, 2, (50,), "int16", seed=0)
    assert space == Box(-1, 2, (50,), np.int16)
    assert set(space.sample().tolist()) == {-1, 0, 1, 2}
    assert not space.contains(np.full(50, 3, np.int16))


@given(bounds)
def test_copies_continue_the_random_stream(limits: tuple[float, float]) -> None:
    space = UniformBox(*limits, (4,), "float32", seed=3)
    space.sample()
    copies = [copy.deepcopy(space), pickle.loads(pickle.dumps(space))]  # noqa: S301 - what was just pickled
    expected = space.sample().tolist()
    assert [each.sample().tolist() for each in copies] == [expected, expected]


@pytest.mark.parametrize("limits", [INFINITE, (-1.0, 1.0)])
def test_masks_are_refused(limits: tuple[float, float]) -> None:
    with pytest.raises(Exception, match="mask"):
        UniformBox(*limits, (2,), "float32").sample(mask=np.ones(2))
