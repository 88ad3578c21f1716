"""A view in a terminal: pictures of half blocks in true colour, and words about them.

A cell of a terminal is about twice as high as wide. The upper half block, in one colour on another, makes two nearly
square pixels of it.

Everything is lines of rich's segments, which know how many cells characters take, and which rich brings into the
colours that a terminal has.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rich.color import Color
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.style import Style

from envspecs.drawing.colours import BAD, FAINT, GOOD, GROUND, TEXT, TROUGH, Colour
from envspecs.playing.answers import Option, percent
from envspecs.playing.canvas import LOOKED, draw_picture
from envspecs.playing.view import Picture, View

__all__ = ["LEAST", "Line", "Screen", "half_blocks"]

Line: TypeAlias = list[Segment]

LEAST = (40, 18)
"""The (width, height) in cells that there must be, margins left out."""

_HEAD, _FOOT = 4, 7
"""Lines above and below the pictures; always as many, so that pictures stay where they are."""

_GAP, _MARGIN = 2, 1
_HALF = "▀"


def _style(colour: Colour, *, ground: Colour = GROUND, bold: bool = False) -> Style:
    return Style(color=Color.from_rgb(*colour), bgcolor=Color.from_rgb(*ground), bold=bold)


_TEXT, _FAINT, _BOLD = _style(TEXT), _style(FAINT), _style(TEXT, bold=True)
_KEY, _CHOSEN = _style(LOOKED, bold=True), _style(GROUND, ground=LOOKED, bold=True)
_RIGHT, _WRONG = _style(GOOD, bold=True), _style(BAD, bold=True)
_GONE, _TO_COME = _style(LOOKED), _style(TROUGH)


class Screen:
    """A view as rich draws it: as wide and as high as the terminal.

    Args:
        view: What is drawn.
    """

    def __init__(self, view: View) -> None:
        self._view = view

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Give all cells, line by line."""
        width, height = options.size
        inner = max(width - 2 * _MARGIN, 0)
        lines = [
            [Segment(" " * _MARGIN, _TEXT), *_padded(map(_harmless, line), inner)]
            for line in _lines(self._view, inner, height)
        ]
        for number, line in enumerate(Segment.set_shape(lines[:height], width, height, _TEXT)):
            yield from [Segment.line()] if number else []
            yield from line


def _harmless(segment: Segment) -> Segment:
    """Give a segment without characters that do more than to be seen, as a class's name from a file may have."""
    if segment.text.isprintable():
        return segment
    return Segment("".join(each if each.isprintable() else " " for each in segment.text), segment.style)


def half_blocks(pixels: NDArray[np.uint8]) -> list[Line]:
    """Give a picture as lines of half blocks, two pixels a cell.

    Args:
        pixels: uint8 ``[h, w, 3]``; an odd last row has the ground below it.
    """
    ground = np.full((len(pixels) % 2, *pixels.shape[1:]), GROUND, np.uint8)
    rows = np.concatenate((pixels, ground)).tolist()
    return [
        [Segment(_HALF, _cell(tuple(upper), tuple(lower))) for upper, lower in zip(above, below, strict=True)]
        for above, below in zip(rows[::2], rows[1::2], strict=True)
    ]


@functools.lru_cache(maxsize=1 << 14)
def _cell(upper: Colour, lower: Colour) -> Style:
    return _style(upper, ground=lower)


def _lines(view: View, width: int, height: int) -> list[Line]:
    """Give the lines of a view; words that are too long are cut off, and so are lines that are too many."""
    if width < LEAST[0] or height < LEAST[1]:
        words = "Too small:", f"{width} × {height} cells,", f"not {LEAST[0]} × {LEAST[1]}"
        return [[Segment(each, _TEXT)] for each in words]
    rows = height - _HEAD - _FOOT
    middle = Segment.set_shape(_middle(view, width, rows), width, rows, _TEXT)
    return [*_head(view, width), *middle, *_foot(view, width)]


