from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from imagespaces import CircleSquare, DoubleCircleSquare, ImageSpace, inverse
from imagespaces.inverse import StateIndex
from imagespaces.progress import reporting
from imagespaces.testing.strategies import image_spaces
from tests.imagespaces.toys import Glyphs, Lone, Shades

SMALL = CircleSquare(height=5, width=6, extent=4)


@given(image_spaces(kinds=["circle_square"], max_pixels=100))
def test_every_state_is_found(space: ImageSpace) -> None:
    index = StateIndex(space, space.num_states, space.images)
    states = np.arange(space.num_states)
    assert [index.state_of(image) for image in space.images(states)] == states.tolist()


def test_small_chunks_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverse, "_CHUNK_BYTES", 7 * 120)
    index = StateIndex(SMALL, SMALL.num_states, SMALL.images)
    assert [index.state_of(image) for image in SMALL.images(range(60))] == list(range(60))


def test_bytes_count_not_places_in_memory() -> None:
    index = StateIndex(SMALL, SMALL.num_states, SMALL.images)
    image = SMALL.at(17).image
    for same in (image.copy(), np.asfortranarray(image), image[::-1][::-1]):
        assert index.state_of(same) == 17


def test_what_differs_in_a_bit_is_no_image() -> None:
    image = SMALL.at(17).image
    image[0, 0, 0] = np.nextafter(image[0, 0, 0], np.float32(0))
    with pytest.raises(ValueError, match="^" + re.escape(f"the image is none of the 60 images of {SMALL!r}") + "$"):
        StateIndex(SMALL, SMALL.num_states, SMALL.images).state_of(image)


@pytest.mark.parametrize(
    ("image", "found"),
    [
        (None, "NoneType"),
        (17, "int"),
        ([[0.5]], "list"),
        (np.zeros((5, 6), np.float32), "float32 [5, 6] from 0.0 to 0.0"),
        (np.ones((5, 6, 1)), "float64 [5, 6, 1] from 1.0 to 1.0"),
        (np.full((5, 6, 1), 200, np.uint8), "uint8 [5, 6, 1] from 200 to 200"),
        (np.full((5, 6, 1), 2, np.float32), "float32 [5, 6, 1] from 2.0 to 2.0"),
        (np.full((5, 6, 1), np.nan, np.float32), "float32 [5, 6, 1] from nan to nan"),
        (np.zeros((0, 6, 1), np.float32), "float32 [0, 6, 1]"),
    ],
)
def test_what_is_no_image_of_the_kind(image: Any, found: str) -> None:
    message = f"an image must be float32 [5, 6, 1] from 0.0 to 1.0, got {found}"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        StateIndex(SMALL, SMALL.num_states, SMALL.images).state_of(image)


def test_states_that_share_an_image_are_named() -> None:
    space = Glyphs(bright=0)
    message = f"states must have different images, but 0 and 1 of {space!r} share one"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        StateIndex(space, space.num_states, space.images)


def test_squares_that_abut_are_named() -> None:
    space = DoubleCircleSquare(height=5, width=5, extent=2, gradient=False)
    with pytest.raises(ValueError, match=r"^states must have different images, but 0 and 64 of DoubleCircleSquare\("):
        space.state_of(space.at(0).image)


def test_a_space_keeps_its_index() -> None:
    space = CircleSquare(height=5, width=6, extent=4)
    images = space.images([3, 4])
    told: list[int] = []
    with reporting(lambda _what, done, _total: told.append(done)):
        assert [space.state_of(image) for image in images] == [3, 4]
    assert told == [60]


def test_long_work_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inverse, "_CHUNK_BYTES", 25 * 120)
    told: list[tuple[str, int, int]] = []
    with reporting(lambda *about: told.append(about)):
        StateIndex(SMALL, SMALL.num_states, SMALL.images)
    assert told == [("telling images apart", done, 60) for done in (25, 50, 60)]


def test_one_image_has_one_state() -> None:
    assert Lone().state_of(np.zeros((1, 2, 1), np.float32)) == 0


def test_unbounded_spaces_have_no_states_to_find() -> None:
    space = Shades()
    message = f"only an image of a finite space has a state, and {space!r} is unbounded"
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        space.state_of(space.at(0).image)
