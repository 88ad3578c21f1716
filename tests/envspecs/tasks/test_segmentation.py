from __future__ import annotations

import math
import re
import tracemalloc
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

import envspecs
from envspecs.drawing.palette import class_colours
from envspecs.losses import PixelCrossEntropy
from envspecs.tasks import Segmentation
from envspecs.testing import check_spec
from envspecs.testing.strategies import task_specs
from imagespaces import CircleSquare, ImageSpace, Photos, Polygons
from imagespaces.draws import Draws
from tests.envspecs.toys import staged
from tests.imagespaces.toys import Regions

OBJECTS = Polygons(height=12, width=14, radius=5)
CLASSES = Regions()
NAMES = ("sky", "sea", "sand")


def begun(indices: Sequence[int], space: ImageSpace = CLASSES, **options: Any) -> Segmentation:
    """A task whose lanes have just begun with these instances."""
    task = Segmentation(staged(space, len(indices)), loss=options.pop("loss", PixelCrossEntropy()), **options)
    begin(task, range(len(indices)), indices)
    return task


def begin(task: Segmentation, lanes: Sequence[int], indices: Sequence[int]) -> None:
    task.reset(np.array(lanes), Draws(0, np.array(lanes)), np.array(indices), {})


def logits(seed: int, *shape: int) -> NDArray[np.float32]:
    """Logits of which many are equal."""
    return np.random.default_rng(seed).integers(-2, 3, shape).astype(np.float32)


def play(task: Segmentation, predictions: NDArray[Any]) -> NDArray[np.float64]:
    return task.score(predictions, np.ones(len(predictions), np.int64))


def masks(space: ImageSpace, index: int) -> list[list[int]]:
    mask = space.at(index).mask
    assert mask is not None
    found: list[list[int]] = mask.astype(int).tolist()
    return found


def test_the_truth_is_the_class_of_each_pixel() -> None:
    task = begun([2, 0])
    assert task.targets().tolist() == [masks(CLASSES, 2), masks(CLASSES, 0)]
    assert (task.targets() == -1).any()
    assert task.targets().dtype == np.int16
    assert task.prediction_space == Box(-np.inf, np.inf, (7, 6, 3), np.float32)
    assert task.target_space == Box(-1, 2, (7, 6), np.int16)
    assert (task.words, task.options, task.observe(slice(None))) == ({}, {}, {})


def test_where_masks_tell_of_objects_there_are_ground_and_object() -> None:
    task = begun([1], OBJECTS)
    assert task.targets().tolist() == [masks(OBJECTS, 1)]
    assert task.prediction_space.shape == (12, 14, 2)
    assert task.caption(0) == ("", "background, object")


@given(st.integers(0, 999), st.booleans())
def test_losses_and_metrics_are_those_of_plain_loops(seed: int, normalized: bool) -> None:
    task = begun([seed % 4], loss=PixelCrossEntropy(normalized=normalized))
    predicted = logits(seed, 1, 7, 6, 3)
    lost, right, pairs = [], [], []
    for row, line in zip(predicted[0].tolist(), masks(CLASSES, seed % 4), strict=True):
        for pixel, true in zip(row, line, strict=True):
            if true < 0:
                continue
            lost.append(math.log(math.fsum(map(math.exp, pixel))) - pixel[true])
            likeliest = pixel.index(max(pixel))
            right.append(likeliest == true)
            pairs.append((likeliest, true))
    unit = math.log(3) if normalized else 1
    assert play(task, predicted).tolist() == pytest.approx([math.fsum(lost) / len(lost) / unit], rel=1e-12)
    overlaps = []
    for name in range(3):
        either = [pair for pair in pairs if name in pair]
        if either:
            overlaps.append(either.count((name, name)) / len(either))
    found = {name: value.item() for name, value in task.metrics(np.array([0])).items()}
    accuracy = sum(right) / len(right)
    assert found == pytest.approx({"pixel_accuracy": accuracy, "mean_iou": sum(overlaps) / len(overlaps)})
    assert task.quality(slice(None)).tolist() == pytest.approx([accuracy])
    assert task.caption(0)[0] == f"{accuracy:.0%} of pixels right"


