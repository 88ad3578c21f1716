from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from imagespaces import Instance, Instances

MANY = Instances(
    images=np.arange(12, dtype=np.uint8).reshape(3, 2, 2, 1),
    labels=np.array([2, 0, 1]),
    factors={"angle": np.array([0.5, 1.5, 2.5]), "shape": np.array([1, 0, 1])},
    masks=np.eye(2, dtype=np.bool_)[None].repeat(3, axis=0),
    indices=np.array([7, 8, 9]),
)


def test_a_batch_has_a_length() -> None:
    assert len(MANY) == 3


@pytest.mark.parametrize("row", [0, 2, -1])
def test_a_row_is_an_instance(row: int) -> None:
    one = MANY[row]
    assert isinstance(one, Instance)
    assert one.image.tolist() == MANY.images[row].tolist()
    assert one.mask is not None
    assert one.mask.tolist() == [[True, False], [False, True]]
    assert (one.label, one.index) == ([2, 0, 1][row], [7, 8, 9][row])
    assert one.factors == {"angle": [0.5, 1.5, 2.5][row], "shape": [1, 0, 1][row]}


def test_numbers_of_an_instance_are_pythons() -> None:
    one = MANY[1]
    assert (type(one.label), type(one.index)) == (int, int)
    assert {name: type(value) for name, value in one.factors.items()} == {"angle": float, "shape": int}


def test_what_is_not_known_is_none() -> None:
    one = dataclasses.replace(MANY, labels=None, masks=None)[0]
    assert one.label is None
    assert one.mask is None


def test_rows_out_of_range_are_refused() -> None:
    with pytest.raises(IndexError):
        MANY[3]


def test_both_are_frozen() -> None:
    for each in (MANY, MANY[0]):
        with pytest.raises(dataclasses.FrozenInstanceError):
            each.factors = {}  # type: ignore[misc]