def _head(view: View, width: int) -> list[Line]:
    """Give the lines above the pictures."""
    place = [Segment(f"step {view.step} of {view.steps}", _TEXT)]
    episode = f"  episode {view.episode} of {view.episodes}" if view.episodes > 1 else ""
    title = [Segment(view.title, _BOLD), Segment(episode, _FAINT)]
    gone = round(width * view.step / view.steps)
    return [
        [*_padded(_padded(title, width - _width(place) - _GAP), width - _width(place)), *place],
        [Segment(view.question, _FAINT)],
        [Segment("━" * gone, _GONE), Segment("━" * (width - gone), _TO_COME)],
        [],
    ]


def _middle(view: View, width: int, rows: int) -> list[Line]:
    """Give the pictures: the large one, and beside it the others with the facts below them, as far as there is room."""
    large = _pictured(view.pictures[0], width * 3 // 5, rows)
    column = max(map(_width, large)) + _GAP
    beside: list[Line] = []
    others = view.pictures[1:]
    facts = [*view.facts, *view.score]
    share = (rows - len(facts)) // max(len(others), 1)
    for picture in others if share > _LEAST_PICTURE else ():
        beside += [*_pictured(picture, width - column, share - 1), []]
    beside += [[Segment(f"{name}  ", _FAINT), Segment(words, _TEXT)] for name, words in facts]
    left = Segment.set_shape(large, column, rows, _TEXT)
    return [[*here, *there] for here, there in zip(left, [*beside, *[[]] * rows], strict=False)]


_LEAST_PICTURE = 4
"""Lines of the smallest picture that is worth its place."""


def _pictured(picture: Picture, width: int, rows: int) -> list[Line]:
    """Give a picture with its name above it."""
    pixels = draw_picture(picture, (2 * (rows - 1), width))
    return [[Segment(picture.name, _FAINT)], *half_blocks(pixels)]


def _foot(view: View, width: int) -> list[Line]:
    """Give the lines below the pictures: answers or the truth, what is typed or told, and the keys."""
    keys = [*_flowing(([Segment(f"{keys} ", _KEY), Segment(does, _FAINT)] for keys, does in view.keys), width)]
    told = [Segment("/", _KEY), Segment(view.typed, _BOLD), Segment("▏", _KEY)] if view.typed is not None else []
    above = [[], *(_answers(view, width) if view.ending is None else _truth(view, width))]
    above = above[: _FOOT - len(keys) - 1]
    return [*above, *[[]] * (_FOOT - len(keys) - 1 - len(above)), told or [Segment(view.message, _WRONG)], *keys]


def _answers(view: View, width: int) -> Iterator[Line]:
    """Give the answers there are, or the one that is given."""
    if not view.options:
        yield [Segment("answer ", _FAINT), Segment(view.answer or "-", _BOLD)] if view.answerable else []
        return
    yield from _flowing(map(_option, view.options), width)


def _option(option: Option) -> Line:
    key = Segment(f"{option.key} ", _KEY)
    if not option.chosen:
        return [key, Segment(option.words, _TEXT)]
    return [key, Segment(f" {option.words} {percent(option.share)} ", _CHOSEN)]


def _truth(view: View, width: int) -> Iterator[Line]:
    """Give the truth, and what the episode came to."""
    ending = view.ending
    if ending is None:
        return
    words = [Segment("truth ", _FAINT), Segment(ending.truth, _BOLD)] if ending.truth else []
    said = [Segment("   you said ", _FAINT), Segment(view.answer, _TEXT)] if view.answer else []
    sign = {True: [Segment("✓ ", _RIGHT)], False: [Segment("✗ ", _WRONG)], None: []}[ending.right]
    yield [*sign, *words, *said]
    yield from _flowing(
        ([Segment(f"{name} ", _FAINT), Segment(found, _TEXT)] for name, found in ending.measures), width
    )


def _flowing(tokens: Iterable[Line], width: int) -> Iterator[Line]:
    """Set tokens one after the other, and begin a line where the next would not fit."""
    line: Line = []
    for token in tokens:
        if line and _width(line) + _GAP + _width(token) > width:
            yield line
            line = []
        line = [*line, Segment(" " * _GAP, _TEXT), *token] if line else token
    yield line


def _padded(line: Iterable[Segment], width: int) -> Line:
    return Segment.adjust_line_length([*line], width, _TEXT)


def _width(line: Sequence[Segment]) -> int:
    return Segment.get_line_length([*line])
