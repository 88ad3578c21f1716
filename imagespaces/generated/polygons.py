"""Discrete states as images: a regular polygon for each state."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import DTypeLike, NDArray

from imagespaces.arguments import check_flag, check_integer
from imagespaces.factors import Factor, Finite, Partitioner
from imagespaces.generated.painting import Painter
from imagespaces.generated.skins import Skins, check_directory
from imagespaces.kernels.polygons import MARGIN, Outlines
from imagespaces.pixels import from_bytes, to_bytes
from imagespaces.space import ImageSpace
from imagespaces.transforms import Pose, Transform
from imagespaces.transforms.parameters import is_number

__all__ = ["LEAST_RADIUS", "Polygons"]

LEAST_RADIUS = 2.0
"""Pixels from centre to corners below which nothing is left of a polygon's shape."""

_FEWEST_SIDES = 3
_ROUNDING = 1e-9

T = TypeVar("T", bound=np.generic)


class Polygons(ImageSpace):
    """Images of discrete states: state n is a regular polygon of n + 3 sides, bright on black.

    Several dimensions of a state stand side by side, each in a panel of its own; the first one is the fastest digit of
    the index. Geometric transforms move corners before anything is drawn, so that nothing is resampled, and keep each
    polygon inside of its panel. Panels have draws of their own; factors of the second of several begin with ``dim1.``.

    Polygons can be cut out of textures instead of being filled evenly, or pictures be shown in their stead, in the
    square that the circle holds (its side is radius × √2). Both come from a directory, the n-th file for state n.

    Without random transforms each state has its own image. That is checked when the space is made: by digest, over the
    states of the largest dimension, which takes about 0.1 ms each at 100 × 100.

    Args:
        states: The number of states of each dimension; one number for one dimension.
        height: Rows.
        width: Columns, shared out evenly among the dimensions.
        radius: Pixels from a polygon's centre to its corners; the first corner is right of the centre.
        antialias: Whether a pixel that is covered in part is dimmer. Else it is lit if half of it is covered.
        channels: 1 for gray, 3 for red, green and blue.
        color: How bright polygons are, in [0, 1]: a number, or one for each channel. Textures are multiplied by it.
        textures: A directory of pictures that fill the polygons, stretched over the square around their circle.
        pictures: A directory of pictures that are shown instead of polygons.
        transforms: What is done to the images; see :mod:`imagespaces.transforms`.
        partition: How the states, and the values that transforms draw, are divided among splits.
        label: The finite factor that is the class. With one dimension it is that of its states, unless given.
        dtype: ``"float32"`` or ``"uint8"``.
        stream: Another stream, other draws of the same transforms.
        seed: Seed of :meth:`sample`, or a generator.

    Raises:
        TypeError: If a directory is no path, or a transform is none.
        ValueError: If an argument is not allowed, polygons do not fit their panel or become too small, two states have
            the same image, or a directory does not hold a good picture for each state.

    >>> space = Polygons(states=[3, 4], width=200)
    >>> space.size, space.at(1 + 3 * 2).factors
    (12, {'dim0.sides': 4, 'dim1.sides': 5})
    """

    _source_dtype = "uint8"
    _poses = True

    def __init__(
        self,
        *,
        states: int | Sequence[int] = 8,
        height: int = 100,
        width: int = 100,
        radius: float = 20.0,
        antialias: bool = True,
        channels: int = 1,
        color: float | Sequence[float] = 1.0,
        textures: str | os.PathLike[str] | None = None,
        pictures: str | os.PathLike[str] | None = None,
        transforms: Sequence[Transform] = (),
        partition: Partitioner | None = None,
        label: str | None = None,
        dtype: DTypeLike = "float32",
        stream: int = 0,
        seed: int | np.random.Generator | None = None,
    ) -> None:
        self.states = _check_states(states)
        self.antialias = check_flag("antialias", antialias)
        self.textures, self.pictures = check_directory("textures", textures), check_directory("pictures", pictures)
        if self.textures is not None and self.pictures is not None:
            raise ValueError(f"textures and pictures exclude each other, got {self.textures!r} and {self.pictures!r}")
        self._bodies = _prefixes(len(self.states))
        name, self._first = ("sides", _FEWEST_SIDES) if pictures is None else ("picture", 0)
        self._names = [body + name for body in self._bodies]
        super().__init__(
            height,
            width,
            channels,
            dtype=dtype,
            stream=stream,
            seed=seed,
            factors=self._factors(),
            label=name if label is None and len(self.states) == 1 else label,
            partition=partition,
            transforms=transforms,
            bodies=self._bodies,
        )
        self.color = _check_color(color, self.channels)
        self._panel = self.height, _panel_width(self.width, len(self.states))
        self.radius = self._check_radius(radius)
        self._skins = self._read_skins()
        self._painter = self._make_painter()
        if self.size is not None:
            self._check_one_to_one()

    def bank_key(self) -> tuple[object, ...]:
        """Tell this space from one of the same directory after a file has changed."""
        return *super().bank_key(), self._skins.state if self._skins else None

    # --------------------------------------------------------------------------------------------------- rendering

    def _images(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.uint8]:
        return self._drawn(values, np.uint8)

    def _finished(self, values: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        """Draw floats a few images at a time, rather than turn all bytes to floats at the end: a tenth quicker."""
        if self._pipeline.recolours or self.dtype == np.uint8:
            return super()._finished(values)
        return self._drawn(values, np.float32)

    def _drawn(self, values: Mapping[str, NDArray[Any]], dtype: type[T]) -> NDArray[T]:
        images = np.empty((len(values[self._names[0]]), *self.shape), dtype)
        panels = np.split(images, len(self._bodies), axis=2)
        for panel, (states, poses) in zip(panels, self._seen(values), strict=True):
            self._painter.paint(panel, states, poses)
        return images

    def _masks(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
        return self._beside(self._painter.masks, values)

    def _coverage(self, values: Mapping[str, NDArray[Any]]) -> NDArray[np.float32]:
        return from_bytes(self._beside(self._painter.coverage, values))

    def _beside(
        self,
        draw: Callable[[NDArray[np.int64], Pose, tuple[int, int]], NDArray[T]],
        values: Mapping[str, NDArray[Any]],
    ) -> NDArray[T]:
        """Draw one panel after the other."""
        return np.concatenate([draw(states, poses, self._panel) for states, poses in self._seen(values)], axis=2)

    def _seen(self, values: Mapping[str, NDArray[Any]]) -> list[tuple[NDArray[np.int64], Pose]]:
        """Give the states ``[B]`` and poses of each dimension."""
        return [
            (values[name] - self._first, self._pose(values, body))
            for name, body in zip(self._names, self._bodies, strict=True)
        ]

    # ---------------------------------------------------------------------------------------------- what it is made of

    def _factors(self) -> list[Factor]:
        pairs = zip(self._names, self.states, strict=True)
        return [Finite(name, range(self._first, self._first + count)) for name, count in pairs]

    def _make_painter(self) -> Painter:
        ink = to_bytes(np.broadcast_to(np.array(self.color, np.float32), self.channels))
        return Painter(self._outlines(), self.radius, ink, antialias=self.antialias, skins=self._skins)

    def _outlines(self) -> Outlines:
        if self.pictures is not None:
            square = _regular(4) @ np.array([[1, 1], [-1, 1]]) / math.sqrt(2)  # turned by an eighth
            return Outlines([square] * max(self.states))
        return Outlines([_regular(_FEWEST_SIDES + state) for state in range(max(self.states))])

    def _read_skins(self) -> Skins | None:
        """Read the pictures of all states, at the largest size at which they are shown."""
        root = self.textures if self.pictures is None else self.pictures
        if root is None:
            return None
        reach = 1.0 if self.pictures is None else math.sqrt(0.5)
        side = math.ceil(2 * reach * self.radius * self._pipeline.gains.most - _ROUNDING)
        return Skins(root, max(self.states), side, self.channels, reach)

    def _check_radius(self, radius: Any) -> float:
        if not is_number(radius):
            raise ValueError(f"radius must be a finite number of pixels, got {radius!r}")
        least, most = self._pipeline.gains
        found = f"got {radius:g} (with transforms {radius * least:g} to {radius * most:g})"
        room = min(self._panel) / 2 - MARGIN
        if radius * most > room + _ROUNDING:
            panel = f"{self._panel[0]} × {self._panel[1]}"
            raise ValueError(f"radius must be at most {room:g} in a panel of {panel} pixels, {found}")
        if radius * least < LEAST_RADIUS - _ROUNDING:
            raise ValueError(f"radius must be at least {LEAST_RADIUS:g} pixels, {found}")
        return float(radius)

    def _check_one_to_one(self) -> None:
        """Compare the images of all states, or of those of the largest dimension alone."""
        if len(self.states) == 1:
            _ = self._state_index
            return
        alone = {"states": max(self.states), "width": self._panel[1], "partition": None, "label": None}
        Polygons(**self.parameters() | alone)


def _regular(sides: int) -> NDArray[np.float64]:
    """Give the corners of a regular polygon in a circle of radius 1, the first one at the right: ``[sides, 2]``."""
    angles = np.arange(sides) * (2 * np.pi / sides)
    return np.stack((np.cos(angles), np.sin(angles)), axis=1)


def _prefixes(dimensions: int) -> tuple[str, ...]:
    return ("",) if dimensions == 1 else tuple(f"dim{number}." for number in range(dimensions))


def _check_states(states: Any) -> tuple[int, ...]:
    counts = tuple(states) if isinstance(states, Sequence) and not isinstance(states, str) else (states,)
    if not counts:
        raise ValueError(f"states must be the number of states of at least one dimension, got {states!r}")
    return tuple(check_integer("states", count, least=1) for count in counts)


def _check_color(color: Any, channels: int) -> float | tuple[float, ...]:
    several = isinstance(color, Sequence) and not isinstance(color, str)
    levels = tuple(color) if several else (color,)
    usable = all(is_number(level) and 0 <= level <= 1 for level in levels) and any(levels)
    if not usable or len(levels) != (channels if several else 1):
        raise ValueError(f"color must be a number from 0 to 1, or {channels} of such, one above 0, got {color!r}")
    return tuple(float(level) for level in levels) if several else float(levels[0])


def _panel_width(width: int, dimensions: int) -> int:
    if width % dimensions:
        raise ValueError(f"width must be a multiple of the {dimensions} dimensions, got {width}")
    return width // dimensions
