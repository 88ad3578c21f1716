"""The words below the image: what was predicted, whether it is right, what is true, and how far the episode is."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from envspecs.drawing.colours import BAD, FAINT, GOOD, GROUND, TEXT, TROUGH, WHITE, Colour, ramp
from envspecs.drawing.lettering import fitted, font_for, width_of
from envspecs.drawing.scene import Scene

__all__ = ["PANEL_HEIGHT", "draw_panel"]

PANEL_HEIGHT = 84
"""Rows that the words take."""

_LARGE, _SMALL = 19, 14
_FIRST_LINE, _SECOND_LINE, _BAR = 14, 42, 66  # middles of the lines, and the top of the bar
_BAR_HEIGHT = 8
_MARK_RADIUS, _GAP = 9, 8
_SHIFT = 4  # OpenCV takes fractions of a pixel as integers: sixteenths


def draw_panel(scene: Scene, width: int) -> NDArray[np.uint8]:
    """Give the words about a scene, uint8 ``[PANEL_HEIGHT, width, 3]``.

    First line: the prediction, behind a tick in a green disc where it is right and a cross in a red one where it is wrong,
    and the step. Second: the truth, and how good the prediction is, which the bar shows once more.
    """
    image = Image.new("RGB", (width, PANEL_HEIGHT), GROUND)
    draw = ImageDraw.Draw(image)
    predicted = bool(scene.prediction)
    marked = predicted and scene.right is not None
    indent = 2 * _MARK_RADIUS + _GAP if marked else 0

    room = width - _write_right(draw, f"step {scene.step} of {scene.steps}", _FIRST_LINE, FAINT) - _GAP
    words, colour = (scene.prediction, TEXT) if predicted else ("no prediction yet", FAINT)
    _write(draw, (indent, _FIRST_LINE), words, _LARGE, colour, room - indent)

    room = width - (_write_right(draw, f"{scene.quality:.0%}", _SECOND_LINE, TEXT) if predicted else 0) - _GAP
    start = _write(draw, (0, _SECOND_LINE), "truth", _SMALL, FAINT, room) + _GAP
    _write(draw, (start, _SECOND_LINE), scene.truth, _SMALL, TEXT, room - start)

    canvas = np.array(image)
    _draw_bar(canvas, scene.quality if predicted else 0.0)
    if marked:
        _draw_mark(canvas, right=bool(scene.right))
    return canvas


def _write(
    draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, size: int, colour: Colour, room: int
) -> int:
    """Write a text at the left end and middle of its line; give where it ends."""
    font = font_for(text, size)
    shown = fitted(text, font, room)
    draw.text(place, shown, colour, font, anchor="lm")
    return place[0] + width_of(shown, font)


def _write_right(draw: ImageDraw.ImageDraw, text: str, line: int, colour: Colour) -> int:
    """Write a text that ends at the right edge; give its width."""
    font = font_for(text, _SMALL)
    draw.text((draw.im.size[0], line), text, colour, font, anchor="rm")
    return width_of(text, font)


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
