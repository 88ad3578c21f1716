"""The samplers of windows that are measured: what each does of a step, and nothing else.

A step takes actions (y, x, s) in [0, 1]³, one per picture, and gives the patches of all windows with their places.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
from gymnasium.spaces import Box

from benchmarks.contenders import CONTENDERS, Contender

if TYPE_CHECKING:
    from types import ModuleType

    from numpy.typing import NDArray

__all__ = ["GRID", "PATCH", "SIDE", "Ours", "Peer", "contender", "pictures"]

SIDE, PATCH, GRID = 224, 16, 2
"""Rows and columns of a picture, rows and columns of a patch, patches along each side of a window."""


def pictures(count: int) -> NDArray[np.uint8]:
    """Give parts of photographs in colour, uint8 ``[count, 224, 224, 3]``; the same ones at every call."""
    photos: Any = import_module("imagespaces.loaded").Photos(height=SIDE, width=SIDE, dtype="uint8")
    found: NDArray[np.uint8] = photos.images(np.arange(count))
    return found


class Looking:
    """A sampler in the guise of environments, so that it is stepped as they are.

    Args:
        count: How many pictures are looked at.
    """

    def __init__(self, count: int) -> None:
        self.action_space = Box(0.0, 1.0, (count, 3), np.float32, seed=0)

    def reset(self, seed: int) -> None:
        """Do nothing: any window can be looked at."""

    def step(self, actions: NDArray[np.float32]) -> Any:
        """Look through the windows of actions ``[B, 3]``."""
        raise NotImplementedError(f"{type(self).__name__} must define step(actions), got {len(actions)}")

    def close(self) -> None:
        """Do nothing: nothing runs on."""


class Ours(Looking):
    """The sensor ``zoom``, moved by ``absolute_zoom``.

    Args:
        count: How many pictures are looked at.
        dtype: Of the glimpses; pictures are held as bytes in any case.
        how: The filter, ``"bilinear"`` or ``"area"``.
    """

    def __init__(self, count: int, dtype: str, how: str) -> None:
        super().__init__(count)
        space = import_module("imagespaces.loaded").Arrays(images=pictures(count), dtype=dtype)
        gallery = import_module("imagespaces.bank").gallery(space, count)
        gallery.show(np.arange(count), np.arange(count))
        motion = import_module("envspecs.motions").AbsoluteZoom()
        self._sensor = import_module("envspecs.sensors").Zoom(
            gallery, patch=PATCH, grid=GRID, filter=how, motion=motion
        )

    def step(self, actions: NDArray[np.float32]) -> dict[str, NDArray[Any]]:
        """Move all windows and observe: the glimpses, and where they and their patches are."""
        self._sensor.move(actions)
        seen: dict[str, NDArray[Any]] = self._sensor.observe(slice(None))
        return seen


class Peer(Looking):
    """What AdaGlimpse does to look, in PyTorch, by the stated facts: written anew.

    Windows of a batch are found at once. Then each picture is gone through, and of each its patches, one by one: a part
    is cut out and resized bilinearly, without antialiasing. Values are float32, channels first.

    Args:
        count: How many pictures are looked at.
    """

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._torch = import_module("torch")
        self._torch.set_num_threads(1)
        self._images = self._torch.from_numpy(pictures(count)).permute(0, 3, 1, 2).contiguous().float() / 255

    def windows(self, actions: Any) -> Any:
        """Give the top row, the left column and the side of the windows of actions ``[B, 3]``, int64 ``[B, 3]``."""
        sides = actions[:, 2] * (SIDE - PATCH * GRID) + PATCH * GRID
        corners = actions[:, :2] * (SIDE - sides)[:, None]
        return self._torch.floor(self._torch.cat((corners, sides[:, None]), dim=1)).long()

    def step(self, actions: NDArray[np.float32]) -> tuple[Any, Any]:
        """Give patches ``[B, 4, 3, 16, 16]`` and their top, left, bottom, right in pixels ``[B, 4, 4]``."""
        looks = [
            self._patches(image, *window)
            for image, window in zip(self._images, self.windows(self._torch.from_numpy(actions)).tolist(), strict=True)
        ]
        patches, places = zip(*looks, strict=True)
        return self._torch.stack(patches), self._torch.tensor(places)

    def _patches(self, image: Any, top: int, left: int, side: int) -> tuple[Any, list[list[int]]]:
        """Cut a window of an image ``[3, H, W]`` into patches, and resize each."""
        width = side // GRID
        patches, places = [], []
        for row in range(GRID):
            for column in range(GRID):
                span = side - (GRID - 1) * width if GRID - 1 in (row, column) else width
                y, x = top + row * width, left + column * width
                patches.append(self._resized(image[:, y : y + span, x : x + span]))
                places.append([y, x, y + span, x + span])
        return self._torch.stack(patches), places

    def _resized(self, part: Any) -> Any:
        resize = self._torch.nn.functional.interpolate
        return resize(part[None], (PATCH, PATCH), mode="bilinear", align_corners=False, antialias=False)[0]


@dataclass(frozen=True)
class Side(Contender):
    """A sampler and what it is asked for.

    Attributes:
        dtype: Of the glimpses.
        how: The filter.
    """

    dtype: str
    how: str

    def make(self, module: ModuleType, num_envs: int) -> Any:
        """Make the sampler for as many pictures."""
        return Peer(num_envs) if module.__name__ == "torch" else Ours(num_envs, self.dtype, self.how)


def contender(role: str, dtype: str, how: str) -> Contender:
    """Give one side: ``"ours"``, or ``"peer"``, whose glimpses are float32 and bilinear in any case."""
    if role == "peer":
        return Side("AdaGlimpse's way in PyTorch", "torch", "torch", ("numpy",), dtype, how)
    known = CONTENDERS[role]
    return Side(known.name, known.distribution, known.module, known.foundation, dtype, how)