def test_at_a_lower_resolution_the_middle_of_each_cell_counts() -> None:
    task = begun([3], size=(7, 3))
    assert task.targets()[0].tolist() == [[line[1], line[3], line[5]] for line in masks(CLASSES, 3)]


def test_an_oracle_is_right() -> None:
    for space in (CLASSES, OBJECTS):
        task = begun([1, 3], space, loss=PixelCrossEntropy(normalized=False))
        assert (play(task, task.oracle()) < 1e-7).all()
        assert task.metrics(np.arange(2))["mean_iou"].tolist() == [1.0, 1.0]


def test_lanes_begin_anew_one_by_one() -> None:
    task = begun([0, 0])
    play(task, logits(0, 2, 7, 6, 3))
    begin(task, [1], [2])
    assert task.targets().tolist() == [masks(CLASSES, 0), masks(CLASSES, 2)]
    assert (task.caption(0)[0] != "", task.caption(1)[0]) == (True, "")
    assert (task.state()["latest"][1] == -1).all()


def test_pictures_have_a_colour_for_each_class() -> None:
    task = begun([1])
    truth = np.array(masks(CLASSES, 1))
    assert (task.pictures(0)["prediction"] == 0).all()  # none so far
    play(task, task.oracle())
    pictures, colours = task.pictures(0), class_colours(3)
    for name, colour in zip((0, 1, 2, -1), colours, strict=True):
        assert (pictures["truth"][truth == name] == colour).all()
    counted = truth >= 0
    assert (pictures["prediction"][counted] == pictures["truth"][counted]).all()


def test_what_is_given_is_fresh() -> None:
    task = begun([1])
    task.targets()[...] = 9
    assert task.targets().tolist() == [masks(CLASSES, 1)]


def test_rows_of_many_lanes_equal_the_row_alone() -> None:
    rows = np.random.default_rng(0).normal(0, 5, (4, 7, 6, 3)).astype(np.float32)
    losses = play(begun([0, 1, 2, 3]), rows)
    for index in range(4):
        assert play(begun([index]), rows[index : index + 1]).tobytes() == losses[index : index + 1].tobytes()


@pytest.mark.parametrize(
    ("space", "found"),
    [(Photos(), "no masks of Photos("), (Regions(names=("sky",)), "1 classes of Regions(")],
    ids=["no masks", "one class"],
)
def test_a_space_must_tell_pixels_apart(space: ImageSpace, found: str) -> None:
    message = f"segmentation takes a space whose masks tell at least two classes apart, got {found}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        begun([0], space)


def test_predictions_that_fill_the_memory_are_refused() -> None:
    message = "a prediction must take up to 256 MiB, got 300 × 300 pixels of 1000 classes; give a smaller size"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        begun([0], Regions(height=300, width=300, names=tuple(map(str, range(1000)))))


def test_a_task_file_is_told_that_its_space_has_no_masks() -> None:
    spec = envspecs.load("Photos-v0").override({"task": {"kind": "segmentation"}})
    with pytest.raises(envspecs.SpecError, match="segmentation takes a space whose masks tell at least two classes"):
        spec.make()


@given(task_specs(max_pixels=150, max_steps=3, tasks=["segmentation"]))
def test_specs_of_all_sorts_make_environments(spec: envspecs.TaskSpec) -> None:
    env: Any = spec.make()
    env.reset(seed=1)
    assert np.isfinite(env.step(env.action_space.sample())[1])


@pytest.mark.parametrize("size", [None, [12, 9]])
def test_all_laws_hold(size: list[int] | None) -> None:
    assert CircleSquare().has_masks
    changes = {"space.height": 14, "space.width": 12, "episode.max_steps": 3}
    check_spec(envspecs.load("CircleSquare-v0").override({**changes, "task": {"kind": "segmentation", "size": size}}))


def test_little_memory_is_taken_beside_the_predictions() -> None:
    """Of 256 lanes at 64 × 64 two classes are held for each pixel, the true one and the likeliest."""
    space = Polygons(height=64, width=64, radius=20)
    task = begun([0] * 256, space)
    assert sum(array.nbytes for array in task.state().values()) == 256 * 64 * 64 * 2 * 2
    predictions = np.zeros((256, 64, 64, 2), np.float32)
    tracemalloc.start()
    play(task, predictions)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < predictions.nbytes
