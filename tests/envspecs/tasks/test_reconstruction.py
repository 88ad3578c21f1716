from __future__ import annotations

import math
import re
import tracemalloc
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest
import skimage.metrics
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import envspecs
from envspecs.losses import RootMeanSquaredError
from envspecs.stage import Stage
from envspecs.tasks import Reconstruction
from envspecs.testing import check_spec
from envspecs.testing.strategies import task_specs
from imagespaces import ImageSpace, Photos, Polygons
from imagespaces.draws import Draws
from tests.envspecs.toys import staged

metrics: Any = skimage.metrics  # without types
SMALL = Polygons(height=12, width=14, radius=5)
BYTES = Polygons(height=12, width=14, radius=5, dtype="uint8")
LARGEST = float(np.finfo(np.float32).max)


def begun(
    indices: Sequence[int], space: ImageSpace = SMALL, *, stage: Stage | None = None, **options: Any
) -> Reconstruction:
    """A task whose lanes have just begun with these instances."""
    stage = stage or staged(space, len(indices))
    task = Reconstruction(stage, loss=options.pop("loss", RootMeanSquaredError()), **options)
    begin(task, stage, range(len(indices)), indices)
    return task


def begin(task: Reconstruction, stage: Stage, lanes: Sequence[int], indices: Sequence[int]) -> None:
    stage.gallery.show(np.array(lanes), np.array(indices))
    task.reset(np.array(lanes), Draws(0, np.array(lanes)), np.array(indices), {})


def guesses(seed: int, *shape: int) -> NDArray[np.float32]:
    return np.random.default_rng(seed).random(shape, np.float32)


def play(task: Reconstruction, predictions: NDArray[Any]) -> NDArray[np.float64]:
    return task.score(predictions, np.ones(len(predictions), np.int64))


# ----------------------------------------------------------------------------------------------------------------------
# The image
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("space", [SMALL, BYTES], ids=["float32", "uint8"])
def test_the_truth_is_the_image(space: ImageSpace) -> None:
    indices = [3, 0, 5]
    task = begun(indices, space)
    expected = Polygons(height=12, width=14, radius=5).images(indices)
    tolerance = 0.5 / 255 + 1e-6 if space is BYTES else 0
    np.testing.assert_allclose(task.targets(), expected, atol=tolerance)
    assert task.targets().tolist() == task.oracle().tolist()
    assert task.target_space.contains(task.targets()[0])
    assert task.prediction_space == ImageSpace(12, 14, SMALL.channels)
    assert (task.words, task.options, task.observe(slice(None))) == ({}, {}, {})


@given(st.integers(0, 999), st.sampled_from([1, 255]))
def test_losses_and_metrics_are_those_of_plain_loops(seed: int, scale: int) -> None:
    task = begun([seed % SMALL.num_states], loss=RootMeanSquaredError(scale=scale))
    guess, truth = guesses(seed, 1, 12, 14, SMALL.channels), SMALL.images([seed % SMALL.num_states])
    squares = [(one - other) ** 2 for one, other in zip(guess.ravel().tolist(), truth.ravel().tolist(), strict=True)]
    error = math.sqrt(math.fsum(squares) / len(squares))
    assert play(task, guess).tolist() == pytest.approx([scale * error], rel=1e-12)
    found = {name: value.item() for name, value in task.metrics(np.array([0])).items()}
    expected = {
        "rmse": 255 * error,
        "psnr": metrics.peak_signal_noise_ratio(truth[0].astype(float), guess[0].astype(float), data_range=1.0),
        "ssim": metrics.structural_similarity(truth[0], guess[0], data_range=1.0, channel_axis=-1),
    }
    assert found == pytest.approx(expected, rel=1e-6)
    assert task.caption(0) == (f"off by {255 * error:.1f} of 255", "the image")


