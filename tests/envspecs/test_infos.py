from __future__ import annotations

import numpy as np

from envspecs.infos import masked, plain, rows


def entries() -> dict[str, object]:
    return {
        "index": np.array([7, 8, 9]),
        "prediction": {"target": np.array([[1, 2], [3, 4], [5, 6]]), "loss": np.array([0.5, 0.25, 1.0])},
    }


def test_every_entry_gets_a_mask_and_rows_that_are_not_set_are_zero() -> None:
    info = masked(entries(), np.array([True, False, True]))
    mask = [True, False, True]
    assert info["index"].tolist() == [7, 0, 9]
    assert info["_index"].tolist() == mask
    assert info["_prediction"].tolist() == mask
    assert info["prediction"]["target"].tolist() == [[1, 2], [0, 0], [5, 6]]
    assert info["prediction"]["loss"].tolist() == [0.5, 0.0, 1.0]
    assert info["prediction"]["_target"].tolist() == info["prediction"]["_loss"].tolist() == mask


def test_a_mask_of_all_leaves_all_rows() -> None:
    info = masked(entries(), np.ones(3, np.bool_))
    assert info["index"].tolist() == [7, 8, 9]
    assert info["prediction"]["loss"].tolist() == [0.5, 0.25, 1.0]


def test_masks_are_not_shared() -> None:
    mask = np.array([True, False, True])
    info = masked(entries(), mask)
    masks = [mask, info["_index"], info["_prediction"], info["prediction"]["_target"], info["prediction"]["_loss"]]
    for place, one in enumerate(masks):
        assert not any(np.shares_memory(one, other) for other in masks[place + 1 :])


def test_rows_of_some_lanes_are_spread_over_all() -> None:
    spread = rows({"length": np.array([4, 5]), "mean": np.array([[0.5], [0.25]], np.float32)}, np.array([2, 0]), 4)
    assert spread["length"].tolist() == [5, 0, 4, 0]
    assert spread["length"].dtype == np.int64
    assert spread["mean"].tolist() == [[0.25], [0.0], [0.5], [0.0]]
    assert spread["mean"].dtype == np.float32


def test_the_only_row_is_given_as_python_s_numbers() -> None:
    info = plain({"index": np.array([7]), "right": np.array([True]), "prediction": {"loss": np.array([0.5])}})
    assert info == {"index": 7, "right": True, "prediction": {"loss": 0.5}}
    assert [type(value) for value in (info["index"], info["right"], info["prediction"]["loss"])] == [int, bool, float]


def test_the_only_row_of_an_array_stays_one() -> None:
    info = plain({"target": np.array([[1.0, 2.0]])})
    assert info["target"].tolist() == [1.0, 2.0]
