"""A frame of a film of an episode: the image with what was looked at, pictures beside it and words below it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from envspecs.drawing.colours import GOOD, GROUND, MIDDLE
from envspecs.drawing.glimpses import FRAME, draw_frame, draw_path, mark, tint, whole
from envspecs.drawing.panel import PANEL_HEIGHT, draw_panel
from envspecs.drawing.picture import displayed, shown_size
from envspecs.drawing.scene import Scene
from envspecs.drawing.tiles import draw_tiles, tiles_size

__all__ = ["WORDS_HEIGHT", "draw_scene", "frame_size"]

_MARGIN = FRAME + 8
"""About image and words; the frame of a glimpse at the image's edge reaches into it."""

WORDS_HEIGHT = PANEL_HEIGHT + _MARGIN
"""Rows at the bottom of a frame that hold words alone, up to one more."""

_IDEAL, _MOST = 320, 384
_NARROWEST = 288
"""How wide the words need it."""


def frame_size(image_size: tuple[int, int], tiles: int = 0) -> tuple[int, int]:
    """Give the (height, width) of frames that show images of a size, and so many pictures beside them.

    Both are even, as encoders of videos want it.

    >>> frame_size((28, 28)), frame_size((1, 1)), frame_size((4096, 1)), frame_size((28, 28), 2)
    ((420, 332), (432, 344), (496, 312), (420, 474))
    """
    height, width = shown_size(image_size, _IDEAL, _MOST)
    beside_height, beside_width = tiles_size(tiles, height)
    shown = max(width, _NARROWEST) + beside_width if tiles else max(width, _NARROWEST)
    return _even(max(height, beside_height) + _MARGIN + WORDS_HEIGHT + _MARGIN), _even(shown + 2 * _MARGIN)


def _even(length: int) -> int:
    return length + length % 2


def draw_scene(scene: Scene) -> NDArray[np.uint8]:
    """Draw a frame: uint8 ``[*frame_size, 3]``, which depends on the image's size and the number of pictures alone."""
    size = shown_size(scene.image.shape[:2], _IDEAL, _MOST)
    height, width = frame_size(scene.image.shape[:2], len(scene.pictures))
    canvas = np.full((height, width, 3), GROUND, np.uint8)
    beside = tiles_size(len(scene.pictures), size[0])
    left = (width - beside[1] - size[1]) // 2
    canvas[_MARGIN : _MARGIN + size[0], left : left + size[1]] = displayed(scene.image, size)
    _draw_looks(canvas, scene, size, (left, _MARGIN))
    _draw_marks(canvas, scene, size, (left, _MARGIN))
    if scene.pictures:
        edge = width - _MARGIN
        canvas[_MARGIN : _MARGIN + beside[0], edge - beside[1] : edge] = draw_tiles(scene.pictures, size[0])
    top = _MARGIN + max(size[0], beside[0]) + _MARGIN
    canvas[top : top + PANEL_HEIGHT, _MARGIN : width - _MARGIN] = draw_panel(scene, width - 2 * _MARGIN)
    return canvas


def _draw_looks(canvas: NDArray[np.uint8], scene: Scene, size: tuple[int, int], origin: tuple[int, int]) -> None:
    """Draw what was looked at over the image, which lies at an origin (x, y) of the canvas and has a size there."""
    visited, present = (_placed(boxes, canvas, scene, size, origin) for boxes in (scene.visited, scene.present))
    ((left, top, right, bottom),) = whole(present[None])
    tint(canvas, visited, scene.qualities)
    seen_now = canvas[top:bottom, left:right].copy()
    boxes = np.concatenate((visited, present[None]))
    draw_path(canvas, (boxes[:, :2] + boxes[:, 2:]) / 2)
    canvas[top:bottom, left:right] = seen_now
    draw_frame(canvas, present)


def _placed(
    boxes: NDArray[np.float64],
    canvas: NDArray[np.uint8],
    scene: Scene,
    size: tuple[int, int],
    origin: tuple[int, int],
) -> NDArray[np.float64]:
    """Give boxes of the image as boxes of the canvas, within it."""
    scale = np.array([size[1] / scene.image.shape[1], size[0] / scene.image.shape[0]] * 2)
    edge = np.array([canvas.shape[1], canvas.shape[0]] * 2)
    placed: NDArray[np.float64] = np.clip(boxes * scale + np.array(origin * 2), 0, edge)
    return placed


def _draw_marks(canvas: NDArray[np.uint8], scene: Scene, size: tuple[int, int], origin: tuple[int, int]) -> None:
    """Draw the places that the task is about: the true ones in solid lines, the predicted ones in dashed ones."""
    for name, boxes in scene.marks.items():
        for box in _placed(boxes, canvas, scene, size, origin):
            mark(canvas, box, GOOD if name == "truth" else MIDDLE, dashed=name != "truth")
