"""The words below the image: what was predicted, whether it is right, what is true, and how far the episode is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from envspecs.drawing.colours import BAD, FAINT, GOOD, GROUND, TEXT, TROUGH, WHITE, ramp
from envspecs.drawing.lettering import Style, write
from envspecs.drawing.scene import Scene

__all__ = ["PANEL_HEIGHT", "draw_panel"]

PANEL_HEIGHT = 76
"""Rows that the words take."""

_TOLD, _UNTOLD = Style(19, TEXT), Style(19, FAINT)
_STEP, _SCORE = Style(14, FAINT, "rm"), Style(14, TEXT, "rm")
_NAME, _TRUTH = Style(14, FAINT), Style(14, TEXT)
_FIRST_LINE, _SECOND_LINE, _BAR = 14, 42, 66  # middles of the lines, and the top of the bar
_BAR_HEIGHT = 8
_EXPECTED = "no prediction yet"
_MARK_RADIUS, _GAP = 9, 8
_SHIFT = 4  # OpenCV takes fractions of a pixel as integers: sixteenths


def draw_panel(scene: Scene, width: int) -> NDArray[np.uint8]:
    """Give the words about a scene, uint8 ``[PANEL_HEIGHT, width, 3]``.

    First line: the prediction, behind a tick in a green disc where it is right and a cross in a red one where it is
    wrong, and the step. Second: the truth, and how good the prediction is, which the bar shows once more.
    """
    image = Image.new("RGB", (width, PANEL_HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    predicted = bool(scene.prediction)
    marked = predicted and scene.right is not None
    indent = 2 * _MARK_RADIUS + _GAP if marked else 0
    words, style = (scene.prediction, _TOLD) if predicted else (_EXPECTED if scene.is_predicted else "", _UNTOLD)
    room = width - _GAP - write(draw, (width, _FIRST_LINE), f"step {scene.step} of {scene.steps}", _STEP, width)
    write(draw, (indent, _FIRST_LINE), words, style, room - indent)

    score = f"{scene.quality:.0%}" if predicted else ""
    room = width - _GAP - write(draw, (width, _SECOND_LINE), score, _SCORE, width)
    indent = write(draw, (0, _SECOND_LINE), "truth", _NAME, room) + _GAP
    write(draw, (indent, _SECOND_LINE), scene.truth, _TRUTH, room - indent)

    canvas = np.array(image)
    _draw_bar(canvas, scene.quality if predicted else 0.0)
    if marked:
        _draw_mark(canvas, right=bool(scene.right))
    return canvas


def _draw_bar(canvas: NDArray[np.uint8], quality: float) -> None:
    """Draw how good a prediction is, from 0 (empty, red) to 1 (full, green)."""
    bar = canvas[_BAR : _BAR + _BAR_HEIGHT]
    bar[...] = TROUGH
    bar[:, : round(bar.shape[1] * quality)] = ramp(quality)


def _draw_mark(canvas: NDArray[np.uint8], *, right: bool) -> None:
    """Draw a tick in a green disc, or a cross in a red one: two shapes, for who sees the colours alike."""
    centre = np.array([_MARK_RADIUS, _FIRST_LINE])
    disc = GOOD if right else BAD
    cv2.circle(canvas, centre.tolist(), _MARK_RADIUS, disc, cv2.FILLED, cv2.LINE_AA)
    strokes = _TICK if right else _CROSS
    for stroke in strokes:
        points = np.rint((stroke + centre) * 2**_SHIFT).astype(np.int32)
        cv2.polylines(canvas, [points], False, WHITE, 2, cv2.LINE_AA, _SHIFT)  # noqa: FBT003 - not closed


_TICK = (np.array([[-4.2, 0.2], [-1.2, 3.4], [4.4, -3.2]]),)
_CROSS = (np.array([[-3.4, -3.4], [3.4, 3.4]]), np.array([[-3.4, 3.4], [3.4, -3.4]]))
