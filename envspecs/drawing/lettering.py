"""Words in pictures, in a real font, whatever characters they have."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

from PIL import ImageDraw, ImageFont

from envspecs.drawing.colours import Colour

__all__ = ["Font", "Style", "fitted", "font_for", "legible", "width_of", "write"]

Font: TypeAlias = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Style:
    """How words are written.

    Attributes:
        size: The height of the letters in pixels.
        colour: Their colour.
        anchor: What of the text lies at its place, as Pillow says it: "lm" its left end at half its height.
    """

    size: int
    colour: Colour
    anchor: str = "lm"


_FALLBACKS = (
    "DejaVuSans.ttf",
    "NotoSansCJK-Regular.ttc",
    "Arial Unicode.ttf",
    "Hiragino Sans GB.ttc",
    "arial.ttf",
    "msyh.ttc",
)
"""Fonts of common systems, for what the one that comes with Pillow lacks: it has little more than ASCII."""

_NEVER_A_CHARACTER = "\uffff"
_ELLIPSIS = "…"
_LONGEST = 1000
"""No picture holds more characters in a line."""


@functools.cache
def _own_font(size: int) -> Font:
    return ImageFont.load_default(size)


@functools.cache
def _system_fonts(size: int) -> tuple[Font, ...]:
    found = []
    for name in _FALLBACKS:
        try:
            found.append(ImageFont.truetype(name, size))
        except OSError:
            continue
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def _has(font: Font, character: str) -> bool:
    """Tell whether a font can draw a character, rather than the box that stands for those it has not."""
    return bytes(font.getmask(character)) != bytes(font.getmask(_NEVER_A_CHARACTER)) or character.isspace()


def font_for(text: str, size: int) -> Font:
    """Give the font to write a text in: Pillow's own, or one of the system's that has more of the text's characters.

    Args:
        text: What is to be written.
        size: The height of the letters in pixels.
    """
    fonts = (_own_font(size),) if text.isascii() else (_own_font(size), *_system_fonts(size))
    return max(fonts, key=lambda font: sum(_has(font, character) for character in text[:_LONGEST]))


def legible(text: str, font: Font) -> str:
    r"""Give a text in characters that a font has: without accents where it has none, else with question marks.

    >>> legible("caf\u00e9\n\u72ac", font_for("", 14))
    'cafe ?'
    """
    return "".join(_nearest(character, font) for character in text)


def _nearest(character: str, font: Font) -> str:
    if not character.isprintable():
        return " "
    if _has(font, character):
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    return base if _has(font, base) else "?"


def width_of(text: str, font: Font) -> int:
    """Give how many pixels a text takes from left to right."""
    return int(font.getlength(text) + 0.999)


def fitted(text: str, font: Font, width: int) -> str:
    """Give a text that takes no more than a width, legible in a font.

    One that is too long ends in "…"; a percentage at its end stays.

    Args:
        text: What is to be written.
        font: What it is written in.
        width: How many pixels there are.
    """
    text = legible(text[:_LONGEST] + text[_LONGEST:][-8:], font)
    if width_of(text, font) <= width:
        return text
    end = _ELLIPSIS + (text[text.rfind(" ") :] if text.endswith("%") else "")
    low, high = 0, len(text)  # the longest beginning that fits lies in [low, high)
    while high - low > 1:
        middle = (low + high) // 2
        fits = width_of(text[:middle].rstrip() + end, font) <= width
        low, high = (middle, high) if fits else (low, middle)
    return text[:low].rstrip() + end


def write(draw: ImageDraw.ImageDraw, place: tuple[int, int], text: str, style: Style, room: int) -> int:
    """Write a text where there is some room for it.

    Args:
        draw: What is drawn on.
        place: Where the style's anchor is, (x, y).
        text: What is written; as much of it as fits.
        style: How.
        room: How many pixels there are.

    Returns:
        How many of them the text takes.
    """
    font = font_for(text, style.size)
    shown = fitted(text, font, room)
    draw.text(place, shown, style.colour, font, anchor=style.anchor)
    return width_of(shown, font)
