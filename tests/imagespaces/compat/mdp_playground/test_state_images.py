from __future__ import annotations

import copy
import pickle
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.vector.utils import batch_differing_spaces, batch_space, concatenate, create_empty_array, iterate
from numpy.typing import DTypeLike

from imagespaces import CircleSquare, ImageSpace
from imagespaces.bank import gallery
from imagespaces.batching import ImageBatch
from imagespaces.compat.mdp_playground.layout import Layout
from imagespaces.compat.mdp_playground.state_images import StateImages
from tests.imagespaces.toys import Shades


class Finite(StateImages):
    """Circles and squares, 6 wide and 5 high."""

    def __init__(self, seed: Any = None, dtype: DTypeLike = "uint8", *, layout: Layout = "whc") -> None:
        super().__init__(CircleSquare(height=5, width=6, extent=4, dtype=dtype), layout, seed)

    def image(self, state: int) -> Any:
        return self._draw(gallery(self.space, 1), state)


class Endless(StateImages):
    """Shades, 9 wide and 2 high."""

    def __init__(self, seed: Any = None, dtype: DTypeLike = "uint8", *, layout: Layout = "whc") -> None:
        super().__init__(Shades(height=2, width=9, dtype=dtype), layout, seed)

    def image(self, state: int) -> Any:
        return self._draw(gallery(self.space, 1), state)


KINDS = pytest.mark.parametrize("kind", [Finite, Endless])
EACH = pytest.mark.parametrize("layout", ["whc", "hwc"])


def upright(space: StateImages, image: Any) -> Any:
    return image.swapaxes(0, 1) if space.layout == "whc" else image


@EACH
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_a_finite_state_has_one_image(layout: Any, dtype: str) -> None:
    space = Finite(dtype=dtype, layout=layout)
    for state in (0, 17, 59):
        image = space.image(state)
        assert image in space
        assert np.array_equal(upright(space, image), space.space.at(state).image)


@EACH
@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_an_endless_one_is_drawn_anew(layout: Any, dtype: str) -> None:
    space, again = (Endless(0, dtype, layout=layout) for _ in range(2))
    for state in range(space.space.num_states):
        images = [space.image(state) for _ in range(4)]
        assert all(image in space for image in images)
        assert len({image.tobytes() for image in images}) > 1
        assert all(np.array_equal(image, again.image(state)) for image in images)


@KINDS
@EACH
def test_samples_are_images_of_the_space(kind: Any, layout: Any) -> None:
    space: Finite | Endless = kind(3, layout=layout)
    for _ in range(5):
        sample = space.sample()
        assert sample in space
        if space.space.size is not None:
            assert 0 <= space.space.state_of(np.ascontiguousarray(upright(space, sample))) < space.space.size
    assert np.array_equal(kind(0, layout=layout).sample(), kind(0, layout=layout).sample())


@KINDS
def test_what_is_given_is_never_written_again(kind: Any) -> None:
    space = kind(0)
    first = space.image(0)
    before = first.copy()
    first[0] += 1
    others = [space.image(1) for _ in range(3)]
    assert np.array_equal(first[1:], before[1:])
    assert not any(np.shares_memory(first, other) for other in others)


@KINDS
def test_membership_is_a_bool(kind: Any) -> None:
    space: Finite | Endless = kind()
    image = space.image(0)
    for other in (image.astype(float), image.tolist(), image[1:], 3, None, "image"):
        assert space.contains(other) is False
    assert space.contains(image) is True


@KINDS
def test_json_gives_the_samples_back(kind: Any) -> None:
    space = kind(0)
    samples = [space.sample() for _ in range(3)]
    assert np.array_equal(space.from_jsonable(space.to_jsonable(samples)), samples)


@KINDS
def test_equal_spaces_have_equal_arguments(kind: Any) -> None:
    assert kind(1) == kind(2)
    assert kind(layout="hwc") != kind()
    assert kind(dtype="float32") != kind()
    assert kind() != 3
    assert Finite() != Endless()
    with pytest.raises(TypeError, match="unhashable"):
        hash(kind())


@KINDS
def test_text_makes_an_equal_space(kind: Any) -> None:
    space = kind(layout="hwc", dtype="float32")
    assert repr(space) == f"{kind.__name__}(dtype='float32', layout='hwc')"
    assert eval(repr(space)) == space  # noqa: S307 - this is what is said of it


@KINDS
@pytest.mark.parametrize("copied", [copy.deepcopy, lambda space: pickle.loads(pickle.dumps(space))])  # noqa: S301
def test_copies_continue_the_stream(kind: Any, copied: Any) -> None:
    space = kind(7, layout="hwc")
    space.sample()
    other = copied(space)
    assert other == space
    assert np.array_equal(other.image(0), space.image(0))
    assert np.array_equal(other.sample(), space.sample())


@KINDS
def test_gymnasium_knows_them(kind: Any) -> None:
    space = kind(0)
    batch = batch_space(space, 3)
    assert isinstance(batch, ImageBatch)
    assert batch.sample() in batch
    assert len(list(iterate(batch, batch.sample()))) == 3
    assert isinstance(batch_differing_spaces([space, kind(1)]), ImageBatch)
    images = [space.image(0) for _ in range(2)]
    empty: Any = create_empty_array(space, 2)
    joined = concatenate(space, images, empty)
    assert np.array_equal(np.asarray(joined), images)
    flat = gymnasium.spaces.flatten(space, images[0])
    assert np.array_equal(gymnasium.spaces.unflatten(space, flat), images[0])


@KINDS
def test_what_draws_is_at_hand(kind: Any) -> None:
    space = kind()
    assert isinstance(space.space, ImageSpace)
    assert space.shape == (space.space.width, space.space.height, space.space.channels)
    assert kind(layout="hwc").shape == space.space.shape
