from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from gymnasium.spaces import Box

from envspecs.motions import Relative
from envspecs.parts import Ending, Marked, Rewarding
from envspecs.sensors import Foveated, Full, Glimpse
from envspecs.stage import Stage
from envspecs.tasks import Find, find
from imagespaces import CircleSquare, ImageSpace, Scene, SceneObject
from imagespaces.arguments import MisfitError
from imagespaces.bank import gallery
from imagespaces.draws import Draws, derive_key
from tests.envspecs.tasks.test_objects import Pixels
from tests.envspecs.toys import staged

SPACE = CircleSquare(height=9, width=12, extent=2)
SCENE = Scene(
    height=24, width=32, objects={"ball": SceneObject("circle", size=0.3), "box": SceneObject("square", size=0.3)}
)
KEY = derive_key("episode", 0)


def at(x: int, y: int, label: int = 0) -> int:
    """The instance with a shape at a pixel."""
    return label + 2 * (x + 12 * y)


def begun(
    indices: Sequence[int], space: ImageSpace = SPACE, size: tuple[int, int] = (3, 4), **arguments: Any
) -> tuple[Find, Stage]:
    """A task whose lanes have just begun with these instances, looked at from the middle."""
    lanes = len(indices)
    pictures = gallery(space, lanes)
    stage = Stage(pictures, Glimpse(pictures, size=size, motion=Relative(2.0), start="center"))
    task = Find(stage, **arguments)
    begin(task, stage, range(lanes), indices)
    return task, stage


def begin(task: Find, stage: Stage, lanes: Sequence[int], indices: Sequence[int], **options: Any) -> None:
    which, shown, draws = np.array(lanes), np.array(indices), Draws(KEY, np.array(lanes))
    stage.gallery.show(which, shown)
    stage.sensor.reset(which, draws, {})
    task.reset(which, draws, shown, options)


def look(task: Find, stage: Stage, *steps: tuple[float, float]) -> list[bool]:
    """Move each lane, and see."""
    stage.sensor.move(np.array(steps))
    assert task.score(None, np.ones(len(steps), np.int64)).tolist() == [0.0] * len(steps)
    found: list[bool] = task.finished().tolist()
    return found


# ----------------------------------------------------------------------------------------------------------------------
# What is found
# ----------------------------------------------------------------------------------------------------------------------


def test_it_is_found_by_the_step_that_brings_it_into_view() -> None:
    task, stage = begun([at(1, 1), at(10, 7)], bonus=2.5)
    assert isinstance(task, Rewarding)
    assert isinstance(task, Ending)
    assert look(task, stage, (0, 0), (0, 0)) == [False, False]
    assert task.bonus().tolist() == [0, 0]
    assert look(task, stage, (-0.5, -0.5), (-0.5, -0.5)) == [True, False]
    assert task.bonus().tolist() == [2.5, 0]
    assert task.metrics(np.array([1, 0]))["found"].tolist() == [0, 1]


def test_what_is_in_view_at_the_start_is_found_by_staying() -> None:
    task, stage = begun([at(6, 4), at(6, 4)])
    assert task.finished().tolist() == [False, False]
    assert look(task, stage, (0, 0), (0.7, 0.7)) == [True, False]


def test_a_share_of_it_may_be_enough_or_needed() -> None:
    index = at(8, 4)  # a square of columns 7 to 9 and rows 3 to 5; the glimpse from the middle has columns 4 to 7
    for share, expected in ((None, False), (1 / 3, True), (0.34, False)):
        task, stage = begun([index], share=share)
        assert look(task, stage, (0, 0)) == [expected]


def test_factors_tell_of_what_the_frame_leaves_little_of() -> None:
    task, _ = begun([at(11, 8)], place=("x", "y"))
    assert task.marks(0)["truth"].tolist() == [[11, 8, 12, 9]]
    assert task.state()["centres"].tolist() == [[11.5, 8.5]]


def test_other_lanes_stay_as_they_are() -> None:
    task, stage = begun([at(1, 1), at(6, 4), at(10, 7)], share=0.5)
    look(task, stage, (0, 0), (0, 0), (0, 0))
    before = {name: array.copy() for name, array in task.state().items()}
    begin(task, stage, [1], [at(2, 2)])
    for name, array in task.state().items():
        assert array[[0, 2]].tolist() == before[name][[0, 2]].tolist()
    assert task.marks(1)["truth"].tolist() == [[1, 1, 4, 4]]
    assert task.state()["found"].tolist() == [False, False, False]
    assert before["found"].tolist() == [False, True, False]


# ----------------------------------------------------------------------------------------------------------------------
# What is asked for
# ----------------------------------------------------------------------------------------------------------------------


def test_what_has_no_name_is_not_named() -> None:
    task, _ = begun([0])
    assert (dict(task.observation_spaces), dict(task.words), dict(task.options)) == ({}, {}, {})
    assert task.observe(slice(None)) == {}
    assert task.caption(0) == ("", "the object")


def test_what_has_a_name_is_asked_for_by_its_number() -> None:
    task, _ = begun(range(200), SCENE)
    assert task.observation_spaces == {"wanted": Box(0.0, 1.0, (2,), np.float32)}
    seen = task.observe(slice(None))["wanted"]
    assert seen.dtype == np.float32
    wanted = seen.argmax(axis=1)
    assert seen.tolist() == [[1 - each, each] for each in wanted]
    assert abs(wanted.sum() - 100) < 5 * math.sqrt(200 / 4)
    told = SCENE.annotations(np.arange(200))
    boxes = np.array([task.marks(lane)["truth"][0] for lane in range(200)])
    named = told.boxes[np.arange(200), wanted] + 0.5  # where the first pixel reaches from 0 to 1
    assert np.abs(boxes - named).max() <= 1
    assert task.caption(3) == ("", ("ball", "box")[wanted[3]])


