from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box, Discrete
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.losses import CrossEntropy
from envspecs.tasks import Classification, classification
from imagespaces import DoubleCircleSquare, Finite, ImageSpace
from imagespaces.draws import Draws
from tests.envspecs.toys import staged

SPACE = DoubleCircleSquare(height=4, width=5, extent=2)
LARGEST = float(np.finfo(np.float32).max)

logits = st.one_of(st.integers(-2, 2).map(float), st.floats(-LARGEST, LARGEST, width=32))
predictions = st.tuples(logits, logits, logits)


class Many(ImageSpace):
    """A gray pixel of one of many classes."""

    def __init__(self, *, count: int, dtype: str = "float32", stream: int = 0, seed: int | None = None) -> None:
        self.count = count
        factors = (Finite("name", [f"class {number}" for number in range(count)]),)
        super().__init__(1, 1, 1, dtype=dtype, stream=stream, seed=seed, factors=factors, label="name")

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((len(values["name"]), 1, 1, 1), np.float32)


def begun(indices: Sequence[int], space: ImageSpace = SPACE, *, normalized: bool = True) -> Classification:
    """A task whose lanes have just begun with these instances."""
    task = Classification(staged(space, len(indices)), loss=CrossEntropy(normalized=normalized))
    begin(task, range(len(indices)), indices)
    return task


def begin(task: Classification, lanes: Sequence[int], indices: Sequence[int]) -> None:
    task.reset(np.array(lanes), Draws(0, np.array(lanes)), np.array(indices), {})


def play(task: Classification, episode: Sequence[Sequence[Sequence[float]]]) -> list[NDArray[np.float64]]:
    """Take the predictions [B, K] of each step; give the losses of each."""
    lanes = np.shape(episode)[1]
    return [
        task.score(np.array(step, np.float32), np.full(lanes, number)) for number, step in enumerate(episode, start=1)
    ]


def probabilities(row: Sequence[float]) -> list[float]:
    """The probabilities of logits, in plain floats."""
    highest = max(row)
    weights = [math.exp(logit - highest) for logit in row]
    return [weight / math.fsum(weights) for weight in weights]


def likeliest(row: Sequence[float]) -> int:
    """The first of the highest."""
    return list(row).index(max(row))


@given(st.integers(0, SPACE.num_states - 1), st.lists(predictions, min_size=1, max_size=6))
def test_losses_and_metrics_are_those_of_plain_python(index: int, episode: list[Sequence[float]]) -> None:
    task = begun([index])
    losses = play(task, [[step] for step in episode])
    truth = SPACE.at(index).label
    assert truth is not None
    for row, found in zip(episode, losses, strict=True):
        highest = max(row)
        defined = highest - row[truth] + math.log(math.fsum(math.exp(logit - highest) for logit in row))
        assert found.tolist() == pytest.approx([defined / math.log(3)], rel=1e-12, abs=1e-15)
    metrics = task.metrics(np.array([0]))
    right = [likeliest(row) == truth for row in episode]
    assert metrics["accuracy"].tolist() == [float(right[-1])]
    assert metrics["first_correct_step"].tolist() == [right.index(True) + 1 if any(right) else -1]
    sums = [math.fsum(column) for column in zip(*map(probabilities, episode), strict=True)]
    second, first = sorted(sums)[-2:]
    if first - second > 1e-9:  # else rounding decides
        assert metrics["mean_accuracy"].tolist() == [float(likeliest(sums) == truth)]
    assert task.quality(slice(None)).tolist() == pytest.approx([probabilities(episode[-1])[truth]], abs=1e-12)


def test_the_mean_prediction_may_be_right_where_the_last_is_not() -> None:
    task = begun([0])  # class 0: two squares
    play(task, [[[9.0, 0.0, 0.0]], [[9.0, 0.0, 0.0]], [[0.0, 1.0, 0.0]]])
    metrics = {name: value.item() for name, value in task.metrics(np.array([0])).items()}
    assert metrics == {"accuracy": 0.0, "mean_accuracy": 1.0, "first_correct_step": 1}


def test_of_classes_with_equal_logits_the_first_counts() -> None:
    task = begun([0, 3])  # two squares, two circles
    play(task, [[[1.0, 1.0, 0.0]] * 2])
    assert SPACE.labels([0, 3]).tolist() == [0, 1]
    assert task.metrics(np.arange(2))["accuracy"].tolist() == [1.0, 0.0]


