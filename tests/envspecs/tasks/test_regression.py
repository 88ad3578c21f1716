"""Regression, beside a computation in plain Python."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import envspecs
from envspecs.losses import SquaredError
from envspecs.tasks import Regression
from envspecs.testing import check_spec, laws
from imagespaces import Finite, ImageSpace, Interval
from imagespaces.arguments import MisfitError
from imagespaces.draws import Draws
from tests.envspecs.toys import staged

FACTORS = ("x", "angle", "size", "count")
COUNTS = (1, 2, 5)
LARGEST = float(np.finfo(np.float32).max)

numbers = st.one_of(st.floats(-2, 2, width=32), st.floats(-LARGEST, LARGEST, width=32))
predictions = st.lists(numbers, min_size=5, max_size=5)


class Posed(ImageSpace):
    """A gray pixel with a factor of each sort."""

    def __init__(self, *, dtype: str = "float32", stream: int = 0, seed: int | None = None) -> None:
        factors = (
            Interval("x", -2.0, 6.0),
            Finite("count", COUNTS),
            Finite("name", ("a", "b")),
            Finite("only", (7,)),
            Interval("angle", 0.0, 360.0, "circular"),
            Interval("size", 1.0, 16.0, "log"),
        )
        super().__init__(1, 1, 1, dtype=dtype, stream=stream, seed=seed, factors=factors)

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return np.zeros((len(values["x"]), 1, 1, 1), np.float32)


SPACE = Posed()


def begun(indices: Sequence[int], factors: Sequence[str] = FACTORS, *, normalized: bool = True) -> Regression:
    """A task whose lanes have just begun with these instances."""
    task = Regression(staged(SPACE, len(indices)), factors=factors, loss=SquaredError(normalized=normalized))
    begin(task, range(len(indices)), indices)
    return task


def begin(task: Regression, lanes: Sequence[int], indices: Sequence[int]) -> None:
    task.reset(np.array(lanes), Draws(0, np.array(lanes)), np.array(indices), {})


def truth_of(values: Mapping[str, float]) -> list[float]:
    """The numbers of an instance, in the order of FACTORS."""
    turn = math.radians(values["angle"])
    return [
        (values["x"] + 2) / 4 - 1,
        math.cos(turn),
        math.sin(turn),
        math.log(values["size"]) / math.log(4) - 1,
        (values["count"] - 1) / 2 - 1,
    ]


COUNT_VARIANCE = float(np.var([-1, -0.5, 1]))
VARIANCES = [1 / 3, 1 / 2, 1 / 2, 1 / 3, COUNT_VARIANCE]


@given(st.integers(0, 2**62), st.lists(predictions, min_size=1, max_size=4), st.booleans())
def test_truths_losses_and_metrics_are_those_of_plain_python(
    index: int, episode: list[list[float]], normalized: bool
) -> None:
    values, task = SPACE.at(index).factors, begun([index], normalized=normalized)
    truth = truth_of(values)
    np.testing.assert_allclose(task.targets(), [truth], atol=1e-6)
    told = task.targets()[0].astype(float).tolist()
    for step, row in enumerate(episode, start=1):
        squares = [(found - true) ** 2 for found, true in zip(row, told, strict=True)]
        parts = [square / (variance if normalized else 1) for square, variance in zip(squares, VARIANCES, strict=True)]
        loss = task.score(np.array([row], np.float32), np.array([step])).item()
        assert loss == pytest.approx(math.fsum(parts) / 5, rel=1e-9)
        blind = 1.0 if normalized else sum(VARIANCES) / 5
        assert task.quality(slice(None)).item() == pytest.approx(min(1, max(0, 1 - loss / blind)), abs=1e-9)
    metrics = {name: value.item() for name, value in task.metrics(np.array([0])).items()}
    assert metrics == pytest.approx(errors_of(episode[-1], values), rel=1e-6, abs=1e-6)


def errors_of(row: Sequence[float], values: Mapping[str, float]) -> dict[str, float]:
    """How far a prediction is off, in the factors' own units."""
    x, cosine, sine, size, count = (min(max(number, -1), 1) for number in row)
    apart = abs(math.degrees(math.atan2(row[2], row[1])) % 360 - values["angle"])
    del cosine, sine
    return {
        "absolute_error_x": abs(-2 + (x + 1) * 4 - values["x"]),
        "absolute_error_angle": min(apart, 360 - apart),
        "absolute_error_size": abs(4 ** (size + 1) - values["size"]),
        "absolute_error_count": abs(1 + (count + 1) * 2 - values["count"]),
    }


def test_always_predicting_the_mean_loses_one_on_average() -> None:
    many = np.random.default_rng(0).integers(2**40, size=20_000)
    for factor in FACTORS:
        task = begun(many.tolist(), [factor])
        count = task.targets().shape[1]
        mean = np.full((len(many), count), -1 / 6 if factor == "count" else 0.0, np.float32)
        assert task.score(mean, np.ones(len(many), np.int64)).mean() == pytest.approx(1, abs=0.03)


@pytest.mark.parametrize("normalized", [True, False])
def test_the_blind_loss_is_that_of_the_loss(normalized: bool) -> None:
    task = begun([0], normalized=normalized)
    assert task.blind_loss == task.loss.blind == pytest.approx(1 if normalized else sum(VARIANCES) / 5)


def test_predictions_and_truths_are_numbers() -> None:
    task = begun([0])
    assert task.prediction_space == Box(-np.inf, np.inf, (5,), np.float32)
    assert task.target_space == Box(-1, 1, (5,), np.float32)
    assert task.targets()[0] in task.target_space
    assert (task.observe(slice(None)), task.words, task.options) == ({}, {}, {})


