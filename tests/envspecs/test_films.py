"""Films of episodes."""

from __future__ import annotations

import io
import weakref
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image

import envspecs
from envspecs import films
from envspecs.environment import ActiveVectorEnv
from envspecs.films import make_gif, make_mp4, record
from envspecs.policies import Random
from imagespaces.progress import reporting
from tests.envspecs.made import make_vec_env


def camera(steps: int = 4, render_mode: str | None = "rgb_array") -> ActiveVectorEnv:
    spec = envspecs.load("CircleSquare-v0").override({"episode.max_steps": steps, "space.height": 20})
    return make_vec_env(1, spec=spec, autoreset_mode="Disabled", render_mode=render_mode)


def frames_in(data: bytes) -> int:
    with Image.open(io.BytesIO(data)) as film:
        return int(film.n_frames)


@pytest.mark.parametrize(("episodes", "shown"), [(1, 1), (3, 3), (100, 4)])
def test_a_film_shows_the_first_episodes_with_a_frame_before_and_after_each_step(episodes: int, shown: int) -> None:
    envs = camera()
    film = make_gif(envs, Random(envs), episodes=episodes)
    assert (film.episodes, film.frames) == (shown, shown * 5)
    assert frames_in(film.data) == film.frames


def test_episodes_of_a_film_are_those_of_the_run() -> None:
    envs = camera()
    policy = Random(envs)
    second = record(envs, policy, seed=8)
    envs.reset(seed=8)
    policy.begin(np.arange(1), np.array([8]))
    frames: list[Any] = [envs.render()]
    for _ in range(4):
        envs.step(policy({}))
        frames.append(envs.render())
    assert all(np.array_equal(one, other[0]) for one, other in zip(second, frames, strict=True))


@pytest.mark.parametrize(("steps", "shown", "frames"), [(9, 2, 20), (15, 1, 16), (20, 1, 21), (45, 1, 16)])
def test_long_episodes_are_fewer_or_shown_in_leaps(
    steps: int, shown: int, frames: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(films, "_MOST_FRAMES", 20)
    envs = camera(steps)
    film = make_gif(envs, Random(envs), episodes=9)
    assert (film.episodes, film.frames) == (shown, frames)


@pytest.mark.parametrize(("leap", "frames"), [(1, 5), (2, 3), (3, 3), (9, 2)])
def test_leaps_end_with_the_end(leap: int, frames: int) -> None:
    envs = camera()
    found = record(envs, Random(envs), seed=0, leap=leap)
    assert len(found) == frames
    assert np.array_equal(found[-1], record(envs, Random(envs), seed=0)[-1])


def test_episodes_are_left_out_of_a_film_that_would_be_large(monkeypatch: pytest.MonkeyPatch) -> None:
    envs = camera()
    one, two = (len(make_gif(envs, Random(envs), episodes=count).data) for count in (1, 2))
    monkeypatch.setattr(films, "MOST_BYTES", two)
    assert make_gif(envs, Random(envs), episodes=4).episodes == 2
    monkeypatch.setattr(films, "MOST_BYTES", one - 1)
    assert make_gif(envs, Random(envs), episodes=4).episodes == 1


def test_filming_reports_how_far_it_is() -> None:
    reports: list[tuple[str, int, int]] = []
    envs = camera()
    with reporting(lambda *told: reports.append(told)):
        make_gif(envs, Random(envs), episodes=2)
    assert reports == [("filming episodes", done, 3) for done in (1, 2, 3)]


@pytest.mark.filterwarnings("ignore:.*render:UserWarning")
def test_an_environment_without_pictures_cannot_be_filmed() -> None:
    envs = camera(render_mode=None)
    with pytest.raises(ValueError, match="film") as caught:
        record(envs, Random(envs), seed=0)
    assert str(caught.value) == "a film takes an environment with render_mode='rgb_array', got None"


def read_back(path: Path) -> tuple[list[Any], float]:
    film = cv2.VideoCapture(str(path))
    frames: list[Any] = []
    while (read := film.read())[0]:
        frames.append(read[1][..., ::-1])
    return frames, film.get(cv2.CAP_PROP_FPS)


def test_an_mp4_shows_every_step_of_every_episode_and_holds_beginnings_and_ends(tmp_path: Path) -> None:
    envs = camera()
    footage = make_mp4(envs, Random(envs), tmp_path / "film", episodes=2, seed=7, rate=5)
    assert (footage.episodes, footage.frames) == (2, 10)
    frames, rate = read_back(tmp_path / "film")
    assert rate == 10
    shown = [number for number, times in enumerate([6, 2, 2, 2, 6]) for _ in range(times)]
    expected = np.concatenate([np.stack(record(envs, Random(envs), seed=seed))[shown] for seed in (7, 8)])
    assert np.shape(frames) == expected.shape
    assert np.abs(np.asarray(frames, int) - expected).mean(axis=(1, 2, 3)).max() < 3


def test_an_mp4_of_many_episodes_keeps_no_frames(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    envs, drawn, alive = camera(2), films._frame, 0

    def gone() -> None:
        nonlocal alive
        alive -= 1

    def counted(envs: ActiveVectorEnv) -> Any:
        nonlocal alive
        frame, alive = drawn(envs), alive + 1
        weakref.finalize(frame, gone)
        assert alive <= 2
        return frame

    monkeypatch.setattr(films, "_frame", counted)
    assert make_mp4(envs, Random(envs), tmp_path / "film", episodes=20).frames == 60


def test_an_mp4_reports_each_episode(tmp_path: Path) -> None:
    reports: list[tuple[str, int, int]] = []
    envs = camera(1)
    with reporting(lambda *told: reports.append(told)):
        make_mp4(envs, Random(envs), tmp_path / "film", episodes=2)
    assert reports == [("filming episodes", done, 2) for done in (1, 2)]
