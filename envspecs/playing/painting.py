"""A view as a picture: what a window shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from envspecs.drawing.colours import BAD, FAINT, GOOD, GROUND, TEXT, TROUGH, Colour
from envspecs.drawing.lettering import Style, font_for, width_of, write
from envspecs.playing.answers import Option, percent
from envspecs.playing.canvas import LOOKED, Grain, draw_picture
from envspecs.playing.view import Picture, View

__all__ = ["SIZE", "paint"]

SIZE = (640, 960)
"""(height, width) of the picture in pixels."""

_MARGIN, _GAP = 28, 18
_PICTURES, _FOOT = 104, 472
"""Where the pictures begin, and where the words below them do."""

_LARGE = (_FOOT - _PICTURES - 32, 540)
_GRAIN = Grain(line=4, square=8)
_LINE, _NAME = 28, 24
_LEAST_PICTURE = 3 * _NAME
"""Rows of the smallest picture that is worth its place, with its name."""

_TITLE, _STEP = Style(24, TEXT), Style(16, TEXT, "rm")
_QUIET, _WORDS, _KEY = Style(16, FAINT), Style(16, TEXT), Style(16, LOOKED)
_ON_CHOSEN = Style(16, GROUND)
_VERDICT = Style(20, TEXT)

Token: TypeAlias = Sequence[tuple[str, Style]]
"""Words that stay together, in their styles."""


def paint(view: View) -> NDArray[np.uint8]:
    """Draw a view: uint8 ``[*SIZE, 3]``."""
    image = Image.new("RGB", (SIZE[1], SIZE[0]), GROUND)
    draw = ImageDraw.Draw(image)
    _paint_head(draw, view)
    _paint_pictures(image, draw, view)
    if view.ending is None:
        _paint_answers(draw, view)
    else:
        _paint_ending(draw, view)
    if view.typed is not None:
        _flow(draw, SIZE[0] - 92, [[("/", _KEY), (f"{view.typed}|", _WORDS)]])
    elif view.message:
        _flow(draw, SIZE[0] - 92, [[(view.message, Style(16, BAD))]])
    _flow(draw, SIZE[0] - 60, [[(keys, _KEY), (does, _QUIET)] for keys, does in view.keys], line=26)
    return np.asarray(image)


def _paint_head(draw: ImageDraw.ImageDraw, view: View) -> None:
    """Paint the title, the question, and how far the episode is."""
    right = SIZE[1] - _MARGIN
    episode = f"episode {view.episode} of {view.episodes},  " if view.episodes > 1 else ""
    taken = write(draw, (right, 34), f"{episode}step {view.step} of {view.steps}", _STEP, 400)
    write(draw, (_MARGIN, 34), view.title, _TITLE, right - _MARGIN - taken - _GAP)
    write(draw, (_MARGIN, 64), view.question, _QUIET, right - _MARGIN)
    draw.rectangle((_MARGIN, 84, right, 87), TROUGH)
    if view.step:
        draw.rectangle((_MARGIN, 84, _MARGIN + (right - _MARGIN) * view.step // view.steps, 87), LOOKED)


def _paint_pictures(image: Image.Image, draw: ImageDraw.ImageDraw, view: View) -> None:
    """Paint the large picture, the others beside it, and the facts below these, as far as there is room."""
    large = _paint_picture(image, draw, view.pictures[0], (_MARGIN, _PICTURES), _LARGE)
    left, top = _MARGIN + large[0] + 2 * _GAP, _PICTURES
    facts = (*view.facts, *view.score)
    others = view.pictures[1:]
    bottom = _FOOT - len(facts) * _NAME - _GAP
    share = (bottom - top) // max(len(others), 1)
    room = (share - _NAME - _GAP, SIZE[1] - _MARGIN - left)
    for picture in others if share > _LEAST_PICTURE else ():
        top += _paint_picture(image, draw, picture, (left, top), room)[1] + _GAP
    for number, (name, words) in enumerate(facts):
        y = top + number * _NAME + _NAME // 2
        taken = write(draw, (left, y), name, _QUIET, SIZE[1] - _MARGIN - left)
        write(draw, (left + taken + 10, y), words, _WORDS, max(SIZE[1] - _MARGIN - left - taken - 10, 1))


def _paint_picture(
    image: Image.Image, draw: ImageDraw.ImageDraw, picture: Picture, place: tuple[int, int], room: tuple[int, int]
) -> tuple[int, int]:
    """Paint a picture below its name at a place (x, y), in a room (height, width); give the (width, height) of both."""
    x, y = place
    pixels = draw_picture(picture, room, _GRAIN)
    write(draw, (x, y + _NAME // 2 - 4), picture.name, _QUIET, room[1])
    image.paste(Image.fromarray(pixels), (x, y + _NAME))
    return pixels.shape[1], pixels.shape[0] + _NAME


def _paint_answers(draw: ImageDraw.ImageDraw, view: View) -> None:
    """Paint the answers there are, or the one that is given."""
    if view.options:
        _flow(draw, _FOOT, [_option(option) for option in view.options])
    elif view.answerable:
        _flow(draw, _FOOT, [[("answer", _QUIET), (view.answer or "-", _WORDS)]])


def _option(option: Option) -> Token:
    if option.chosen:
        return [(option.key, _KEY), (f"{option.words} {percent(option.share)}", _ON_CHOSEN)]
    return [(option.key, _KEY), (option.words, _WORDS)]


def _paint_ending(draw: ImageDraw.ImageDraw, view: View) -> None:
    """Paint the truth, in the colour of what was answered, and what the episode came to."""
    ending = view.ending
    if ending is None:
        return
    colour: Colour = {True: GOOD, False: BAD, None: TEXT}[ending.right]
    sign = {True: "right:", False: "wrong:", None: "truth:"}[ending.right]
    truth = [[(sign, Style(20, colour)), (ending.truth, _VERDICT)]] if ending.truth else []
    said = [[("you said", _QUIET), (view.answer, _WORDS)]] if view.answer else []
    _flow(draw, _FOOT, [*truth, *said])
    _flow(draw, _FOOT + _LINE + 4, [[(name, _QUIET), (found, _WORDS)] for name, found in ending.measures])


def _flow(draw: ImageDraw.ImageDraw, top: int, tokens: Iterable[Token], line: int = _LINE) -> None:
    """Write tokens one after the other from some row on, and begin a line where the next would not fit."""
    x, y = _MARGIN, top + line // 2
    for token in tokens:
        widths = [width_of(words, font_for(words, style.size)) for words, style in token]
        if x > _MARGIN and x + sum(widths) + 8 * len(token) > SIZE[1] - _MARGIN:
            x, y = _MARGIN, y + line
        for (words, style), width in zip(token, widths, strict=True):
            if style is _ON_CHOSEN:
                draw.rounded_rectangle((x - 2, y - 13, x + width + 10, y + 12), 6, LOOKED)
                x += 4
            x += write(draw, (x, y), words, style, SIZE[1] - _MARGIN - x) + 8
        x += _GAP
