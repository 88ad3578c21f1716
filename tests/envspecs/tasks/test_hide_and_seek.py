"""Hide and seek, beside a computation in plain Python, from the definition alone.

The centre of a glimpse is image centre + position × (image size − glimpse size) / 2, in pixels; an object at pixel
(x, y) is therefore at position (x − (W − 1) / 2) / ((W − w) / 2), and likewise along y. Each step is rewarded with the
distance of the two positions, after the move, for objects to hide from, and less it for others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Discrete
from hypothesis import given
from hypothesis import strategies as st

import envspecs
from envspecs.losses import CrossEntropy
from envspecs.parts import Confident, Looking, Rewarding
from envspecs.stage import Stage
from envspecs.tasks import HideAndSeek
from envspecs.testing import check_spec
from envspecs.testing.strategies import action_sequences
from imagespaces import CircleSquare, Polygons
from imagespaces.arguments import MisfitError
from imagespaces.bank import gallery
from tests.envspecs.toys import Counter, staged

SPEC = envspecs.load("CircleSquareHideAndSeek-v0")
SILENT = envspecs.load("CircleSquareHideAndSeekNoPrediction-v0")
SIDE, GLIMPSE = 28, 5
STILL = np.zeros(2, np.float32)


def place_of(index: int) -> tuple[list[float], int]:
    """The position of an instance's object, and its class; index = label + 2 (x + W y)."""
    pixel, label = divmod(index, 2)
    return [(at - (SIDE - 1) / 2) / ((SIDE - GLIMPSE) / 2) for at in (pixel % SIDE, pixel // SIDE)], label


def moved(position: Sequence[float], action: Sequence[float]) -> list[float]:
    length = max(1.0, math.hypot(*action))
    return [min(max(place + 0.2 * part / length, -1.0), 1.0) for place, part in zip(position, action, strict=True)]


@given(
    st.integers(0, 2 * SIDE * SIDE - 1),
    st.tuples(st.floats(-1, 1), st.floats(-1, 1)),
    action_sequences(SPEC.make(), max_steps=5),
    st.sampled_from([SPEC, SPEC.variant("sparse"), SILENT]),
)
def test_rewards_are_those_of_plain_python(
    index: int, start: tuple[float, float], actions: list[Any], spec: envspecs.TaskSpec
) -> None:
    env: Any = spec.make()
    env.reset(seed=0, options={"index": index, "position": start})
    place, label = place_of(index)
    position: list[float] = list(start)
    for action in actions:
        given = action if spec is not SILENT else {"action": action["action"]}
        _, reward, _, _, info = env.step(given)
        position = moved(position, action["action"].tolist())
        distance = math.dist(position, place)
        base = (distance if label == 1 else -distance) - 0.001 * math.hypot(*action["action"].tolist())
        assert info["base_reward"] == pytest.approx(base, abs=1e-12)
        loss = info["prediction"]["loss"] if spec is SPEC else 0.0
        assert reward == info["base_reward"] - loss


def test_nothing_is_predicted_where_nothing_is_asked() -> None:
    env: Any = SILENT.make()
    assert list(env.action_space) == ["action"]
    assert env.unwrapped.prediction_space is None
    env.reset(seed=0, options={"index": 1})
    assert sorted(env.step({"action": STILL})[4]) == ["base_reward", "index"]
    assert env.unwrapped.core.task.caption(0) == ("", "circle: hide")


def test_besides_it_is_classification() -> None:
    lanes, tasks = np.arange(2), []
    for spec in (SPEC, envspecs.load("CircleSquare-v0")):
        core: Any = spec.make_vec(2).unwrapped.core  # type: ignore[attr-defined]
        core.begin(lanes, {"index": np.array([0, 1])})
        tasks.append(core.task)
    task, plain = tasks
    logits = np.array([[1.0, 0.5], [-2.0, 3.0]], np.float32)
    assert task.score(logits, np.ones(2, np.int64)).tolist() == plain.score(logits, np.ones(2, np.int64)).tolist()
    metrics = task.metrics(lanes)
    assert {name: metrics[name].tolist() for name in plain.metrics(lanes)} == {
        name: values.tolist() for name, values in plain.metrics(lanes).items()
    }
    assert (task.prediction_space, task.target_space) == (plain.prediction_space, Discrete(2))
    assert task.oracle().tolist() == plain.oracle().tolist()
    assert task.quality(slice(None)).tolist() == plain.quality(slice(None)).tolist()
    assert [task.caption(lane) for lane in (0, 1)] == [("square 62%", "square: seek"), ("circle 99%", "circle: hide")]
    assert not isinstance(task, Confident)


def test_the_distance_at_the_end_is_reported() -> None:
    env: Any = SILENT.override({"episode.max_steps": 1}).make()
    env.reset(seed=0, options={"index": 0, "position": [0.25, -0.5]})
    metrics = env.step({"action": STILL})[4]["metrics"]
    assert metrics["distance"] == pytest.approx(math.dist([0.25, -0.5], place_of(0)[0]))
    assert metrics["return"] == pytest.approx(-metrics["distance"])


def test_lanes_begin_anew_one_by_one() -> None:
    core: Any = SPEC.make_vec(2).unwrapped.core  # type: ignore[attr-defined]
    core.begin(np.arange(2), {"index": np.array([0, 0]), "position": np.zeros((2, 2))})
    core.begin(np.array([1]), {"index": np.array([1]), "position": np.zeros((1, 2))})
    first, second = core.task.bonus().tolist()
    assert first == -second == pytest.approx(-math.hypot(*place_of(0)[0]))


@pytest.mark.parametrize(
    ("hide_from", "signs"), [(["circle"], [-1, 1]), ([0], [1, -1]), ([], [-1, -1]), ([1, "square"], [1, 1])]
)
def test_classes_are_named_or_numbered(hide_from: list[Any], signs: list[int]) -> None:
    envs: Any = SILENT.override({"task.hide_from": hide_from}).make_vec(2)
    envs.reset(seed=0, options={"index": [0, 1]})
    rewards = envs.step({"action": np.zeros((2, 2), np.float32)})[1]
    assert np.sign(rewards).tolist() == signs


# ----------------------------------------------------------------------------------------------------------------------
# Other sensors and other places
# ----------------------------------------------------------------------------------------------------------------------

OBJECT = 1 + 2 * (20 + 28 * 6)  # a circle at (20, 6), 6 pixels right of the image's middle and 8 above it


def reward(sensor: dict[str, Any]) -> float:
    env: Any = SILENT.override({"sensor": sensor, "reward.action_cost": 0}).make()
    env.reset(seed=0, options={"index": OBJECT})
    return float(env.step({"action": env.action_space["action"].sample() * 0})[1])


@pytest.mark.parametrize(
    ("sensor", "units"),
    [
        ({"kind": "full"}, (14.0, 14.0)),  # no positions: from the image's middle to its edge
        ({"kind": "glimpse", "size": [28, 28]}, (14.0, 14.0)),  # they all mean one place
        ({"kind": "glimpse", "size": [28, 8]}, (10.0, 14.0)),  # so along one axis
        ({"kind": "glimpse", "size": [6, 4], "scale": 2.0}, (10.0, 8.0)),
        ({"kind": "glimpse", "size": [5, 5], "border": "pad"}, (14.0, 14.0)),
    ],
    ids=str,
)
def test_the_unit_is_that_of_the_sensor_s_positions(sensor: dict[str, Any], units: tuple[float, float]) -> None:
    more = {} if sensor["kind"] == "full" else {"motion": {"kind": "relative"}, "start": "center"}
    assert reward(sensor | more) == pytest.approx(math.hypot(6.5 / units[0], 7.5 / units[1]), abs=1e-12)


def test_a_sensor_that_tells_no_positions_is_measured_in_images() -> None:
    pictures = gallery(CircleSquare(), 1)
    sensor = Counter(1)
    assert not isinstance(sensor, Looking)
    task = HideAndSeek(Stage(pictures, sensor), hide_from=[1], place=("x", "y"), prediction=False, loss=CrossEntropy())
    assert isinstance(task, Rewarding)
    task.reset(np.arange(1), None, np.array([OBJECT]), {})  # type: ignore[arg-type]  # nothing is drawn
    assert task.bonus().tolist() == pytest.approx([math.hypot(20.5 / 14, 6.5 / 14)])  # it looks at the corner


def test_a_zoomed_window_is_measured_from_its_own_centre() -> None:
    zoom = {"kind": "zoom", "patch": 4, "grid": 2, "motion": {"kind": "absolute_zoom"}}
    env: Any = SILENT.override({"sensor": zoom, "reward.action_cost": 0}).make()
    unit = None
    for action, centre in (([0.0, 0.0, 0.0], (4, 4)), ([1.0, 1.0, 0.0], (24, 24)), ([0.5, 0.5, 1.0], (14, 14))):
        env.reset(seed=0, options={"index": OBJECT})
        reached = env.step({"action": np.array(action, np.float32)})[1]
        pixels = math.dist(centre, (20.5, 6.5))
        unit = unit or pixels / reached
        assert reached == pytest.approx(pixels / unit, rel=1e-12)


def test_a_place_may_be_that_of_the_mask() -> None:
    env: Any = SILENT.override({"task.place": "mask", "reward.action_cost": 0}).make()
    env.reset(seed=0, options={"index": OBJECT, "position": [0, 0]})
    assert env.step({"action": STILL})[1] == pytest.approx(math.hypot(6.5, 7.5) / 11.5)


# ----------------------------------------------------------------------------------------------------------------------
# What can't be
# ----------------------------------------------------------------------------------------------------------------------


def test_a_class_that_there_is_not() -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        SPEC.override({"task.hide_from": ["circel"]}).make()
    message = "a class must be one of 'square', 'circle', or 0 to 1, got 'circel' (did you mean 'circle'?)"
    assert str(refused.value) == f"override['task.hide_from']: task.hide_from: {message}"


def test_a_factor_that_is_no_place() -> None:
    with pytest.raises(envspecs.SpecError) as refused:
        SPEC.override({"task.place": ["x", "shape"]}).make()
    message = "factor 'shape' must hold pixels, from 0 to 27, got names"
    assert str(refused.value) == f"override['task.place']: task.place[1]: {message}"


def test_a_space_without_classes_to_tell_apart() -> None:
    space = Polygons(states=1)
    message = f"hide_and_seek takes a space of at least two classes, got ('3',) of {space!r}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        HideAndSeek(staged(space), hide_from=[], prediction=False, loss=CrossEntropy())


def test_a_class_twice() -> None:
    with pytest.raises(MisfitError, match=r"^classes must be different, got 'circle' twice$") as refused:
        HideAndSeek(staged(CircleSquare()), hide_from=["circle", 1], loss=CrossEntropy())
    assert refused.value.path == ("hide_from",)


# ----------------------------------------------------------------------------------------------------------------------
# Laws
# ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"task.prediction": False},
        {"task.place": "mask", "reward.timing": "improvement"},
        {"sensor": {"kind": "full"}},
        {"space": {"kind": "polygons", "states": 3}, "task": {"kind": "hide_and_seek", "hide_from": [2]}},
    ],
    ids=str,
)
def test_all_laws_hold(changes: dict[str, Any]) -> None:
    check_spec(SPEC.override({"episode.max_steps": 3, **changes}))
