from __future__ import annotations

import re
from typing import Any

import gymnasium
import numpy as np
import pytest

from imagespaces import CircleSquare, ImageSpace
from imagespaces.testing.given import asked_for, check_instances, check_space_given
from tests.imagespaces.toys import Glyphs, Shades


def test_spaces_are_given_back() -> None:
    space = Glyphs()
    assert check_space_given(space) is space


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (gymnasium.spaces.Discrete(3), "space must be an imagespaces.ImageSpace, got Discrete(3)"),
        (int, "space must be an imagespaces.ImageSpace, got <class 'int'>"),
        (None, "space must be an imagespaces.ImageSpace, got None"),
        (Glyphs, "space must be an instance, such as Glyphs(), got the class Glyphs"),
    ],
    ids=repr,
)
def test_what_is_no_space_is_refused(given: object, message: str) -> None:
    with pytest.raises(TypeError, match="^" + re.escape(message) + "$"):
        check_space_given(given)


@pytest.mark.parametrize("indices", [[3, 0, 15], (3, 0, 15), np.array([3, 0, 15], np.uint8), range(3)])
def test_indices_become_integers_of_64_bits(indices: Any) -> None:
    found = check_instances(indices, Glyphs())
    assert found.dtype == np.int64
    assert found.tolist() == list(indices)


@pytest.mark.parametrize(
    ("space", "indices", "error", "message"),
    [
        (Glyphs(), [1, 16], ValueError, "indices must be from 0 to 15, got 16"),
        (Glyphs(), [-1], ValueError, "indices must be from 0 to 15, got -1"),
        (Shades(), [2**63], ValueError, f"indices must be from 0 to {2**63 - 1}, got {2**63}"),
        (Glyphs(), [], ValueError, "indices must be a list of at least one, got []"),
        (Glyphs(), [[1]], ValueError, "indices must be a list of at least one, got [[1]]"),
        (Glyphs(), [1.0], TypeError, "indices must be integers, got 1.0"),
        (Glyphs(), [True], TypeError, "indices must be integers, got True"),
        (Glyphs(), ["1"], TypeError, "indices must be integers, got '1'"),
    ],
)
def test_indices_that_can_not_be_are_refused(
    space: ImageSpace, indices: Any, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match="^" + re.escape(message) + "$"):
        check_instances(indices, space)


@pytest.mark.parametrize("size", [LookupError("no size"), 6.0, -3])
def test_a_space_that_can_not_tell_its_size_takes_any(size: Any) -> None:
    class Sizeless(CircleSquare):
        @property
        def size(self) -> Any:
            if isinstance(size, Exception):
                raise size
            return size

    assert check_instances([10**9], Sizeless()).tolist() == [10**9]


def test_what_a_function_asks_for_is_what_there_is() -> None:
    def check(space: ImageSpace, indices: object, *, least: int = 3, **others: object) -> None:
        """Nothing."""

    assert asked_for(check, frozenset({"indices", "seed"}), "a space") == {"indices"}
    with pytest.raises(TypeError, match=r"^check must take a space, got \(space, indices, least, others\)$"):
        asked_for(check, frozenset({"seed"}), "a space")
