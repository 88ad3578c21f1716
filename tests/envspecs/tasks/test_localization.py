from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from envspecs.losses import SquaredError
from envspecs.motions import AbsoluteZoom, Relative
from envspecs.parts import Marked, Pictured
from envspecs.sensors import Foveated, Glimpse, Zoom
from envspecs.stage import Stage
from envspecs.tasks import Localization
from envspecs.tasks.localization import overlap
from imagespaces import CircleSquare, ImageSpace
from imagespaces.bank import gallery
from imagespaces.draws import Draws, derive_key
from tests.envspecs.toys import staged

SPACE = CircleSquare(height=9, width=12, extent=4)
KEY = derive_key("episode", 0)

coordinates = st.floats(-1, 1, width=32)
positions = st.tuples(coordinates, coordinates)


def stage_of(lanes: int = 1, space: ImageSpace = SPACE) -> Stage:
    pictures = gallery(space, lanes)
    return Stage(pictures, Glimpse(pictures, size=(3, 4), motion=Relative()))


def begun(
    targets: Sequence[Sequence[float]], *, normalized: bool = True, space: ImageSpace = SPACE
) -> tuple[Localization, Stage]:
    """A task whose lanes have just begun, with these targets."""
    stage = stage_of(len(targets), space)
    task = Localization(stage, loss=SquaredError(normalized=normalized), targets="uniform")
    begin(task, stage, range(len(targets)), target=np.array(targets))
    return task, stage


def begin(task: Localization, stage: Stage, lanes: Sequence[int], **options: Any) -> None:
    which = np.array(lanes)
    stage.gallery.show(which, which)
    task.reset(which, Draws(KEY, which), which, options)


