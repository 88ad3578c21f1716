"""A frame of a film of an episode: the image with what was looked at, and words below it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from envspecs.drawing.colours import GROUND
from envspecs.drawing.glimpses import FRAME, draw_frame, draw_path, tint, whole
from envspecs.drawing.panel import PANEL_HEIGHT, draw_panel
from envspecs.drawing.picture import displayed, shown_size
from envspecs.drawing.scene import Scene

__all__ = ["WORDS_HEIGHT", "draw_scene", "frame_size"]

_MARGIN = FRAME + 8
"""About image and words; the frame of a glimpse at the image's edge reaches into it."""

WORDS_HEIGHT = PANEL_HEIGHT + _MARGIN
"""Rows at the bottom of a frame that hold words alone, up to one more."""

_IDEAL, _MOST = 320, 384
_NARROWEST = 288
"""How wide the words need it."""


def frame_size(image_size: tuple[int, int]) -> tuple[int, int]:
    """Give the (height, width) of frames that show images of a size.

    Both are even, as encoders of videos want it.

    >>> frame_size((28, 28)), frame_size((1, 1)), frame_size((4096, 1))
    ((420, 332), (432, 344), (496, 312))
    """
    height, width = shown_size(image_size, _IDEAL, _MOST)
    return _even(height + _MARGIN + WORDS_HEIGHT + _MARGIN), _even(max(width, _NARROWEST) + 2 * _MARGIN)


def _even(length: int) -> int:
    return length + length % 2


def draw_scene(scene: Scene) -> NDArray[np.uint8]:
    """Draw a frame: uint8 ``[*frame_size, 3]``, which depends on the size of the image alone."""
    size = shown_size(scene.image.shape[:2], _IDEAL, _MOST)
    height, width = frame_size(scene.image.shape[:2])
    canvas = np.full((height, width, 3), GROUND, np.uint8)
    left = (width - size[1]) // 2
    canvas[_MARGIN : _MARGIN + size[0], left : left + size[1]] = displayed(scene.image, size)
    _draw_looks(canvas, scene, size, (left, _MARGIN))
    top = _MARGIN + size[0] + _MARGIN
    canvas[top : top + PANEL_HEIGHT, _MARGIN : width - _MARGIN] = draw_panel(scene, width - 2 * _MARGIN)
    return canvas


def _draw_looks(canvas: NDArray[np.uint8], scene: Scene, size: tuple[int, int], origin: tuple[int, int]) -> None:
    """Draw what was looked at over the image, which lies at an origin (x, y) of the canvas and has a size there."""
    scale = np.array([size[1] / scene.image.shape[1], size[0] / scene.image.shape[0]] * 2)
    edge = np.array([canvas.shape[1], canvas.shape[0]] * 2)
    visited = np.clip(scene.visited * scale + np.array(origin * 2), 0, edge)
    present = np.clip(scene.present * scale + np.array(origin * 2), 0, edge)
    ((left, top, right, bottom),) = whole(present[None])
    tint(canvas, visited, scene.qualities)
    seen_now = canvas[top:bottom, left:right].copy()
    boxes = np.concatenate((visited, present[None]))
    draw_path(canvas, (boxes[:, :2] + boxes[:, 2:]) / 2)
    canvas[top:bottom, left:right] = seen_now
    draw_frame(canvas, present)
