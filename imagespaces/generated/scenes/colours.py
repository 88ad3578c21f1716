"""Colours by name, by red, green and blue, or by hue, saturation and value.

Axes: ``B`` instances, ``C`` channels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from imagespaces.generated.scenes.attributes import Attribute, Number, Values, check_number, is_several
from imagespaces.pixels import to_bytes
from imagespaces.transforms.colours import luma
from imagespaces.transforms.parameters import is_number

__all__ = ["COLORS", "Color", "ColorChoice", "Hsv", "Ink", "check_color"]

COLORS = {
    "white": "#ffffff",
    "black": "#000000",
    "gray": "#808080",
    "red": "#e6194b",
    "orange": "#f58231",
    "yellow": "#ffe119",
    "green": "#3cb44b",
    "cyan": "#42d4f4",
    "blue": "#4363d8",
    "purple": "#911eb4",
    "magenta": "#f032e6",
    "pink": "#fabed4",
    "brown": "#9a6324",
}
"""The colours that have names; but for the first three they are some that are told apart well."""

Color: TypeAlias = str | tuple[float, float, float]
"""A name, ``"#rrggbb"``, or red, green and blue from 0 to 1."""

_TURN = 360.0


@dataclass(frozen=True)
class Hsv:
    """A colour by hue, saturation and value, each of which may vary.

    Args:
        hue: Degrees: 0 red, 120 green, 240 blue; −360 to 360.
        saturation: 0 gray to 1 pure.
        value: 0 black to 1 bright.

    Raises:
        ValueError: If one is out of range.

    >>> from imagespaces.generated.scenes import Drawn
    >>> Hsv(Drawn(0, 360, "circular"))
    Hsv(hue=Drawn(low=0, high=360, scale='circular'), saturation=1.0, value=1.0)
    """

    hue: Number = 0.0
    saturation: Number = 1.0
    value: Number = 1.0

    def __post_init__(self) -> None:
        for name, low, high in (("hue", -_TURN, _TURN), ("saturation", 0, 1), ("value", 0, 1)):
            object.__setattr__(self, name, check_number(name, getattr(self, name), low, high))


ColorChoice: TypeAlias = Color | Sequence[Color] | Hsv
"""A colour, which is fixed; several, each of which the states have; or hue, saturation and value."""


def check_color(what: str, given: Any) -> ColorChoice:
    """Give what is said of a colour as it is kept: colours that have no name become ``"#rrggbb"``.

    Raises:
        ValueError: If it is no colour.

    >>> check_color("color", ["red", (0, 0.5, 1)])
    ('red', '#0080ff')
    """
    if isinstance(given, Hsv):
        return given
    if is_several(given) and given and not _is_triple(given):
        return tuple(_named(what, each) for each in given)
    return _named(what, given)


class Ink:
    """The colour of something in a scene.

    Args:
        name: How its factors begin: ``"ball."``; of one without a dot, ``"background"``, a colour is the factor itself.
        given: Checked by :func:`check_color`.
        channels: 1 for gray, 3 for red, green and blue.

    Attributes:
        attributes: ``color``, or ``hue``, ``saturation`` and ``value``.
    """

    def __init__(self, name: str, given: ColorChoice, channels: int) -> None:
        self._channels = channels
        self._prefix = name
        if isinstance(given, Hsv):
            stem = name if name.endswith(".") else f"{name}."
            parts = {"hue": given.hue, "saturation": given.saturation, "value": given.value}
            self.attributes = {part: Attribute(stem + part, number) for part, number in parts.items()}
            self._table = None
            return
        names = tuple(map(str, given)) if is_several(given) else str(given)
        self.attributes = {"color": Attribute(f"{name}color" if name.endswith(".") else name, names)}
        self._table = self._bytes(np.array([_rgb(str(choice)) for choice in self.attributes["color"].choices or ()]))

    @property
    def fixed(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """What the colours by name are: each name with its bytes."""
        if self._table is not None:
            names = map(str, self.attributes["color"].choices or ())
            yield from zip(names, map(tuple, self._table.tolist()), strict=True)

    def levels(self, values: Values) -> NDArray[np.uint8]:
        """Give the colours as bytes, uint8 ``[B, C]``, or ``[1, C]`` where nothing varies."""
        if self._table is not None:
            return self._table[self.attributes["color"].places(values)]
        parts = [attribute.numbers(values) for attribute in self.attributes.values()]
        return self._bytes(_from_hsv(*np.broadcast_arrays(*parts)))

    def _bytes(self, colors: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Bring colours, ``[B, 3]`` in [0, 1], to bytes of the scene's channels."""
        pixels = colors.astype(np.float32)
        return to_bytes(luma(pixels) if self._channels == 1 else pixels)


def _from_hsv(hue: NDArray[np.float64], saturation: NDArray[np.float64], value: NDArray[np.float64]) -> NDArray[Any]:
    """Give red, green and blue ``[B, 3]`` (Smith, "Color gamut transform pairs", 1978).

    >>> _from_hsv(np.array([240.0]), np.array([1.0]), np.array([0.5])).tolist()
    [[0.0, 0.0, 0.5]]
    """
    place = (hue[:, None] / 60 + np.array([5.0, 3.0, 1.0])) % 6
    dimming = np.clip(np.minimum(place, 4 - place), 0, 1)
    return np.asarray(value[:, None] * (1 - saturation[:, None] * dimming))


def _is_triple(given: Any) -> bool:
    return len(given) == 3 and all(map(is_number, given))


def _named(what: str, given: Any) -> str:
    """Give the name or ``"#rrggbb"`` of a colour."""
    if isinstance(given, str) and (given in COLORS or re.fullmatch("#[0-9a-f]{6}", given)):
        return given
    if is_several(given) and _is_triple(given) and all(0 <= level <= 1 for level in given):
        return "#" + to_bytes(np.array(given, np.float32)).tobytes().hex()
    raise ValueError(
        f"{what} must be one of {', '.join(COLORS)}, '#rrggbb', red, green and blue from 0 to 1, several of such, or "
        f"Hsv, got {given!r}"
    )


def _rgb(name: str) -> list[float]:
    return [level / 255 for level in bytes.fromhex(COLORS.get(name, name)[1:])]