def scored(task: Localization, predictions: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    return task.score(np.array(predictions, np.float32), np.ones(len(predictions), np.int64))


# ----------------------------------------------------------------------------------------------------------------------
# Targets
# ----------------------------------------------------------------------------------------------------------------------


def test_spaces_are_boxes_of_positions_and_the_patch_is_a_glimpse() -> None:
    task, stage = begun([(0, 0)])
    assert task.prediction_space == task.target_space == Box(-1.0, 1.0, (2,), np.float32)
    assert task.observation_spaces == {"target_glimpse": stage.sensor.observation_spaces["glimpse"]}
    assert task.words == {"target": 4}
    assert Localization(stage, loss=SquaredError()).words == {"target": 2, "target_jitter": 4}


@given(st.lists(positions, min_size=3, max_size=3))
def test_the_patch_is_what_the_sensor_sees_there(targets: list[tuple[float, float]]) -> None:
    task, stage = begun(targets)
    stage.sensor.reset(np.arange(3), Draws(KEY, np.arange(3)), {"position": np.array(targets)})
    seen = stage.sensor.observe(slice(None))["glimpse"]
    assert task.observe(slice(None))["target_glimpse"].tobytes() == seen.tobytes()
    assert task.observe(np.array([2, 0]))["target_glimpse"].tobytes() == seen[[2, 0]].tobytes()
    assert task.targets().tolist() == [list(target) for target in targets]


def test_what_is_observed_is_fresh() -> None:
    task, _ = begun([(0.2, 0.3), (-0.5, 0.5)])
    for lanes in (slice(None), np.arange(2)):
        first = task.observe(lanes)["target_glimpse"]
        kept = first.copy()
        first[...] = 0
        assert task.observe(lanes)["target_glimpse"].tobytes() == kept.tobytes()
    task.targets()[...] = 0
    assert task.targets().tolist() == np.array([(0.2, 0.3), (-0.5, 0.5)], np.float32).tolist()


def test_uniform_targets_are_as_drawn() -> None:
    stage = stage_of(4000)
    task = Localization(stage, loss=SquaredError(), targets="uniform")
    lanes = np.arange(4000)
    task.reset(lanes, Draws(KEY, lanes), lanes % SPACE.num_states, {})
    found = task.targets()
    assert found.tolist() == (2 * Draws(KEY, lanes).uniform("target", 2) - 1).astype(np.float32).tolist()
    for column in found.T:
        assert np.abs((np.sort(column) + 1) / 2 - lanes / 4000).max() < 0.04  # Kolmogorov and Smirnov: one in 10⁵


def test_other_lanes_stay_as_they_are() -> None:
    task, stage = begun([(0, 0), (0.5, 0.5), (1, 1)])
    before = task.observe(np.array([0, 2]))["target_glimpse"]
    begin(task, stage, [1], target=np.array([[-1, -1]]))
    assert task.targets().tolist() == [[0, 0], [-1, -1], [1, 1]]
    assert task.observe(np.array([0, 2]))["target_glimpse"].tobytes() == before.tobytes()


def test_a_target_outside_is_refused() -> None:
    task, stage = begun([(0, 0)])
    with pytest.raises(ValueError, match=r"^a position must be \(x, y\), both in \[-1, 1\], got \[0\.0, 1\.5\]$"):
        begin(task, stage, [0], target=np.array([[0.0, 1.5]]))


def test_the_sensor_must_be_able_to_look_elsewhere() -> None:
    message = "localization takes a sensor that can tell what it would see elsewhere, got Full"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Localization(staged(SPACE), loss=SquaredError())


@pytest.mark.parametrize("targets", ["distinctive", "uniform"])
def test_any_sensor_that_looks_at_places_will_do(targets: Any) -> None:
    space = CircleSquare(height=14, width=16, extent=4)
    pictures = gallery(space, 3)
    for sensor in (
        Foveated(pictures, size=(3, 3), levels=2, motion=Relative()),
        Zoom(pictures, patch=2, grid=2, motion=AbsoluteZoom()),
        Glimpse(pictures, size=(5, 5), motion=Relative(), border="pad"),
    ):
        stage = Stage(pictures, sensor)
        task = Localization(stage, loss=SquaredError(), targets=targets)
        begin(task, stage, [0, 1, 2])
        seen = task.observe(slice(None))["target_glimpse"]
        assert all(task.observation_spaces["target_glimpse"].contains(each) for each in seen)
        assert task.pictures(0)["target"].shape == (*seen.shape[1:3], 1)


def test_patches_are_of_the_images_type() -> None:
    task, _ = begun([(0, 0)], space=CircleSquare(height=9, width=12, extent=4, dtype="uint8"))
    assert task.observe(slice(None))["target_glimpse"].dtype == np.uint8
    assert task.limits["patches"] == (0, 255)


# ----------------------------------------------------------------------------------------------------------------------
# Predictions
# ----------------------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(positions, positions), min_size=1, max_size=4), st.booleans())
def test_losses_are_mean_squares(
    pairs: list[tuple[tuple[float, float], tuple[float, float]]], normalized: bool
) -> None:
    task, _ = begun([target for target, _ in pairs], normalized=normalized)
    unit = 1 / 3 if normalized else 1
    expected = [((x - a) ** 2 + (y - b) ** 2) / 2 / unit for (a, b), (x, y) in pairs]
    losses = scored(task, [prediction for _, prediction in pairs])
    assert losses == pytest.approx(expected, rel=1e-12, abs=1e-15)
    again = task.loss(np.array([prediction for _, prediction in pairs]), task.targets())
    assert again == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(("normalized", "expected"), [(True, 1.0), (False, 1 / 3)])
def test_blind_guessing_loses_the_variance(normalized: bool, expected: float) -> None:
    task, _ = begun([(0, 0)], normalized=normalized)
    assert task.blind_loss == pytest.approx(expected)
    places = (np.arange(2000) + 0.5) / 1000 - 1
    mean = np.mean([task.loss(np.zeros(2), np.array([x, x])) for x in places])
    assert mean == pytest.approx(expected, abs=1e-3)


def test_the_oracle_is_right() -> None:
    task, _ = begun([(0.1, 0.2), (1 / 3, -0.7)])
    right = task.oracle()
    assert all(task.prediction_space.contains(each) for each in right)
    assert task.score(right, np.ones(2, np.int64)).tolist() == [0.0, 0.0]
    assert task.metrics(np.arange(2))["distance"].tolist() == [0.0, 0.0]
    assert task.metrics(np.arange(2))["overlap"].tolist() == [1.0, 1.0]
    assert task.quality(slice(None)).tolist() == [1.0, 1.0]


def test_metrics_are_of_the_last_prediction() -> None:
    task, _ = begun([(0, 0), (-1, -1)])
    scored(task, [(1, 1), (0, 0)])
    scored(task, [(0.25, 0), (1, 1)])
    found = task.metrics(np.array([1, 0]))
    assert found["distance"] == pytest.approx([2 * math.sqrt(2), 0.25])
    assert found["pixel_distance"] == pytest.approx([math.hypot(8, 6), 0.25 * 4])  # of 12 × 9 pixels, less 4 × 3
    assert found["overlap"] == pytest.approx([0, 3 * 3 / (2 * 12 - 9)])


def test_quality_falls_with_the_distance() -> None:
    task, _ = begun([(0, 0), (0, 0), (-1, -1)])
    assert task.quality(slice(None)).tolist() == [0, 0, 0]
    scored(task, [(0, 0.5), (0, 0), (1, 1)])
    assert task.quality(slice(None)) == pytest.approx([0.75, 1, 0])
    assert task.quality(np.array([1])).tolist() == [1]


def test_what_was_predicted_is_not_kept_by_reference() -> None:
    task, _ = begun([(0, 0)])
    predictions = np.array([[0.5, 0.5]])
    task.score(predictions, np.ones(1, np.int64))
    predictions[...] = 0
    assert task.metrics(np.arange(1))["distance"] == pytest.approx([math.hypot(0.5, 0.5)])


def test_an_episode_knows_nothing_of_the_one_before() -> None:
    task, stage = begun([(0, 0), (0, 0)])
    scored(task, [(1, 1), (1, 1)])
    begin(task, stage, [0], target=np.array([[0.0, 0.0]]))
    assert [task.caption(lane)[0] for lane in range(2)] == ["", "x 1.00, y 1.00"]
    assert task.quality(np.arange(2))[0] == 0
    assert task.state()["latest"].tolist() == [[0, 0], [1, 1]]


# ----------------------------------------------------------------------------------------------------------------------
# Pictures and states
# ----------------------------------------------------------------------------------------------------------------------


def test_frames_show_patch_and_places() -> None:
    task, stage = begun([(-1, -1), (1, 1)])
    assert isinstance(task, Pictured)
    assert isinstance(task, Marked)
    assert task.pictures(1)["target"].tolist() == task.observe(np.array([1]))["target_glimpse"][0].tolist()
    assert task.marks(1)["prediction"].shape == (0, 4)
    assert task.marks(1)["truth"].tolist() == [[8, 6, 12, 9]]
    scored(task, [(0, 0), (-1, 0)])
    assert task.marks(1)["prediction"].tolist() == [[0, 3, 4, 6]]
    assert task.caption(1) == ("x -1.00, y 0.00", "x 1.00, y 1.00")
    assert stage.lanes == 2


def test_the_state_is_all_that_changes() -> None:
    task, _ = begun([(0.5, 0.5), (-0.5, 0)])
    scored(task, [(1, 1), (0, 0)])
    other, _ = begun([(0, 0), (0, 0)])
    for name, array in task.state().items():
        other.state()[name][...] = array
    assert other.targets().tolist() == task.targets().tolist()
    assert (
        other.observe(slice(None))["target_glimpse"].tobytes() == task.observe(slice(None))["target_glimpse"].tobytes()
    )
    assert other.marks(0)["prediction"].tolist() == task.marks(0)["prediction"].tolist()


boxes = st.tuples(st.floats(-5, 5), st.floats(-5, 5), st.floats(0.1, 5), st.floats(0.1, 5)).map(
    lambda box: [box[0], box[1], box[0] + box[2], box[1] + box[3]]
)


@given(boxes, boxes)
def test_overlap_is_the_share_of_what_two_boxes_cover(one: list[float], other: list[float]) -> None:
    wide, high = (max(0.0, min(one[k + 2], other[k + 2]) - max(one[k], other[k])) for k in range(2))
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)]
    expected = wide * high / (areas[0] + areas[1] - wide * high)
    assert overlap(np.array([one]), np.array([other])).tolist() == pytest.approx([expected])
    assert overlap(np.array([one]), np.array([one])).tolist() == pytest.approx([1])
