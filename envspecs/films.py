"""Films of episodes: what a person looks at to see what an agent does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from envspecs.environment import ActiveVectorEnv
from envspecs.policies import Policy
from imagespaces.progress import report

__all__ = ["MOST_BYTES", "Film", "Footage", "make_gif", "make_mp4", "record"]

MOST_BYTES = 2_000_000
"""How large a film may be before episodes are left out of it; one episode always stays."""

_MOST_FRAMES = 200
_MOST_EPISODES = 4
_TICKS = 2
"""Ticks that a frame of an MP4 is shown."""
_LONGER = 3
"""How many times as long the first and the last frame of an episode are shown."""


@dataclass(frozen=True)
class Film:
    """A film as a GIF.

    Attributes:
        data: The file.
        episodes: How many episodes it shows.
        frames: How many frames it has.
    """

    data: bytes
    episodes: int
    frames: int


@dataclass(frozen=True)
class Footage:
    """What a film shows that is in a file.

    Attributes:
        episodes: How many episodes.
        frames: How many frames; in the file some are held, and counted more than once there.
    """

    episodes: int
    frames: int


def make_gif(envs: ActiveVectorEnv, policy: Policy, *, episodes: int, seed: int = 0) -> Film:
    """Film the first episodes of a run: at most four, fewer where these are long or the file would be large.

    An episode has a frame before its first step and one after each; a very long one is shown in leaps.

    Args:
        envs: One environment without autoreset, with ``render_mode="rgb_array"``.
        policy: Chooses its actions.
        episodes: How many episodes there are.
        seed: Of the first episode.
    """
    from envspecs.drawing.gif import encode_gif  # noqa: PLC0415 - what draws is imported when it is drawn

    steps = envs.core.rules.max_steps
    leap = -(-steps // _MOST_FRAMES)
    count = min(episodes, _MOST_EPISODES, max(1, _MOST_FRAMES // (1 + steps)))
    clips = []
    for number in range(count):
        clips.append(record(envs, policy, seed=seed + number, leap=leap))
        report("filming episodes", number + 1, count + 1)  # encoding takes about as long as one more
    data = encode_gif(clips)
    while len(data) > MOST_BYTES and len(clips) > 1:
        clips.pop()
        data = encode_gif(clips)
    report("filming episodes", count + 1, count + 1)
    return Film(data, len(clips), sum(map(len, clips)))


def make_mp4(
    envs: ActiveVectorEnv, policy: Policy, path: str | os.PathLike[str], *, episodes: int, seed: int = 0, rate: int = 4
) -> Footage:
    """Film episodes of a run, however many and long: each frame is written as it comes, and none is kept.

    An episode has a frame before its first step and one after each; the first and the last are held.

    Args:
        envs: As for :func:`make_gif`.
        policy: Chooses its actions.
        path: The file, which is overwritten. It is whole when this returns.
        episodes: How many episodes, one or more.
        seed: Of the first episode; the others follow it.
        rate: Steps per second.

    Raises:
        ModuleNotFoundError: If imageio-ffmpeg is not installed.
        OSError: If the film can't be written.
    """
    from envspecs.drawing.mp4 import encoding_mp4  # noqa: PLC0415 - what draws is imported when it is drawn

    envs.reset(seed=seed)
    height, width, _ = _frame(envs).shape  # all frames are of one size
    frames = 0
    with encoding_mp4(path, (height, width), rate * _TICKS) as shoot:
        for number in range(episodes):
            for frame in _episode(envs, policy, seed + number):
                is_held = envs.core.times[0] == 0 or envs.core.over[0]
                shoot(frame, _TICKS * _LONGER if is_held else _TICKS)
                frames += 1
            report("filming episodes", number + 1, episodes)
    return Footage(episodes, frames)


def record(envs: ActiveVectorEnv, policy: Policy, *, seed: int, leap: int = 1) -> list[NDArray[np.uint8]]:
    """Give the frames of one episode: before its first step, after every ``leap`` steps, and at its end.

    Args:
        envs: As for :func:`make_gif`.
        policy: Chooses its actions.
        seed: The episode is the first of this seed.
        leap: How many steps from one frame to the next.
    """
    return [*_episode(envs, policy, seed, leap)]


def _episode(envs: ActiveVectorEnv, policy: Policy, seed: int, leap: int = 1) -> Iterator[NDArray[np.uint8]]:
    """Give the frames of :func:`record` one by one, as the episode goes on."""
    observations, _ = envs.reset(seed=seed)
    policy.begin(np.arange(1), np.array([seed]))
    yield _frame(envs)
    while not envs.core.over[0]:
        observations, *_ = envs.step(policy(observations))
        if envs.core.times[0] % leap == 0 or envs.core.over[0]:
            yield _frame(envs)


def _frame(envs: ActiveVectorEnv) -> NDArray[np.uint8]:
    frames = envs.render()
    if frames is None:
        raise ValueError(f"a film takes an environment with render_mode='rgb_array', got {envs.render_mode!r}")
    return frames[0]
