from __future__ import annotations

from typing import Any

import numpy as np

from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.testing.laws.frames import (
    frames_have_one_shape,
    frames_of_vectors_are_those_of_single_ones,
    rendering_changes_nothing,
)
from tests.envspecs.testing.faults import Fault, caught, spoilt


class Growing(ActiveEnv):
    """Draws every step beside the others."""

    def render(self) -> Any:
        frame = super().render()
        return None if frame is None else np.concatenate([frame] * (int(self.core.times[0]) + 1), axis=1)


class Floating(ActiveEnv):
    """Gives frames in [0, 1]."""

    def render(self) -> Any:
        frame = super().render()
        return None if frame is None else frame / 255


class OneFrame(ActiveEnv):
    """Draws into one frame."""

    def render(self) -> Any:
        return self.__dict__.setdefault("_frame", super().render())


class Disturbing(ActiveEnv):
    """Looks elsewhere to draw, and does not look back."""

    def render(self) -> Any:
        self.core.sensor.state()["positions"][:] = 0
        return super().render()


class Reversed(ActiveVectorEnv):
    """Gives the frames in another order."""

    def render(self) -> Any:
        frames = super().render()
        return None if frames is None else frames[::-1]


class Stacked(ActiveVectorEnv):
    """Gives one array of all frames."""

    def render(self) -> Any:
        frames = super().render()
        return None if frames is None else np.stack(frames)


class Transparent(ActiveEnv):
    """Draws with transparency."""

    def render(self) -> Any:
        frame = super().render()
        return None if frame is None else np.pad(frame, ((0, 0), (0, 0), (0, 1)), constant_values=255)


def test_frames_may_be_transparent() -> None:
    frames_have_one_shape(spoilt(Transparent))


test_caught = caught(
    Fault(frames_have_one_shape, spoilt(Growing), "the shape of frame 1 is ("),
    Fault(frames_have_one_shape, spoilt(Floating), "frame 0 is float64 ("),
    Fault(frames_have_one_shape, spoilt(OneFrame), "two frames share memory"),
    Fault(rendering_changes_nothing, spoilt(Disturbing), "an environment that is shown, call 1: result['observation']"),
    Fault(frames_of_vectors_are_those_of_single_ones, spoilt(None, Reversed), "the frame of environment 0 differs in "),
    Fault(frames_of_vectors_are_those_of_single_ones, spoilt(None, Stacked), "frames of 2 environments are array("),
)
