from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces import CircleSquare
from imagespaces.testing.checks import (
    again,
    all_images,
    expect,
    expect_alike,
    expect_no,
    expect_refusal,
    expect_same,
    expect_same_instances,
    expect_yes,
    sampled,
    take,
)
from tests.imagespaces.toys import Glyphs

SMALL = CircleSquare(height=5, width=5, extent=4)


def reason(message: str) -> Any:
    return pytest.raises(AssertionError, match="^" + re.escape(message) + "$")


def test_expectations() -> None:
    expect([0], "fine")
    with reason("nothing"):
        expect([], "nothing")


def test_likeness_is_of_value_and_type() -> None:
    expect_alike((1, 2), (1, 2), "a pair")
    with reason("a pair is (1, 2) (tuple), not [1, 2] (list)"):
        expect_alike((1, 2), [1, 2], "a pair")
    with reason("a number is 1 (int), not 2 (int)"):
        expect_alike(1, 2, "a number")


def test_answers_are_bools() -> None:
    expect_yes(found=True, what="it")
    expect_no(found=False, what="it")
    with reason("it is 1 (int), not True (bool)"):
        expect_yes(1, "it")
    with reason("it is None (NoneType), not False (bool)"):
        expect_no(None, "it")


@pytest.mark.parametrize(
    ("found", "expected", "message"),
    [
        (np.zeros(2), np.zeros((1, 2)), "it is float64 [2], not float64 [1, 2]"),
        (np.zeros(2), np.zeros(2, np.float32), "it is float64 [2], not float32 [2]"),
        (np.eye(2), np.zeros((2, 2)), "it differs in 2 of 4 values, first at [0, 0]: 1.0, not 0.0"),
        (np.array([1, -0.0]), np.array([1, 0.0]), "it differs in 1 of 2 values, first at [1]: -0.0, not 0.0"),
        (np.array(3), np.array(4), "it differs in 1 of 1 values, first at []: 3, not 4"),
        (np.eye(4)[::2], np.eye(4)[1::2], "it differs in 4 of 8 values, first at [0, 0]: 1.0, not 0.0"),
        (np.array([True]), np.array([False]), "it differs in 1 of 1 values, first at [0]: True, not False"),
    ],
)
def test_sameness_is_of_bits(found: NDArray[Any], expected: NDArray[Any], message: str) -> None:
    expect_same(found, found.copy(), "it")
    with reason(message):
        expect_same(found, expected, "it")


def test_nan_is_the_same_as_itself() -> None:
    expect_same(np.array([np.nan, 1]), np.array([np.nan, 1]), "it")
    expect_same(np.zeros((0, 3)), np.zeros((0, 3)), "it")


def test_refusals_show_what_was_found() -> None:
    expect_refusal(int, "seven", error=ValueError, shows="seven")
    with reason("int('seven') is refused without showing '7': invalid literal for int() with base 10: 'seven'"):
        expect_refusal(int, "seven", error=ValueError, shows="7")
    with reason("int('7') must raise ValueError, gave 7"):
        expect_refusal(int, "7", error=ValueError)
    with pytest.raises(
        AssertionError, match=r"^int\(None\) must raise ValueError, raised TypeError: int\(\) argument must"
    ):
        expect_refusal(int, None, error=ValueError)


def test_rows_are_taken_of_all_that_is_known() -> None:
    many = SMALL.instances([7, 3, 9])
    rows = take(many, [2, 0])
    assert rows.indices.tolist() == [9, 7]
    expect_same_instances(rows, SMALL.instances([9, 7]), "rows")
    assert take(Glyphs().instances([1, 2]), [1]).labels is None


@pytest.mark.parametrize(
    ("index", "message"),
    [(1, "it: images differs in 3 of 25 values, first at [0, 1, 2, 0]: 1.0, not 0.68"), (2, "it: images differs in ")],
)
def test_instances_that_differ(index: int, message: str) -> None:
    with pytest.raises(AssertionError, match="^" + re.escape(message)):
        expect_same_instances(SMALL.instances([0]), SMALL.instances([index]), "it")


def test_instances_of_other_kinds_differ() -> None:
    with reason("it: the factors' names is ['shape', 'x', 'y'] (list), not ['pattern'] (list)"):
        expect_same_instances(SMALL.instances([0]), Glyphs().instances([0]), "it")


def test_spaces_are_made_again() -> None:
    assert again(SMALL) == SMALL
    assert again(SMALL) is not SMALL
    assert again(SMALL, width=6, dtype="uint8") == CircleSquare(height=5, width=6, extent=4, dtype="uint8")


def test_samples_of_a_seed() -> None:
    first, second = (sampled(SMALL, 4) for _ in range(2))
    assert len(first) == 3
    for image, same in zip(first, second, strict=True):
        assert np.array_equal(image, same)
    assert len(sampled(SMALL, 4, 1)) == 1


def test_all_images_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [(state, SMALL.at(state).image.tobytes()) for state in range(SMALL.num_states)]
    assert list(all_images(SMALL)) == expected
    monkeypatch.setattr("imagespaces.testing.checks._CHUNK_BYTES", 3 * 25 * 4)
    assert list(all_images(SMALL)) == expected
