"""Frames of films."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from envspecs.drawing.frames import WORDS_HEIGHT, draw_scene, frame_size
from envspecs.drawing.scene import Scene

SIDE = st.one_of(st.integers(1, 64), st.sampled_from([320, 384, 385, 1000, 4096]))


def scene(height: int, width: int, channels: int, looks: int, dtype: str = "float32") -> Scene:
    random = np.random.default_rng(height + width)
    image = random.random((height, width, channels), np.float32)
    size = np.array([random.uniform(0, width), random.uniform(0, height)])
    corners = random.uniform(0, 1, (looks + 1, 2)) * (np.array([width, height]) - size)
    boxes = np.concatenate((corners, corners + size), axis=1)
    return Scene(
        image=image if dtype == "float32" else (image * 255).astype(np.uint8),
        visited=boxes[:-1],
        qualities=random.random(looks),
        present=boxes[-1],
        prediction="this 40%" if looks else "",
        truth="that",
        right=False if looks else None,
        quality=0.4,
        step=looks,
        steps=9,
    )


@given(SIDE, SIDE)
def test_frames_have_even_sides_of_a_size_for_pages(height: int, width: int) -> None:
    size = frame_size((height, width))
    assert [side % 2 for side in size] == [0, 0]
    assert 100 < size[0] <= 500
    assert 288 < size[1] <= 410


@settings(max_examples=25)
@given(SIDE, SIDE, st.integers(1, 5), st.integers(0, 3), st.sampled_from(["float32", "uint8"]))
def test_frames_of_any_image_have_the_size_that_was_told(
    height: int, width: int, channels: int, looks: int, dtype: str
) -> None:
    frame = draw_scene(scene(height, width, channels, looks, dtype))
    assert frame.shape == (*frame_size((height, width)), 3)
    assert frame.dtype == np.uint8


def test_an_image_that_was_not_looked_at_is_shown_as_it_is() -> None:
    made = scene(28, 28, 3, looks=0)
    frame = draw_scene(made)
    enlarged = np.kron(np.rint(made.image * 255), np.ones((11, 11, 1))).astype(np.uint8)
    left, top, right, bottom = (np.rint(made.present * 11)).astype(int)
    inside = (slice(top, bottom), slice(left, right))
    assert np.array_equal(frame[12:320, 12:320][inside], enlarged[inside])
    outside = np.ones((308, 308), np.bool_)
    outside[max(0, top - 4) : bottom + 4, max(0, left - 4) : right + 4] = False
    assert np.array_equal(frame[12:320, 12:320][outside], enlarged[outside])


def test_drawing_changes_nothing_of_what_is_drawn() -> None:
    made = scene(20, 30, 1, looks=3)
    before = [made.image.copy(), made.visited.copy(), made.present.copy()]
    draw_scene(made)
    for array in (made.image, made.visited, made.present):
        array.flags.writeable = False
    draw_scene(made)
    assert all(np.array_equal(a, b) for a, b in zip(before, [made.image, made.visited, made.present], strict=True))


@pytest.mark.parametrize("size", [(28, 28), (1, 400), (30, 31)])
def test_the_rows_at_the_bottom_hold_all_words(size: tuple[int, int]) -> None:
    made = scene(*size, 1, looks=2)
    one, two = draw_scene(made), draw_scene(replace(made, truth="quite another truth", step=7))
    assert np.array_equal(one[:-WORDS_HEIGHT], two[:-WORDS_HEIGHT])
    assert not np.array_equal(one, two)


@pytest.mark.parametrize("box", [(-90.0, -90.0, 5.0, 5.0), (20.0, 20.0, 90.0, 90.0), (-9.0, -9.0, 99.0, 99.0)])
def test_looks_beyond_the_image_are_drawn_as_far_as_there_is_room(box: tuple[float, float, float, float]) -> None:
    made = scene(28, 28, 1, looks=1)
    beyond = replace(made, visited=np.array([box]), present=np.array(box))
    assert draw_scene(beyond).shape == draw_scene(made).shape


def test_glimpses_at_the_edge_are_framed_whole() -> None:
    frame = draw_scene(replace(scene(28, 28, 1, looks=0), present=np.array([0.0, 0.0, 28.0, 28.0])))
    assert (frame[10, 12:320] == 255).all()
    assert (frame[12:320, 10] == 255).all()
    assert (frame[321, 12:320] == 255).all()


@given(SIDE, SIDE, st.integers(1, 6))
def test_pictures_beside_the_image_have_their_place(height: int, width: int, count: int) -> None:
    pictures = {f"picture {number}": np.full((3, 4, 1), 0.5, np.float32) for number in range(count)}
    frame = draw_scene(replace(scene(height, width, 3, 2), pictures=pictures))
    assert frame.shape == (*frame_size((height, width), count), 3)
    assert [side % 2 for side in frame.shape[:2]] == [0, 0]


def test_places_are_marked_where_they_are() -> None:
    made = replace(scene(28, 28, 3, looks=0), present=np.array([20.0, 20.0, 24.0, 24.0]))
    marks = {"truth": np.array([[4.0, 6.0, 9.0, 12.0]]), "prediction": np.array([[14.0, 2.0, 18.0, 5.0]])}
    changed = (draw_scene(made) != draw_scene(replace(made, marks=marks))).any(axis=2)
    rows, columns = np.nonzero(changed)
    expected = np.zeros_like(changed)
    for left, top, right, bottom in ([4, 6, 9, 12], [14, 2, 18, 5]):
        places = [side * 11 + 12 for side in (left, top, right, bottom)]
        expected[places[1] - 2 : places[3] + 2, places[0] - 2 : places[2] + 2] = True
        expected[places[1] + 2 : places[3] - 2, places[0] + 2 : places[2] - 2] = False
    assert expected[rows, columns].all()
    assert changed[expected].mean() > 0.5


def test_what_was_predicted_is_dashed() -> None:
    made = replace(scene(28, 28, 3, looks=0), present=np.array([20.0, 20.0, 24.0, 24.0]))
    box = np.array([[4.0, 6.0, 9.0, 12.0]])
    truth, guess = (draw_scene(replace(made, marks={name: box})) for name in ("truth", "prediction"))
    plain = draw_scene(made)
    assert (truth != plain).any(axis=2).sum() > 1.5 * (guess != plain).any(axis=2).sum() > 0