def test_targets_are_given_fresh() -> None:
    task = begun([3])
    task.targets()[:] = 2
    assert np.abs(task.targets()).max() <= 1


@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=5))
def test_the_oracle_is_right(indices: list[int]) -> None:
    task = begun(indices)
    assert task.score(task.oracle(), np.ones(len(indices), np.int64)).tolist() == [0.0] * len(indices)
    assert task.quality(slice(None)).tolist() == [1.0] * len(indices)
    for name, errors in task.metrics(np.arange(len(indices))).items():
        assert errors.max() < 1e-3, name  # the truth is told as float32


def test_lanes_begin_anew_one_by_one_and_captions_tell_values() -> None:
    task = begun([0, 0], ["x", "count"])
    task.score(np.array([[0.5, -1.0]] * 2, np.float32), np.array([1, 1]))
    begin(task, [1], [1])
    one, other = SPACE.at(0).factors, SPACE.at(1).factors
    assert task.caption(0) == ("4, 1", f"x {one['x']:.3g}, count {one['count']}")
    assert task.caption(1) == ("", f"x {other['x']:.3g}, count {other['count']}")
    assert task.quality(slice(None))[1] == 0


def test_rows_equal_the_row_alone() -> None:
    rows = np.random.default_rng(0).normal(0, 1, (9, 5)).astype(np.float32)
    together, steps = begun(range(9)), np.ones(9, np.int64)
    losses = together.score(rows, steps)
    errors = together.metrics(np.arange(9))
    for lane in range(9):
        alone = begun([lane])
        assert alone.score(rows[lane : lane + 1], steps[:1]).tobytes() == losses[lane : lane + 1].tobytes()
        for name, values in alone.metrics(np.array([0])).items():
            assert values.tobytes() == errors[name][lane : lane + 1].tobytes(), name
        for name, array in alone.state().items():
            assert array.tobytes() == together.state()[name][lane : lane + 1].tobytes(), name


@pytest.mark.parametrize(
    ("factors", "place", "message"),
    [
        (
            ["x", "angel"],
            1,
            (
                "there is no factor 'angel' (did you mean 'angle'?); "
                "the factors are 'x', 'count', 'name', 'only', 'angle', 'size'"
            ),
        ),
        (["name"], 0, "factor 'name' must hold numbers, got names"),
        (["x", "size", "only"], 2, "factor 'only' must have several values, got 7 alone"),
    ],
)
def test_factors_that_can_t_be_told(factors: list[str], place: int, message: str) -> None:
    with pytest.raises(MisfitError) as refused:
        begun([0], factors)
    assert (str(refused.value), refused.value.path) == (message, ("factors", place))


def pair() -> dict[str, Any]:
    """Two panels, whose factors are told apart by what they are of alone."""
    shape = {"kind": "circle_square", "height": 9, "width": 9, "extent": 4}
    return {"kind": "concat", "spaces": {"left": shape, "right": shape}, "label_from": "left"}


@pytest.mark.parametrize(
    ("factors", "names"),
    [(["left.x", "left.y"], ["x", "y"]), (["left.x", "right.y"], ["x", "y"]), (["left.x", "right.x"], None)],
)
def test_captions_name_factors_as_shortly_as_may_be(factors: list[str], names: list[str] | None) -> None:
    spec = envspecs.load("CircleSquare-v0")
    env: Any = spec.override({"space": pair(), "task": {"kind": "regression", "factors": factors}}).make()
    _, info = env.reset(seed=0)
    values = env.unwrapped.space.at(info["index"]).factors
    expected = [f"{name} {values[factor]}" for name, factor in zip(names or factors, factors, strict=True)]
    assert env.unwrapped.core.task.caption(0) == ("", ", ".join(expected))


# ----------------------------------------------------------------------------------------------------------------------
# By specs
# ----------------------------------------------------------------------------------------------------------------------


def test_a_factor_that_there_is_not_is_blamed_where_it_was_named() -> None:
    spec = envspecs.load("AngleRegression-v0").override({"task.factors": ["rotat"]})
    with pytest.raises(envspecs.SpecError) as refused:
        spec.make()
    known = "'sides', 'rotate', 'scale', 'shift_x', 'shift_y'"
    message = f"there is no factor 'rotat' (did you mean 'rotate'?); the factors are {known}"
    assert str(refused.value) == f"override['task.factors']: task.factors[0]: {message}"


def test_what_is_told_is_what_the_space_tells() -> None:
    envs: Any = envspecs.load("PlaceRegression-v0").make_vec(50)
    _, reset = envs.reset(seed=0)
    action = {"action": np.zeros((50, 2), np.float32), "prediction": np.zeros((50, 3), np.float32)}
    target = envs.step(action)[4]["prediction"]["target"]
    centres = envs.unwrapped.space.annotations(reset["index"]).centres[:, 0]
    np.testing.assert_allclose(target[:, :2] * 0.55, centres, atol=1e-6)
    assert target.min() < -0.9
    assert target.max() > 0.9


TASKS = ("CircleSquare-v0", "AngleRegression-v0", "HueRegression-v0", "PlaceRegression-v0", "CountRegression-v0")
ABOUT = {"CircleSquare-v0": ["y", "x"]}


@pytest.mark.parametrize("name", TASKS)
def test_all_laws_hold(name: str) -> None:
    spec = envspecs.load(name).override({"episode.max_steps": 3, "reward.timing": "improvement"})
    check_spec(spec if name not in ABOUT else spec.override({"task": {"kind": "regression", "factors": ABOUT[name]}}))


@pytest.mark.parametrize("name", TASKS[1:])
def test_truths_can_be_seen(name: str) -> None:
    laws.truth_can_be_seen(envspecs.load(name))
