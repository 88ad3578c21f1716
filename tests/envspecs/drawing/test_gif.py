"""Films."""

from __future__ import annotations

import io
import itertools

import numpy as np
import pytest
from PIL import Image

from envspecs.drawing.colours import BAD, GOOD, TEXT, ramp
from envspecs.drawing.frames import WORDS_HEIGHT
from envspecs.drawing.gif import encode_gif, timings

HEIGHT, WIDTH = 160, 120


def frame(seed: int, colours: int = 9) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.integers(0, colours, (HEIGHT, WIDTH, 1)).astype(np.uint8).repeat(3, axis=2) * 20


def decoded(data: bytes) -> tuple[list[np.ndarray], list[int], int]:
    """Frames, their durations, and how often the film is shown: 0 for ever."""
    with Image.open(io.BytesIO(data)) as film:
        frames, durations = [], []
        for place in range(film.n_frames):
            film.seek(place)
            frames.append(np.asarray(film.convert("RGB")))
            durations.append(film.info["duration"])
        return frames, durations, film.info["loop"]


def test_films_of_few_colours_come_back_as_they_were() -> None:
    clips = [[frame(1), frame(2), frame(3)], [frame(4), frame(5)]]
    frames, _, loop = decoded(encode_gif(clips))
    assert all(np.array_equal(a, b) for a, b in zip(frames, itertools.chain(*clips), strict=True))
    assert loop == 0


def test_colours_that_tell_something_are_kept_whatever_the_image_is_like() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    for place, colour in enumerate((BAD, GOOD, TEXT, (0, 0, 0), (255, 255, 255))):
        noise[place, :3] = colour
    frames, _, _ = decoded(encode_gif([[noise, noise[::-1].copy()]]))
    for place, colour in enumerate((BAD, GOOD, TEXT, (0, 0, 0), (255, 255, 255))):
        assert (frames[0][place, :3] == colour).all()


def test_every_colour_becomes_one_near_it() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    frames, _, _ = decoded(encode_gif([[noise]]))
    assert np.linalg.norm(frames[0].astype(int) - noise, axis=2).max() < 90


def test_the_same_colour_is_the_same_in_all_frames_of_a_clip() -> None:
    clip = [np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8) for seed in range(4)]
    for one in clip:
        one[:50] = clip[0][:50]
    frames, _, _ = decoded(encode_gif([clip]))
    assert all(np.array_equal(one[:50], frames[0][:50]) for one in frames)


def test_a_film_takes_little_room_for_what_stays() -> None:
    moving = [frame(1).copy() for _ in range(30)]
    for place, one in enumerate(moving):
        one[place : place + 5, place : place + 5] = 255
    assert len(encode_gif([moving])) < 3 * len(encode_gif([moving[:1]]))


@pytest.mark.parametrize("length", [2, 10, 17, 65, 500])
def test_the_first_and_the_last_frame_of_each_episode_stay_longer(length: int) -> None:
    shown = timings([frame(place % 7) for place in range(length)])
    assert len(shown) == length
    between = shown[1:-1]
    assert shown[0] > max(between, default=0)
    assert shown[-1] > max(between, default=0)
    assert all(duration % 10 == 0 for duration in shown), "GIFs count hundredths of a second"


def test_where_only_words_change_time_goes_by_faster() -> None:
    still = frame(1).copy()
    still[-WORDS_HEIGHT:] = 7
    usual, faster = timings([frame(0), frame(1), still, frame(2)])[1:3]
    assert faster < usual


def test_durations_are_written() -> None:
    clip = [frame(place) for place in range(5)]
    assert decoded(encode_gif([clip]))[1] == timings(clip)


def test_the_ramp_survives_with_little_loss() -> None:
    shades = ramp(np.linspace(0, 1, WIDTH))
    picture = np.broadcast_to(shades, (HEIGHT, WIDTH, 3)).copy()
    frames, _, _ = decoded(encode_gif([[picture]]))
    assert np.abs(frames[0].astype(int) - picture).max() <= 12
