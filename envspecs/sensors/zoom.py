"""A window of any place and size, seen as a few patches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
from gymnasium.spaces import Box, Space
from numpy.typing import NDArray

from envspecs.parts import Lanes, Motion
from envspecs.positions import checked_positions
from envspecs.sensors.pieces import Pieces
from imagespaces import ImageSpace
from imagespaces.bank import Gallery
from imagespaces.draws import Draws
from imagespaces.kernels.zooming import ZoomSampler, patch_boxes

__all__ = ["Zoom"]

_SWEEP = 0.25
"""The size of the window, as a share of all sizes, when it is sent over the image or only its place is named."""


class Zoom:
    """Observes a square window of any place and size as ``grid`` × ``grid`` patches of ``patch`` × ``patch`` samples.

    Of a pose (x, y, s) the side of the window is s (largest − smallest) + smallest, where the smallest has a pixel for
    each sample and the largest is the image's shorter side; its left column is (x + 1) / 2 × (width − side), its top
    row likewise, and then all three are rounded down, in float32. Patches lie side by side in the window, those of the
    last row and column take what is left over (:mod:`imagespaces.kernels.zooming`). These are the glimpses of
    AdaGlimpse (Pardyl et al., ECCV 2024), pixel for pixel.

    The observation has the ``glimpse`` ``[grid × patch, grid × patch, C]``, its patches where they are in the window;
    ``glimpse_pos`` (x, y) in [−1, 1]; ``glimpse_scale``, s in [0, 1]; and ``glimpse_boxes``, int32 ``[grid², 4]``: top,
    left, bottom, right of each patch in pixels of the image, row by row, the latter two outside of it.

    Args:
        gallery: The pictures on show.
        patch: Samples along each side of a patch.
        grid: Patches along each side of the window.
        filter: ``"bilinear"`` samples between pixel centres, so that what is small may be missed when a window is
            large; ``"area"`` averages all pixels of a patch that shrinks.
        motion: How an action moves and zooms the window.
        start: ``"random"``, uniform over all positions; ``"center"``; or a position (x, y) in [−1, 1].
        start_scale: ``"random"``, uniform over all sizes; or s.

    Raises:
        ValueError: If the smallest window is larger than the image, or the start is none of these.
    """

    options: Mapping[str, int] = {"position": 1, "scale": 0}
    finest = 1

    def __init__(
        self,
        gallery: Gallery,
        *,
        patch: int = 16,
        grid: int = 2,
        filter: Literal["bilinear", "area"] = "bilinear",  # noqa: A002 - the field's word for it
        motion: Motion,
        start: Literal["random", "center"] | tuple[float, float] = "random",
        start_scale: Literal["random"] | float = "random",
    ) -> None:
        space = gallery.space
        self._gallery, self._patch, self._grid, self._filter, self._motion = gallery, patch, grid, filter, motion
        self._room = np.array([space.width, space.height], np.float32)
        self._least, self._most = np.float32(patch * grid), self._room.min()
        if self._least > self._most:
            found = f"{grid} × {grid} patches of {patch} × {patch} samples"
            raise ValueError(f"a window must fit {space.height} × {space.width} pixels, got {found}")
        self._sampler = self._make_sampler()
        self._start, self._start_scale = _start(start), _start_scale(start_scale)
        self.words: Mapping[str, int] = {
            **({"start": 4} if self._start is None else {}),
            **({"start_scale": 2} if self._start_scale is None else {}),
        }
        self._poses = np.zeros((len(gallery.rows), 3))
        motion.prepare(len(gallery.rows))
        self.limits: Mapping[str, tuple[float, float]] = {
            "positions": (-1.0, 1.0),
            "scales": (0.0, 1.0),
            **motion.limits,
        }
        self.action_space = motion.action_space
        side = grid * patch
        self.observation_spaces: Mapping[str, Space[Any]] = {
            "glimpse": ImageSpace(side, side, space.channels, dtype=space.dtype),
            "glimpse_pos": Box(-1.0, 1.0, (2,), np.float32),
            "glimpse_scale": Box(0.0, 1.0, (), np.float32),
            "glimpse_boxes": Box(0, max(space.height, space.width), (grid * grid, 4), np.int32),
            **motion.observation_spaces,
        }

    def _make_sampler(self) -> ZoomSampler:
        space = self._gallery.space
        return ZoomSampler(self._gallery.pixels, self._patch, self._grid, space.dtype, area=self._filter == "area")

    def reset(self, lanes: NDArray[np.intp], draws: Draws, options: Mapping[str, NDArray[Any]]) -> None:
        """Put the windows of some lanes where their episodes start, or the options ``position`` and ``scale`` say.

        Raises:
            ValueError: If a given position is not in [−1, 1]², or a scale not in [0, 1].
        """
        self._motion.reset(lanes)
        poses = np.empty((len(lanes), 3))
        if (position := options.get("position")) is not None:
            poses[:, :2] = checked_positions(np.asarray(position, np.float64))
        else:
            poses[:, :2] = 2.0 * draws.uniform("start", 2) - 1.0 if self._start is None else self._start
        if (scale := options.get("scale")) is not None:
            poses[:, 2] = _checked_scales(np.asarray(scale, np.float64))
        else:
            poses[:, 2] = draws.uniform("start_scale")[:, 0] if self._start_scale is None else self._start_scale
        self._poses[lanes] = poses

    def move(self, actions: NDArray[Any]) -> NDArray[np.float64]:
        """Move all lanes by actions ``[B, …]``; give the efforts ``[B]``."""
        self._poses, efforts = self._motion.move(self._poses, actions)
        return efforts

    def toward(self, goals: NDArray[np.float64]) -> NDArray[Any]:
        """Give actions ``[B, …]`` toward goals (x, y) ``[B, 2]``, in rather small windows, or (x, y, s) ``[B, 3]``."""
        return self._motion.toward(self._poses, _swept(goals) if goals.shape[1] == 2 else goals)

    def windows(self, lanes: Lanes) -> NDArray[np.int64]:
        """Give the top row, the left column and the side of the windows in pixels, int64 ``[b, 3]``."""
        return self._windows_of(self._poses[lanes])

    def _windows_of(self, poses: NDArray[np.float64]) -> NDArray[np.int64]:
        shares = ((poses[:, :2] + 1.0) / 2).astype(np.float32)
        sides = poses[:, 2].astype(np.float32) * (self._most - self._least) + self._least
        corners = shares * (self._room - sides[:, None])
        return np.stack((corners[:, 1], corners[:, 0], sides), axis=1).astype(np.int64)  # none is negative

    def observe(self, lanes: Lanes) -> dict[str, NDArray[Any]]:
        """Give ``glimpse`` ``[b, side, side, C]``, ``glimpse_pos``, ``glimpse_scale`` and ``glimpse_boxes``."""
        windows, poses = self.windows(lanes), self._poses[lanes].astype(np.float32)
        return {
            "glimpse": self._sampler(self._gallery.rows[lanes], windows),
            "glimpse_pos": poses[:, :2].copy(),
            "glimpse_scale": poses[:, 2].copy(),
            "glimpse_boxes": patch_boxes(windows, self._grid).astype(np.int32),
            **self._motion.observe(lanes),
        }

    def pieces(self, glimpse: NDArray[Any], lanes: Lanes) -> Pieces:
        """Take glimpses ``[b, side, side, C]`` apart: a piece for each patch, row by row."""
        grid, patch = self._grid, self._patch
        patches = glimpse.reshape(len(glimpse), grid, patch, grid, patch, -1).swapaxes(2, 3)
        samples = patches.reshape(len(glimpse), grid * grid, patch, patch, -1)
        boxes = patch_boxes(self.windows(lanes), grid)[..., [1, 0, 3, 2]].astype(np.float64)
        return Pieces(samples, boxes, (1,) * (grid * grid))

    def boxes(self, lanes: Lanes) -> NDArray[np.float64]:
        """Give left, top, right, bottom of the windows in pixels, ``[b, 4]``."""
        return _boxes(self.windows(lanes))

    def look(self, lanes: NDArray[np.intp], positions: NDArray[np.float64]) -> NDArray[Any]:
        """Give what rather small windows at positions (x, y) ``[b, 2]`` would show of the pictures of lanes ``[b]``."""
        return self._sampler(self._gallery.rows[lanes], self._windows_of(_swept(positions)))

    def boxes_at(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the boxes of rather small windows at positions (x, y) ``[b, 2]``, as :meth:`boxes` does, ``[b, 4]``."""
        return _boxes(self._windows_of(_swept(positions)))

    def sizes(self) -> NDArray[np.float64]:
        """Give the scales of all windows, ``[B]``, from 0, the smallest, to 1, the largest."""
        return self._poses[:, 2].copy()

    @property
    def precision(self) -> tuple[float, float]:
        """How near the centre can be brought to any position, along x and y."""
        return getattr(self._motion, "precision", (0.0, 0.0))

    @property
    def coverage(self) -> tuple[float, float]:
        """The extent of rather small windows along x and y, in units of positions."""
        side = float(self._least + _SWEEP * (self._most - self._least))
        room = np.maximum(self._room.astype(np.float64) - side, 0.0)
        x, y = np.divide(2 * side, room, out=np.full(2, np.inf), where=room > 0).tolist()
        return x, y

    def state(self) -> dict[str, NDArray[Any]]:
        """Give the positions ``[B, 2]``, the scales ``[B]``, and what the motion keeps."""
        return {"positions": self._poses[:, :2], "scales": self._poses[:, 2], **self._motion.state()}

    def __getstate__(self) -> dict[str, Any]:
        """Leave the sampler out: it looks into pixels that are pickled as their recipe."""
        return {name: value for name, value in self.__dict__.items() if name != "_sampler"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Make the sampler anew."""
        self.__dict__.update(state)
        self._sampler = self._make_sampler()


def _swept(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give poses (x, y, s) ``[b, 3]`` of rather small windows at positions (x, y) ``[b, 2]``."""
    return np.concatenate((positions, np.full((len(positions), 1), _SWEEP)), axis=1)


def _boxes(windows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give left, top, right, bottom ``[b, 4]`` of windows (top, left, side) ``[b, 3]``."""
    top, left, side = windows.T.astype(np.float64)
    return np.stack((left, top, left + side, top + side), axis=1)


def _start(start: Literal["random", "center"] | tuple[float, float]) -> NDArray[np.float64] | None:
    """Give the position where episodes begin; None where it is drawn."""
    if isinstance(start, str):
        return None if start == "random" else np.zeros(2)
    return checked_positions(np.array(start, np.float64))


def _start_scale(scale: Literal["random"] | float) -> NDArray[np.float64] | None:
    """Give the scale at which episodes begin; None where it is drawn."""
    return None if scale == "random" else _checked_scales(np.array(scale, np.float64))


def _checked_scales(scales: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give scales, or refuse the first that is none."""
    known = (scales >= 0) & (scales <= 1)
    if not known.all():
        raise ValueError(f"a scale must be in [0, 1], got {scales[~known].ravel()[0]}")
    return scales
