"""Pictures of episodes, as environments give them."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import gymnasium
import numpy as np
import pytest
from gymnasium.wrappers import RecordVideo

import envspecs
from envspecs.environment import ActiveVectorEnv
from envspecs.rendering import KEPT, Recorder
from tests.envspecs.made import make_env, make_vec_env

SPEC = envspecs.load("CircleSquare-v0").override({"episode.max_steps": 5})


def make(lanes: int = 3, mode: str = "NextStep", *, pictures: bool = True, max_steps: int = 5) -> ActiveVectorEnv:
    spec = SPEC.override({"episode.max_steps": max_steps})
    return make_vec_env(lanes, spec=spec, autoreset_mode=mode, render_mode="rgb_array" if pictures else None)


def recorder(envs: Any) -> Recorder:
    found = envs._recorder
    assert isinstance(found, Recorder)
    return found


def same(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, np.ndarray) and one.dtype == object:
        return all(same(*pair) for pair in zip(one, other, strict=True))
    return bool(np.array_equal(one, other))


def softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits.astype(np.float64))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_all_frames_of_an_environment_have_one_size(mode: str) -> None:
    envs = make(3, mode)
    envs.reset(seed=0)
    shapes = set()
    for _ in range(13):
        frames = envs.render()
        assert frames is not None
        assert len(frames) == 3
        shapes |= {(frame.shape, frame.dtype.name) for frame in frames}
        envs.step(envs.action_space.sample())
    assert shapes == {((420, 332, 3), "uint8")}


def test_frames_are_fresh() -> None:
    envs = make(1)
    envs.reset(seed=0)
    (one,), (other,) = envs.render() or (), envs.render() or ()
    before = other.copy()
    one[...] = 0
    assert np.array_equal(other, before)


@pytest.mark.parametrize("mode", ["NextStep", "SameStep"])
def test_looking_changes_nothing_that_comes_after(mode: str) -> None:
    watched, unseen = make(3, mode), make(3, mode, pictures=False)
    unseen.action_space.seed(1)
    numpy_before = np.random.get_state(legacy=False)  # noqa: NPY002 - that it stays is what is tested
    assert same(watched.reset(seed=5)[0], unseen.reset(seed=5)[0])
    for _ in range(13):
        watched.render()
        generator = copy.deepcopy(watched.np_random.bit_generator.state)
        state = watched.core.state()
        watched.render()
        assert watched.np_random.bit_generator.state == generator
        assert same(watched.core.state(), state)
        actions = unseen.action_space.sample()
        for one, other in zip(watched.step(actions), unseen.step(actions), strict=True):
            assert same(one, other)
    assert same(np.random.get_state(legacy=False), numpy_before)  # noqa: NPY002 - as above


def test_a_scene_shows_where_was_looked_and_how_good_each_prediction_was() -> None:
    envs = make(3)
    observations, _ = envs.reset(seed=3)
    envs.action_space.seed(3)
    room, boxes, qualities = 28 - 5, [], []
    for step in range(5):
        corner = (observations["glimpse_pos"].astype(np.float64) + 1) * room / 2
        boxes.append(np.concatenate((corner, corner + 5), axis=1))
        actions = envs.action_space.sample()
        observations, _, _, _, info = envs.step(actions)
        qualities.append(softmax(actions["prediction"])[np.arange(3), info["prediction"]["target"]])
        for lane in range(3):
            scene = recorder(envs)._scene(lane)
            assert (scene.step, scene.steps) == (step + 1, 5)
            assert scene.visited == pytest.approx(np.array(boxes)[:, lane], abs=1e-5)
            assert scene.qualities == pytest.approx(np.array(qualities)[:, lane], abs=1e-6)
            assert scene.quality == pytest.approx(qualities[-1][lane], abs=1e-6)
            best = actions["prediction"][lane].argmax()
            assert scene.prediction == f"{('square', 'circle')[best]} {softmax(actions['prediction'])[lane, best]:.0%}"
            assert scene.truth == ("square", "circle")[info["prediction"]["target"][lane]]
            assert scene.right == (best == info["prediction"]["target"][lane])


def test_the_image_of_a_scene_is_the_one_on_show() -> None:
    envs = make(3)
    _, info = envs.reset(seed=3)
    for lane in range(3):
        assert np.array_equal(recorder(envs)._scene(lane).image, envs.core.space.at(int(info["index"][lane])).image)


def test_a_new_episode_starts_with_nothing_visited_and_nothing_predicted() -> None:
    envs = make(2)
    envs.reset(seed=0)
    for _ in range(6):  # the sixth step begins the next episode
        envs.step(envs.action_space.sample())
    scene = recorder(envs)._scene(0)
    assert len(scene.visited) == 0
    assert (scene.prediction, scene.right, scene.step) == ("", None, 0)
    fresh = make(2)
    fresh.reset(seed=0)
    fresh.reset()  # the second episode of the seed
    assert same({"": envs.render()}, {"": fresh.render()})


def test_a_lane_of_a_vector_shows_what_the_single_environment_shows() -> None:
    envs, single = make(3), make_env(SPEC, render_mode="rgb_array")
    envs.reset(seed=10)
    single.reset(seed=12)
    for _ in range(5):
        actions = envs.action_space.sample()
        envs.step(actions)
        single.step({name: values[2] for name, values in actions.items()})
        frames, frame = envs.render(), single.render()
        assert frames is not None
        assert frame is not None
        assert np.array_equal(frames[2], frame)


@pytest.mark.parametrize("how", ["state", "pickle", "deepcopy"])
def test_an_environment_that_was_saved_draws_the_same_pictures(how: str) -> None:
    envs = make(2)
    envs.reset(seed=1)
    for _ in range(3):
        envs.step(envs.action_space.sample())
    if how == "state":
        other = make(2)
        other.reset(seed=99)
        other.step(other.action_space.sample())
        other.set_state(envs.get_state())
    else:
        other = pickle.loads(pickle.dumps(envs)) if how == "pickle" else copy.deepcopy(envs)  # noqa: S301 - our own
    actions = envs.action_space.sample()
    for each in (envs, other):
        each.step(actions)
    assert same({"": envs.render()}, {"": other.render()})


def test_after_a_state_of_an_environment_without_pictures_only_what_follows_is_shown() -> None:
    blind, envs = make(2, pictures=False), make(2)
    for each in (blind, envs):
        each.reset(seed=1)
        for _ in range(3):
            each.step(each.action_space.sample())
    envs.set_state(blind.get_state())
    assert len(recorder(envs)._scene(0).visited) == 0
    envs.step(envs.action_space.sample())
    assert len(recorder(envs)._scene(0).visited) == 1


def test_of_very_long_episodes_the_latest_glimpses_are_kept() -> None:
    envs = make(1, max_steps=KEPT + 3)
    observations, _ = envs.reset(seed=0)
    xs = []
    for _ in range(KEPT + 2):
        xs.append((observations["glimpse_pos"][0, 0] + 1) * 23 / 2)
        observations, *_ = envs.step(envs.action_space.sample())
    scene = recorder(envs)._scene(0)
    assert scene.visited[:, 0] == pytest.approx(xs[-KEPT:], abs=1e-5)
    assert recorder(envs)._boxes.shape == (1, KEPT, 4)


def test_a_limit_from_outside_is_the_number_of_steps() -> None:
    envs = make_vec_env(1, spec=SPEC, render_mode="rgb_array", max_episode_steps=3)
    envs.reset(seed=0)
    assert recorder(envs)._scene(0).steps == 3


def test_tasks_that_know_no_right_and_wrong_get_no_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    envs = make(1)
    envs.reset(seed=0)
    envs.step(envs.action_space.sample())
    monkeypatch.setattr(envs.core.task, "metrics", lambda lanes: {})
    assert recorder(envs)._scene(0).right is None


@pytest.mark.parametrize("channels", [1, 3])
def test_bytes_and_floats_of_any_channels_are_drawn(channels: int, tmp_path: Path) -> None:
    from PIL import Image

    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        Image.fromarray(np.full((40, 30, 3), 90, np.uint8)).save(tmp_path / name / "x.png")
    space = {"kind": "image_folder", "root": str(tmp_path), "height": 20, "width": 30, "channels": channels}
    env = make_env({**SPEC.model_dump(mode="json"), "space": space, "variants": []}, render_mode="rgb_array")
    env.reset(seed=0)
    frame = env.render()
    assert frame is not None
    assert np.abs(frame[14:100, 40:60].astype(int) - 90).max() <= 165  # gray, but for the frame of the glimpse
    assert (frame[150:160, 40:60] == 90).all() or (frame[20:30, 300:310] == 90).all()


def test_gymnasium_records_videos_of_it(tmp_path: Path) -> None:
    env = RecordVideo(
        gymnasium.make("envspecs/CircleSquare-v0", render_mode="rgb_array"),
        str(tmp_path / "films"),
        disable_logger=True,
    )
    env.reset(seed=0)
    over = False
    while not over:
        over = bool(env.step(env.action_space.sample())[2])
    env.close()  # type: ignore[no-untyped-call]
    assert [path.suffix for path in (tmp_path / "films").iterdir()] == [".mp4"]
