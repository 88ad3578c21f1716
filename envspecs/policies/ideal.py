"""The policy that knows all images and reasons from what it sees.

Nothing that is not told the truth can guess better from the same glimpses; where to look next is a greedy choice.

Axes: ``B`` lanes, ``N`` images of the split, ``n`` of them that fit what a lane has seen, ``H``, ``W`` of an image.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveVectorEnv
from envspecs.policies.policy import Actions, Observations, PolicyError, Steerable, complete
from envspecs.policies.scan import Scan
from envspecs.sensors import Glimpse
from envspecs.tasks import Classification
from imagespaces.bank import Bank, Wall
from imagespaces.kernels.windows import WindowSampler, window_sampler

__all__ = ["MOST_VALUES", "Ideal"]

MOST_VALUES = 1 << 26
"""The most pixel values that all images may have together: each is looked at while little is known."""

_SAME = {"float32": 1e-4, "uint8": 1.0}
"""How much a value may differ in two glimpses that count as the same: positions are observed as float32."""

_ENOUGH = 256
"""So many images, spread evenly over those that are left, tell where these differ."""

_TELLING = 0.5
"""A place where the images differ this share as much as at the best is worth a look if it is nearer."""

_UNLIKELY = 1e-9
"""The probability given to classes that are ruled out; logits must be finite."""


class Ideal:
    """An ideal observer: it rules out the images that its glimpses contradict, and looks where the others differ most.

    Its prediction gives each class the share that it has among the images left. When all of these are of one class it
    stays where it is or, where moving costs nothing, sweeps the image. It knows the images of the task's split: where a
    reset was given another, it soon rules out all of them, stays where it is, and holds no class more likely.

    Args:
        envs: What it acts in.

    Raises:
        PolicyError: If :meth:`misfit` says why it can't.
    """

    def __init__(self, envs: ActiveVectorEnv) -> None:
        reason = self.misfit(envs.core)
        if reason is not None:
            raise PolicyError(f"policy 'ideal' {reason}: use policy 'scan'")
        self._envs, core = envs, envs.core
        self._sensor: Steerable = core.sensor  # type: ignore[assignment]  # a glimpse, or it would not be fit
        split = core.space.split(core.split)
        states = split.indices(np.arange(split.size))
        bank: Bank = core.gallery.bank  # type: ignore[attr-defined]  # which a wall has, as misfit() looked up
        self._rows = states if bank.rows is None else bank.rows[states]  # [N], of the pictures
        self._labels = core.space.labels(states)  # [N]
        self._num_classes = len(core.space.class_names or ())
        self._pixels = core.gallery.pixels
        self._tolerance = _SAME[core.space.dtype.name]
        self._sampler, self._window = _sampler(core)
        self._sweep = None if core.rules.action_cost else Scan(envs)
        self._left = np.ones((envs.num_envs, len(states)), np.bool_)  # [B, N], what is not ruled out

    @staticmethod
    def misfit(core: Core) -> str | None:
        """Say why an ideal observer of these episodes can't be computed; None where it can."""
        space = core.space
        if not isinstance(core.sensor, Glimpse):
            return f"looks through a glimpse, got {type(core.sensor).__name__}"
        if core.sensor.border != "clamp":
            return f"looks through a glimpse that stays in the image, got border {core.sensor.border!r}"
        if type(core.task) is not Classification:  # what is made of it asks for more than the class of the image
            return f"predicts classes, got {type(core.task).__name__}"
        values = space.num_states * math.prod(space.shape)
        if not isinstance(core.gallery, Wall) or values > MOST_VALUES:
            found = f"{space.num_states if space.size else 'endlessly many'} images of {space.shape}"
            return f"knows up to {MOST_VALUES} pixel values, got {found}"
        split = space.split(core.split)
        if split.size != split.num_states:  # several ranks lead to one image
            return f"takes all images for equally likely, got split {core.split!r}, which draws by weight"
        return None

    def begin(self, lanes: NDArray[np.intp], seeds: NDArray[np.int64]) -> None:
        """Forget what was seen in some lanes."""
        self._left[lanes] = True
        if self._sweep is not None:
            self._sweep.begin(lanes, seeds)

    def __call__(self, observations: Observations) -> Actions:
        """Rule out, predict, and go where most is to be learnt."""
        positions = observations["glimpse_pos"].astype(np.float64)
        goals = positions.copy()
        shares = np.zeros((len(positions), self._num_classes))
        for lane, (glimpse, position) in enumerate(zip(observations["glimpse"], positions, strict=True)):
            fitting = self._fitting(lane, glimpse, position)
            shares[lane] = np.bincount(self._labels[fitting], minlength=self._num_classes) / max(1, len(fitting))
            if len(fitting) and shares[lane].max() < 1:
                goals[lane] = self._most_telling(self._rows[fitting], position)
        actions = self._sensor.toward(goals)
        if self._sweep is not None:
            sure = shares.max(axis=1) == 1
            actions[sure] = self._sweep.move(observations)[sure]
        return complete(self._envs, actions, np.log(np.maximum(shares, _UNLIKELY)).astype(np.float32))

    def _fitting(self, lane: int, glimpse: NDArray[Any], position: NDArray[np.float64]) -> NDArray[np.intp]:
        """Rule out what a glimpse ``[h, w, C]`` contradicts; give the numbers ``[n]`` of what is left."""
        left = np.flatnonzero(self._left[lane])
        expected = self._sampler(self._rows[left], np.broadcast_to(position, (len(left), 2)))
        differences = np.abs(np.subtract(expected, glimpse, dtype=np.float32))  # [n, h, w, C], perhaps of none
        fits = differences.max(axis=(1, 2, 3), initial=0.0) <= self._tolerance
        self._left[lane, left[~fits]] = False
        return np.asarray(left[fits], np.intp)

    def _most_telling(self, pictures: NDArray[np.intp], position: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the position ``[2]`` at which images differ much, the nearest such."""
        images = self._pixels[pictures[:: 1 + len(pictures) // _ENOUGH]].astype(np.float32)
        spread = images.var(axis=0).sum(axis=-1)  # [H, W]
        height, width = self._window
        inside = cv2.boxFilter(spread, -1, (width, height), anchor=(0, 0), normalize=False)
        inside = inside[: spread.shape[0] - height + 1, : spread.shape[1] - width + 1]  # by the window's first corner
        rows, columns = np.nonzero(inside >= _TELLING * inside.max())
        corners, room = np.stack((columns, rows), axis=1), np.array(inside.shape[::-1]) - 1
        places = 2.0 * corners / np.maximum(room, 1) - 1.0
        return np.asarray(places[np.square(places - position).sum(axis=1).argmin()])


def _sampler(core: Core) -> tuple[WindowSampler, tuple[int, int]]:
    """Give what samples any image as the sensor does, and the (height, width) of its window in whole pixels."""
    height, width, _ = core.sensor.observation_spaces["glimpse"].shape or ()
    left, top, right, bottom = core.sensor.boxes(np.zeros(1, np.intp))[0]
    sampler = window_sampler(core.gallery.pixels, (height, width), (right - left) / width, core.space.dtype)
    return sampler, (max(1, round(bottom - top)), max(1, round(right - left)))
