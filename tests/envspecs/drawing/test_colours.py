"""The colours of pictures."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from envspecs.drawing.colours import BAD, GOOD, GROUND, TEXT, ramp

Q = st.floats(0, 1)


def luminance(colour: np.ndarray) -> np.ndarray:
    """Relative luminance, as WCAG 2 defines it."""
    share = np.asarray(colour, np.float64) / 255
    linear = np.where(share <= 0.03928, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ [0.2126, 0.7152, 0.0722])


def as_deuteranope_sees(colours: np.ndarray) -> np.ndarray:
    """Simulate missing green cones (Viénot, Brettel & Mollon 1999), in linear RGB."""
    linear = (np.asarray(colours, np.float64) / 255) ** 2.2
    return np.asarray(linear @ np.array([[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]]).T)


def test_the_ramp_goes_from_bad_to_good() -> None:
    assert ramp([0, 1]).tolist() == [list(BAD), list(GOOD)]


@given(st.lists(Q, max_size=5))
def test_the_ramp_gives_a_colour_for_each_quality(qualities: list[float]) -> None:
    found = ramp(qualities)
    assert found.shape == (len(qualities), 3)
    assert found.dtype == np.uint8


@given(st.floats(-10, 10))
def test_qualities_beyond_the_ends_have_the_colours_of_the_ends(quality: float) -> None:
    assert ramp(quality).tolist() == ramp(min(1.0, max(0.0, quality))).tolist()


@given(Q, Q)
def test_the_ramp_is_monotone_in_red_beyond_the_middle(one: float, other: float) -> None:
    low, high = sorted((0.5 + one / 2, 0.5 + other / 2))
    assert ramp(low)[0] >= ramp(high)[0]


def test_bad_middle_and_good_differ_for_who_is_red_green_blind() -> None:
    seen = as_deuteranope_sees(ramp([0, 0.5, 1]))
    gaps = [np.linalg.norm(seen[a] - seen[b]) for a, b in ((0, 1), (1, 2), (0, 2))]
    assert min(gaps) > 0.15
    confused = as_deuteranope_sees(np.array([[255, 0, 0], [0, 140, 0]]))  # what such pictures often use
    assert np.linalg.norm(confused[0] - confused[1]) < 0.15


def test_words_are_legible_on_the_ground() -> None:
    assert (luminance(np.array(TEXT)) + 0.05) / (luminance(np.array(GROUND)) + 0.05) > 7