def test_what_is_asked_for_is_fresh() -> None:
    task, _ = begun([1, 2, 3], SCENE, shown=True)
    for lanes in (slice(None), np.arange(3)):
        first = {key: value.copy() for key, value in task.observe(lanes).items()}
        for value in task.observe(lanes).values():
            value[...] = 0
        assert {key: value.tolist() for key, value in task.observe(lanes).items()} == {
            key: value.tolist() for key, value in first.items()
        }


def test_only_some_names_may_be_asked_for() -> None:
    task, _ = begun(range(20), SCENE, names=["box"])
    assert task.observation_spaces == {"wanted": Box(0.0, 1.0, (1,), np.float32)}
    told = SCENE.annotations(np.arange(20))
    assert np.abs(task.marks(7)["truth"][0] - told.boxes[7, 1] - 0.5).max() <= 1


def test_options_say_what_is_asked_for() -> None:
    task, stage = begun([5, 5, 5], SCENE)
    begin(task, stage, [0, 1, 2], [5, 5, 5], wanted=np.array(["box", "ball", "box"]))
    assert task.observe(slice(None))["wanted"].tolist() == [[0, 1], [1, 0], [0, 1]]
    begin(task, stage, [0, 2], [5, 5], wanted=np.array([0, 0]))
    assert task.observe(slice(None))["wanted"].tolist() == [[1, 0]] * 3
    message = "wanted must be one of 'ball', 'box', or a number from 0 to 1, got 'cup'"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        begin(task, stage, [0], [5], wanted=np.array(["cup"]))


def test_many_pictures_are_taken_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = begun(range(30), SCENE, shown=True, share=0.5)
    monkeypatch.setattr(find, "_CHUNK", 7)
    parts, _ = begun(range(30), SCENE, shown=True, share=0.5)
    for name, array in parts.state().items():
        assert array.tobytes() == whole.state()[name].tobytes()


def test_what_is_not_there_may_be_asked_for_and_is_not_found() -> None:
    space = Pixels()
    pictures = gallery(space, 2)
    stage = Stage(pictures, Full(pictures))
    task = Find(stage, names=["sea"])
    lanes = np.arange(2)
    task.reset(lanes, Draws(KEY, lanes), lanes, {})  # the second picture is all sea, the first has none
    task.score(None, np.ones(2, np.int64))
    assert task.finished().tolist() == [False, True]
    assert task.caption(0) == ("", "sea, which is not there")
    assert task.marks(0)["truth"].shape == (0, 4)
    assert task.quality(slice(None)).tolist() == [1.0, 1.0]  # the picture's middle stands for it


# ----------------------------------------------------------------------------------------------------------------------
# What is shown of it
# ----------------------------------------------------------------------------------------------------------------------


def test_it_is_shown_in_the_middle_of_a_glimpse() -> None:
    task, stage = begun([at(4, 4), at(0, 0)], size=(3, 3), shown=True)
    assert task.observation_spaces == {"wanted_glimpse": stage.sensor.observation_spaces["glimpse"]}
    image = SPACE.at(at(4, 4)).image
    seen = task.observe(slice(None))["wanted_glimpse"]
    np.testing.assert_allclose(seen[0], image[3:6, 3:6], atol=1e-6)
    np.testing.assert_allclose(seen[1], SPACE.at(0).image[:3, :3], atol=1e-6)  # as near to it as the frame allows
    assert task.pictures(0)["wanted"].tolist() == seen[0].tolist()


def test_foveae_show_it_too() -> None:
    pictures = gallery(SPACE, 1)
    stage = Stage(pictures, Foveated(pictures, size=(3, 3), levels=2, motion=Relative()))
    task = Find(stage, shown=True)
    begin(task, stage, [0], [at(4, 4)])
    assert task.observe(slice(None))["wanted_glimpse"].shape == (1, 3, 3, 2)


def test_who_sees_everything_can_show_nothing() -> None:
    message = "a thing is shown by a sensor that can tell what it would see elsewhere, got Full"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        Find(staged(SPACE), shown=True)


# ----------------------------------------------------------------------------------------------------------------------
# The rest
# ----------------------------------------------------------------------------------------------------------------------


def test_quality_is_how_near_it_is() -> None:
    task, stage = begun([at(6, 4), at(0, 4)])
    assert isinstance(task, Marked)
    near = task.quality(slice(None))
    assert near[0] == pytest.approx(1 - 0.5 / 15)  # the middle is between two pixels; the diagonal is 15 long
    assert near[1] == pytest.approx(1 - 5.5 / 15)  # a frame that cuts a square of 3 × 3 leaves 2 × 3, the first deepest
    look(task, stage, (0, 0), (0, 0))
    assert task.quality(np.array([0])).tolist() == [1]


def test_the_state_is_all_that_changes() -> None:
    task, stage = begun([5, 6], SCENE, shown=True, share=0.5)
    other, other_stage = begun([7, 8], SCENE, shown=True, share=0.5)
    for name, array in task.state().items():
        other.state()[name][...] = array
    for lane in range(2):
        assert other.caption(lane) == task.caption(lane)
        assert other.marks(lane)["truth"].tolist() == task.marks(lane)["truth"].tolist()
    assert other.observe(slice(None))["wanted_glimpse"].tolist() == task.observe(slice(None))["wanted_glimpse"].tolist()
    assert look(other, other_stage, (0.2, 0), (0, 0)) == look(task, stage, (0.2, 0), (0, 0))


def test_names_are_of_what_has_some() -> None:
    message = "names are of things that have some, got 'square'"
    with pytest.raises(MisfitError, match=f"^{re.escape(message)}$") as caught:
        begun([0], names=["square"])
    assert caught.value.path == ("names",)
