"""Panels side by side, painted in many images at once.

Axes: ``B`` images, ``H`` rows, ``W`` columns, ``C`` channels, ``k`` coordinates of a panel.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.pointing.marks import blend, disc, outline, patches, spread
from imagespaces.generated.pointing.panel import Panel

__all__ = ["Board", "Ellipses", "Side"]

_AT_ONCE = 32  # images, so that they are still in the processor's cache when they are painted again
_SOFT = 0.5


@dataclass(frozen=True, eq=False)
class Ellipses:
    """Outlines of ellipses about the states in a panel.

    Attributes:
        halves: ``[B, k]``, of the state: half the width and height of the box around each.
        correlations: ``[B]``, in (−1, 1).
    """

    halves: NDArray[np.float64]
    correlations: NDArray[np.float64]

    def __getitem__(self, some: slice) -> Ellipses:
        """Give some of them."""
        return Ellipses(self.halves[some], self.correlations[some])


@dataclass(frozen=True, eq=False)
class Side:
    """One panel, and what is drawn in it besides the agent.

    Attributes:
        panel: Where it puts states.
        ground: uint8 ``[H, W of the panel, C]``: what is under the agent.
        target: Where the target is that is drawn over the agent, ``[1, 2]`` in pixels; None for none.
    """

    panel: Panel
    ground: NDArray[np.uint8]
    target: NDArray[np.float64] | None = None


@dataclass(frozen=True, eq=False)
class Board:
    """All panels of a picture.

    Attributes:
        sides: From left to right.
        radius: The agent's, in pixels.
        target_radius: The target's.
        inks: The colours ``[C]`` of ``agent``, ``uncertainty`` and ``target``.
    """

    sides: Sequence[Side]
    radius: float
    target_radius: float
    inks: Mapping[str, NDArray[np.uint8]]

    @cached_property
    def _ground(self) -> NDArray[np.uint8]:
        return np.concatenate([side.ground for side in self.sides], axis=1)

    def paint(self, states: Sequence[NDArray[np.float64]], ellipses: Sequence[Ellipses | None]) -> NDArray[np.uint8]:
        """Give images: uint8 ``[B, H, W, C]``.

        Args:
            states: For each panel ``[B, k]``.
            ellipses: For each panel, ``B`` of them; None for none.
        """
        images = np.empty((len(states[0]), *self._ground.shape), np.uint8)
        for first in range(0, len(images), _AT_ONCE):
            some = slice(first, first + _AT_ONCE)
            part = images[some]
            part[...] = self._ground
            panels = np.split(part, len(self.sides), axis=2)
            for side, panel, place, around in zip(self.sides, panels, states, ellipses, strict=True):
                self._paint(side, panel, place[some], around and around[some])
        return images

    def check_fit(self, states: Sequence[NDArray[np.float64]], ellipses: Sequence[Ellipses]) -> None:
        """Refuse ellipses that reach out of their panel.

        Args:
            states: For each panel ``[B, k]``.
            ellipses: For each panel, ``B`` of them.

        Raises:
            ValueError: If one does not fit.
        """
        for side, place, around in zip(self.sides, states, ellipses, strict=True):
            fits = side.panel.contains(side.panel.place(place), side.panel.halves(around.halves))
            if not fits.all():
                row = int(np.argmin(fits))
                raise ValueError(
                    f"deviations must be so small that ellipses fit the panel of {' and '.join(side.panel.names)}, got "
                    f"one that reaches {around.halves[row].tolist()} about {place[row].tolist()}; padding leaves room"
                )

    def cover(self, states: Sequence[NDArray[np.float64]]) -> NDArray[np.float32]:
        """Give the share of each pixel that agents cover: float32 ``[B, H, W]``."""
        return np.concatenate(
            [self._cover(side.panel, place) for side, place in zip(self.sides, states, strict=True)], axis=2
        )

    def _paint(
        self, side: Side, images: NDArray[np.uint8], states: NDArray[np.float64], ellipses: Ellipses | None
    ) -> None:
        centres = side.panel.place(states)
        self._disc(images, centres, self.radius, "agent")
        if ellipses is not None:
            halves = side.panel.halves(ellipses.halves)
            across, down = halves.max(axis=0, initial=0) + 1
            patch = patches(centres, (across, down), side.panel.shape)
            blend(images, patch, outline(patch, centres, halves, ellipses.correlations), self.inks["uncertainty"])
        if side.target is not None:
            self._disc(images, np.broadcast_to(side.target, centres.shape), self.target_radius, "target")

    def _disc(self, images: NDArray[np.uint8], centres: NDArray[np.float64], radius: float, what: str) -> None:
        patch = patches(centres, (radius + _SOFT, radius + _SOFT), images.shape[1:3])
        blend(images, patch, disc(patch, centres, radius), self.inks[what])

    def _cover(self, panel: Panel, states: NDArray[np.float64]) -> NDArray[np.float32]:
        centres, reach = panel.place(states), self.radius + _SOFT
        patch = patches(centres, (reach, reach), panel.shape)
        return spread(patch, disc(patch, centres, self.radius), panel.shape)
