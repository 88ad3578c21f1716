"""Pictures of episodes."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode

from envspecs.testing.comparing import expect_same_run, rows_of
from envspecs.testing.driver import Driver
from envspecs.testing.law import active_rendering, law, rendering
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect, expect_alike, expect_same

__all__ = ["frames_have_one_shape", "frames_of_vectors_are_those_of_single_ones", "rendering_changes_nothing"]

FRAMES = 4
"""How many steps are shown; drawing is slow beside stepping."""


@law(rendering)
def frames_have_one_shape(subject: Subject, seed: int) -> None:
    """A frame is uint8 ``[height, width, 3]``, or 4 if some is transparent, as large at every step, and fresh."""
    frames: list[Any] = []
    with Driver(subject.make(render_mode="rgb_array")) as driver:
        expect_alike(driver.env.render_mode, "rgb_array", "render_mode")
        driver.reset(seed=seed)
        frames.append(driver.env.render())
        for action in subject.actions(driver.env, seed, min(subject.horizon, FRAMES)):
            driver.step(action)
            frames.append(driver.env.render())
        driver.reset()
        frames.append(driver.env.render())
    for number, frame in enumerate(frames):
        known = isinstance(frame, np.ndarray) and frame.dtype == np.uint8 and frame.ndim == 3
        known = known and frame.shape[2] in {3, 4}
        expect(known, f"frame {number} is {getattr(frame, 'dtype', type(frame))} {np.shape(frame)}")
        expect_alike(np.shape(frame), np.shape(frames[0]), f"the shape of frame {number}")
    expect(not np.shares_memory(frames[0], frames[1]), "two frames share memory")


@law(rendering)
def rendering_changes_nothing(subject: Subject, seed: int) -> None:
    """An environment that is shown gives what one gives that is not."""
    with Driver(subject.make()) as unseen, Driver(subject.make(render_mode="rgb_array")) as driver:
        actions = subject.actions(driver.env, seed, subject.horizon + 2)
        expected = unseen.play(actions, seed=seed)
        found = driver.play([], seed=seed)
        for number, action in enumerate(actions):
            if number < FRAMES:
                driver.env.render()
            found += driver.go_on([action])
        expect_same_run(found, expected, "an environment that is shown")


@law(active_rendering)
def frames_of_vectors_are_those_of_single_ones(subject: Subject, seed: int) -> None:
    """A vector environment gives one frame per environment: those of the single ones."""
    count = subject.limits.envs_of(2)
    envs = subject.make_vec(count, autoreset_mode=AutoresetMode.NEXT_STEP, render_mode="rgb_array")
    with Driver(envs) as vector:
        actions = subject.actions(vector.env, seed, min(subject.horizon, 2))
        vector.play(actions, seed=seed)
        frames: Any = vector.env.render()
    expect(isinstance(frames, tuple) and len(frames) == count, f"frames of {count} environments are {frames!r:.80}")
    for lane, frame in enumerate(frames):
        with Driver(subject.make(render_mode="rgb_array")) as single:
            own = [rows_of(action, lane) for action in actions]
            single.play(own, seed=seed + lane)
            alone: Any = single.env.render()
        expect_same(frame, alone, f"the frame of environment {lane}")