@pytest.mark.parametrize("size", [(6, 7), (5, 3), (1, 1), (12, 2)])
def test_at_a_lower_resolution_pixels_are_means(size: tuple[int, int]) -> None:
    task = begun([1, 4], size=size)
    images = SMALL.images([1, 4])
    expected = [cv2.resize(image, size[::-1], interpolation=cv2.INTER_AREA).reshape(*size, -1) for image in images]
    np.testing.assert_allclose(task.targets(), expected, atol=1e-6)
    assert task.prediction_space.shape == (*size, SMALL.channels)
    right = play(task, task.oracle())
    assert right.tolist() == [0.0, 0.0]
    assert task.metrics(np.arange(2))["psnr"].tolist() == [100.0, 100.0]


def test_quality_is_what_was_gained_over_mid_gray() -> None:
    task = begun([0, 1, 2], loss=RootMeanSquaredError(scale=1))
    assert task.quality(slice(None)).tolist() == [0, 0, 0]
    truth = task.oracle()
    play(task, np.stack((truth[0], truth[1] + 0.1, truth[2] + 9)).astype(np.float32))
    assert task.quality(slice(None)).tolist() == pytest.approx([1, 1 - 0.1 * math.sqrt(12), 0], abs=1e-6)


def test_lanes_begin_anew_one_by_one() -> None:
    stage = staged(SMALL, 2)
    task = begun([0, 0], stage=stage, size=(6, 7))
    play(task, guesses(0, 2, 6, 7, SMALL.channels))
    begin(task, stage, [1], [5])
    assert task.targets()[1].tolist() != task.targets()[0].tolist()
    assert (task.caption(0)[0] != "", task.caption(1)[0]) == (True, "")
    assert task.quality(slice(None))[1] == 0
    assert not task.state()["latest"][1].any()
    assert (task.pictures(1)["prediction"] == 0.5).all()


def test_pictures_can_be_drawn_whatever_was_predicted() -> None:
    task = begun([0])
    play(task, np.full((1, 12, 14, SMALL.channels), LARGEST, np.float32))
    pictures = task.pictures(0)
    assert list(pictures) == ["prediction", "truth"]
    assert pictures["prediction"].max() == 1
    assert pictures["truth"].tolist() == task.oracle()[0].tolist()


def test_what_is_given_is_fresh_and_what_was_predicted_is_kept() -> None:
    task = begun([0])
    task.targets()[...] = 7
    task.oracle()[...] = 7
    guess = guesses(0, 1, 12, 14, SMALL.channels)
    before = play(task, guess), task.metrics(np.array([0]))
    guess[...] = 0
    assert task.metrics(np.array([0])) == before[1]
    assert task.targets().max() <= 1


def test_a_larger_size_is_refused() -> None:
    message = "size must be from 1 × 1 to that of the images, 12 × 14, got 13 × 2"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        begun([0], size=(13, 2))


# ----------------------------------------------------------------------------------------------------------------------
# What was not seen of it
# ----------------------------------------------------------------------------------------------------------------------

GLIMPSES = {"kind": "glimpse", "size": [3, 4], "motion": {"kind": "absolute"}, "start": "center"}


def unseen_env(**task: Any) -> Any:
    spec = envspecs.load("CircleSquare-v0").override(
        {
            "space.height": 9,
            "space.width": 12,
            "sensor": GLIMPSES,
            "task": {"kind": "reconstruction", "unseen_only": True, **task},
            "episode.max_steps": 3,
        }
    )
    return spec.make()


