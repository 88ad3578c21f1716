from __future__ import annotations

import math
import re

import numpy as np
import pytest

from envspecs.tasks.asking import Asking
from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws, derive_key

KNOWN = ("ball", "box", "cup", "key")
DRAWS = Draws(derive_key("episode", 0), np.arange(3000))


def test_what_is_in_the_picture_is_as_likely_as_the_rest_that_is() -> None:
    present = np.tile([[True, False, True, True]], (3000, 1))
    drawn = Asking(KNOWN, None).draw(present, DRAWS)
    counts = np.bincount(drawn, minlength=4)
    assert counts[1] == 0
    assert (np.abs(counts[[0, 2, 3]] - 1000) < 5 * math.sqrt(3000 * 2 / 9)).all()


def test_only_what_may_be_asked_for_is() -> None:
    asking = Asking(KNOWN, ["key", "box"])
    present = np.ones((3000, 4), np.bool_)
    assert asking.names == ("key", "box")
    drawn = asking.draw(present, DRAWS)
    assert set(drawn.tolist()) == {0, 1}
    assert set(asking.things(drawn).tolist()) == {1, 3}
    present[:, 3] = False
    assert set(asking.things(asking.draw(present, DRAWS)).tolist()) == {1}


def test_the_background_is_asked_for_only_by_name() -> None:
    known = ("background", *KNOWN)
    assert Asking(known, None).names == KNOWN
    assert Asking(known, ["background", "box"]).names == ("background", "box")
    assert Asking(known, None).things(np.array([0, 3])).tolist() == [1, 4]


def test_where_there_is_nothing_anything_is_asked_for() -> None:
    drawn = Asking(KNOWN, ["key", "box", "cup"]).draw(np.tile([[True, False, False, False]], (3000, 1)), DRAWS)
    assert set(drawn.tolist()) == {0, 1, 2}


def test_draws_of_one_do_not_depend_on_the_others() -> None:
    present = np.random.default_rng(0).random((50, 4)) < 0.5
    together = Asking(KNOWN, None).draw(present, DRAWS.take(slice(0, 50)))
    alone = [Asking(KNOWN, None).draw(present[[row]], DRAWS.take(np.array([row])))[0] for row in range(50)]
    assert together.tolist() == alone


def test_names_and_numbers_may_be_given() -> None:
    asking = Asking(KNOWN, ["key", "box"])
    assert asking.checked(np.array(["box", "key"])).tolist() == [1, 0]
    assert asking.checked(np.array([1, 0], np.int32)).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("given", "shown"), [(["cup"], "'cup'"), ([2], "2"), ([-1], "-1"), ([0.0], "0.0"), ([True], "True")]
)
def test_what_may_not_be_asked_for_is_refused(given: list[object], shown: str) -> None:
    message = f"wanted must be one of 'key', 'box', or a number from 0 to 1, got {shown}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Asking(KNOWN, ["key", "box"]).checked(np.array(given))


def test_unknown_names_are_refused() -> None:
    message = "a name must be one of 'ball', 'box', 'cup', 'key', got 'chair'"
    with pytest.raises(MisfitError, match=f"^{re.escape(message)}$") as caught:
        Asking(KNOWN, ["box", "chair"])
    assert caught.value.path == ("names", 1)
