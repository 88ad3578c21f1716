from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from imagespaces.transforms.pose import Pose, compose

MATRICES = st.lists(st.floats(-3, 3), min_size=4, max_size=4).map(lambda four: np.array(four).reshape(1, 2, 2))


@given(MATRICES, MATRICES)
def test_products_are_those_of_matrices(after: NDArray[np.float64], before: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(compose(after, before), after @ before, atol=1e-12)
    pose = Pose.identity(1).then(before).then(after)
    np.testing.assert_allclose(pose.linear, after @ before, atol=1e-12)


@given(MATRICES, st.floats(0.1, 5), st.floats(0.1, 5))
def test_stretching_is_the_product_with_a_diagonal(linear: NDArray[np.float64], across: float, down: float) -> None:
    pose = Pose.identity(1).then(linear)
    np.testing.assert_allclose(
        pose.stretched(np.array([[across, down]])).linear[0], np.diag([across, down]) @ linear[0]
    )
    np.testing.assert_allclose(pose.stretched(np.array([[across]])).linear, across * linear)


@given(MATRICES, st.floats(0.1, 50), st.floats(0.1, 50))
def test_extents_are_those_of_every_point(linear: NDArray[np.float64], height: float, width: float) -> None:
    pose = Pose.identity(1).then(linear)
    turns = np.linspace(0, 2 * np.pi, 3601)
    disc = height * np.stack((np.cos(turns), np.sin(turns))).T @ linear[0].T
    np.testing.assert_allclose(pose.disc_extents(height)[0], np.abs(disc).max(axis=0), rtol=1e-5, atol=1e-9)
    corners = np.array([(x * width / 2, y * height / 2) for x in (-1, 1) for y in (-1, 1)]) @ linear[0].T
    np.testing.assert_allclose(pose.box_extents(height, width)[0], np.abs(corners).max(axis=0), atol=1e-9)


@given(
    st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    st.tuples(st.floats(-5, 50), st.floats(0, 50)),
    st.one_of(st.none(), st.floats(0.1, 20)),
)
def test_moves_stay_within_the_room(
    shares: tuple[float, float], room: tuple[float, float], quantum: float | None
) -> None:
    moves = Pose(np.eye(2)[None], np.array([shares]), quantum).offsets(np.array([room]))[0]
    most = np.maximum(room, 0)
    assert (np.abs(moves) <= most * (1 + 1e-15)).all()
    if quantum is None:
        np.testing.assert_allclose(moves, np.array(shares) * most)
    else:
        np.testing.assert_allclose(moves / quantum, np.rint(moves / quantum), atol=1e-9)
        assert (np.abs(np.array(shares) * most - moves) <= quantum).all()
        assert (np.sign(moves) * np.sign(shares) >= 0).all()


@pytest.mark.parametrize("count", [0, 3])
def test_the_identity(count: int) -> None:
    pose = Pose.identity(count)
    assert pose.linear.shape == (count, 2, 2)
    assert pose.shares.shape == (count, 2)
    assert (pose.linear == np.eye(2)).all()