def test_only_pixels_count_that_no_look_had_covered_when_they_were_predicted() -> None:
    env = unseen_env()
    observation, _ = env.reset(seed=0)
    assert observation["glimpse_pos"].tolist() == [0, 0]
    truth = env.unwrapped.core.task.oracle()[0, ..., 0]
    seen = np.zeros((9, 12), bool)
    # Where each prediction was made after: rows 3 to 5 and columns 4 to 7, then the corners.
    for rows, columns, move in (
        (slice(3, 6), slice(4, 8), (-1, -1)),
        (slice(0, 3), slice(0, 4), (1, 1)),
        (slice(6, 9), slice(8, 12), (0, 0)),
    ):
        seen[rows, columns] = True
        guess = guesses(0, 9, 12, 1)
        *_, info = env.step({"action": np.array(move, np.float32), "prediction": guess})
        target = info["prediction"]["target"][..., 0]
        assert (target[seen] == -1).all()
        assert target[~seen].tolist() == truth[~seen].tolist()
        error = np.sqrt(np.mean((guess[..., 0].astype(float) - truth)[~seen] ** 2))
        assert info["prediction"]["loss"] == pytest.approx(255 * error, rel=1e-12)
    assert info["metrics"]["unseen"] == pytest.approx(np.mean(~seen))
    whole = np.sqrt(np.mean((guess[..., 0].astype(float) - truth) ** 2))
    assert info["metrics"]["rmse"] == pytest.approx(255 * whole, rel=1e-6)


def test_nothing_is_lost_once_all_is_seen() -> None:
    task = begun([0], unseen_only=True)  # by a sensor that sees all
    assert play(task, guesses(0, 1, 12, 14, SMALL.channels)).tolist() == [0.0]
    assert (task.targets() == -1).all()
    assert task.metrics(np.array([0]))["unseen"].tolist() == [0.0]
    assert task.target_space == Box(-1, 1, (12, 14, SMALL.channels), np.float32)


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_the_next_episode_begins_with_nothing_seen(mode: str) -> None:
    changes = {"sensor": GLIMPSES, "task": {"kind": "reconstruction", "unseen_only": True}, "episode.max_steps": 2}
    envs: Any = envspecs.load("CircleSquare-v0").override(changes).make_vec(3, autoreset_mode=mode)
    envs.reset(seed=0)
    task = envs.unwrapped.core.task
    shares = []
    for _ in range(7):
        envs.step({"action": np.full((3, 2), 0.9, np.float32), "prediction": np.zeros((3, 28, 28, 1), np.float32)})
        shares.append(task.state()["seen"].mean())
    one, two = 12 / 784, 24 / 784
    assert shares == pytest.approx([one, two, 0, one, two, 0, one] if mode == "NextStep" else [one, 0] * 3 + [one])


# ----------------------------------------------------------------------------------------------------------------------
# By specs
# ----------------------------------------------------------------------------------------------------------------------


@given(task_specs(max_pixels=100, max_steps=3, tasks=["reconstruction"]))
def test_specs_of_all_sorts_make_environments(spec: envspecs.TaskSpec) -> None:
    env: Any = spec.make()
    env.reset(seed=1)
    assert np.isfinite(env.step(env.action_space.sample())[1])


@pytest.mark.parametrize(
    "task",
    [
        {"size": [5, 7], "loss": {"kind": "root_mean_squared_error", "scale": 1}},
        {"unseen_only": True, "loss": {"kind": "root_mean_squared_error", "normalized": True}},
        {"unseen_only": True, "size": [6, 4]},
    ],
    ids=str,
)
def test_all_laws_hold(task: dict[str, Any]) -> None:
    changes = {"space.height": 14, "space.width": 12, "episode.max_steps": 3, "reward.timing": "improvement"}
    check_spec(envspecs.load("CircleSquare-v0").override({**changes, "task": {"kind": "reconstruction", **task}}))


def test_a_step_takes_little_memory_beside_what_it_returns() -> None:
    envs: Any = envspecs.load("PhotosReconstruction-v0").make_vec(256)
    envs.reset(seed=0)
    actions = {"action": np.full((256, 3), 0.5, np.float32), "prediction": np.zeros((256, 64, 64, 3), np.float32)}
    envs.step(actions)
    tracemalloc.start()
    *_, info = envs.step(actions)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < info["prediction"]["target"].nbytes + (8 << 20)


def test_little_more_is_held_than_the_predictions() -> None:
    """Of 256 lanes at 64 × 64 the latest predictions are kept, and no image."""
    space = Photos()
    task = begun([0] * 256, space)
    held = sum(array.nbytes for array in task.state().values())
    prediction = 256 * 64 * 64 * 3 * 4
    assert prediction <= held <= 1.01 * prediction