def test_lanes_begin_anew_one_by_one() -> None:
    task = begun([0, 0])
    play(task, [[[5.0, 0.0, 0.0]] * 2])
    begin(task, [1], [3])
    assert task.targets().tolist() == [0, 1]
    assert task.metrics(np.arange(2))["first_correct_step"].tolist() == [1, -1]
    assert task.caption(0) == ("two squares 99%", "two squares")
    assert task.caption(1) == ("", "two circles")
    task.score(np.array([[0.0, 0.0, 9.0], [0.0, 9.0, 0.0]]), np.array([2, 1]))
    metrics = task.metrics(np.arange(2))
    assert metrics["accuracy"].tolist() == [0.0, 1.0]
    assert metrics["mean_accuracy"].tolist() == [0.0, 1.0]
    assert metrics["first_correct_step"].tolist() == [1, 1]


def test_rows_of_many_classes_equal_the_row_alone() -> None:
    space = Many(count=300)
    rows = np.random.default_rng(0).normal(0, 5, (7, 300)).astype(np.float32)
    indices = list(range(0, 70, 10))
    together, steps = begun(indices, space), np.ones(7, np.int64)
    losses = together.score(rows, steps)
    for lane, index in enumerate(indices):
        alone = begun([index], space)
        assert alone.score(rows[lane : lane + 1], steps[:1]).tobytes() == losses[lane : lane + 1].tobytes()
        for name, array in alone.state().items():
            assert array.tobytes() == together.state()[name][lane : lane + 1].tobytes(), name


def test_loss_of_a_step_is_that_of_the_loss_function() -> None:
    rows = np.random.default_rng(0).normal(0, 3, (4, 3)).astype(np.float32)
    for normalized in (True, False):
        task = begun([0, 1, 2, 3], normalized=normalized)
        found = task.score(rows, np.ones(4, np.int64))
        assert found.tolist() == pytest.approx(task.loss(rows, task.targets()).tolist(), rel=1e-14)


def test_predictions_are_logits_and_targets_classes() -> None:
    task = begun([0])
    assert task.prediction_space == Box(-np.inf, np.inf, (3,), np.float32)
    assert task.target_space == Discrete(3)
    assert (task.observe(slice(None)), task.words, task.options) == ({}, {}, {})


def test_targets_are_given_fresh() -> None:
    task = begun([3])
    task.targets()[:] = 2
    assert task.targets().tolist() == [1]


@given(st.lists(st.integers(0, SPACE.num_states - 1), min_size=1, max_size=5))
def test_the_oracle_is_right_and_sure(indices: list[int]) -> None:
    task = begun(indices, normalized=False)
    told = task.oracle()
    assert told.dtype == np.float32
    assert (task.score(told, np.ones(len(indices), np.int64)) < 1e-8).all()
    assert task.metrics(np.arange(len(indices)))["accuracy"].tolist() == [1.0] * len(indices)


class Named(ImageSpace):
    """A gray pixel with no class, or with one."""

    def __init__(self, *, label: str | None, dtype: str = "float32", stream: int = 0, seed: int | None = None) -> None:
        factors = (Finite("only", ["one"]),)
        super().__init__(1, 1, 1, dtype=dtype, stream=stream, seed=seed, factors=factors, label=label)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((len(values["only"]), 1, 1, 1), np.float32)


@pytest.mark.parametrize(("label", "names"), [(None, "None"), ("only", "('one',)")])
def test_a_space_without_classes_to_tell_apart_is_refused(label: str | None, names: str) -> None:
    message = (
        f"classification takes a space of at least two classes, got {names} of "
        f"Named(label={label!r}, dtype='float32', stream=0)"
    )
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Classification(staged(Named(label=label)), loss=CrossEntropy())


def test_many_logits_are_scored_in_blocks_and_no_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    space, lanes = Many(count=7), 11
    indices = np.random.default_rng(0).integers(7, size=lanes)
    whole, parted = (begun(indices.tolist(), space) for _ in range(2))
    for step in range(1, 6):
        logits = np.random.default_rng(step).normal(0, 2, (lanes, 7)).astype(np.float32)
        times = np.full(lanes, step)
        expected = whole.score(logits, times)
        with monkeypatch.context() as patch:
            patch.setattr(classification, "_BLOCK", 21)
            found = parted.score(logits, times)
        assert found.tobytes() == expected.tobytes()
        for name, array in whole.state().items():
            assert parted.state()[name].tobytes() == array.tobytes(), name
