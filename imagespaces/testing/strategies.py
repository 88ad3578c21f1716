"""Hypothesis strategies that build image spaces, and what belongs to them.

They build rather than filter, and shrink toward small images, small extents, plain grounds and the first index.

>>> from hypothesis import find
>>> find(image_spaces(kinds=["circle_square"]), lambda space: True)
CircleSquare(height=3, width=3, extent=2, gradient=False, dtype='float32', stream=0)
>>> find(image_spaces(kinds=["circle_square"]), lambda space: space.height > 4).shape
(5, 5, 1)

A kind of space takes part by an entry in :data:`KINDS`::

    KINDS["stripes"] = Kind(1, lambda options: st.builds(Stripes, dtype=options.dtypes, stream=options.streams))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

from imagespaces.factors import Factor, Finite
from imagespaces.factors.stepped import Stepped
from imagespaces.generated import CircleSquare, DoubleCircleSquare, Polygons
from imagespaces.generated.points import Points
from imagespaces.generated.scene import Scene, SceneObject
from imagespaces.generated.scenes import Distractors, Drawn, Hsv, LeftOf, OddOneOut, Same
from imagespaces.instances import Instance
from imagespaces.kernels.polygons import MARGIN
from imagespaces.loaded.digits import Digits
from imagespaces.loaded.photos import PHOTOGRAPHS, Photos
from imagespaces.loaded.relabelling import FirstClasses, OnlyClasses
from imagespaces.pixels import PIXEL_RANGE, dtype_name
from imagespaces.space import ImageSpace
from imagespaces.transforms import Flip, Rotate

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "imagespaces.testing.strategies needs hypothesis, got none: pip install 'imagespaces[test]'", name=error.name
    ) from error

__all__ = [
    "KINDS",
    "Kind",
    "Options",
    "factor_values",
    "image_spaces",
    "index_lists",
    "indices",
    "instances",
    "seeds",
    "sizes",
    "values_of",
]

_LAST = 2**63 - 1
_LEAST_RADIUS, _MOST_POLYGONS = 5, 4  # if smaller, or with more sides, polygons may look alike
_LEAST_SCENE = 12
_LEAST_POINTS = 13
_LEAST_PANEL = math.ceil(2 * (_LEAST_RADIUS + MARGIN))


@dataclass(frozen=True)
class Options:
    """What the kinds of spaces are built with.

    Attributes:
        max_pixels: The most rows × columns of an image.
        dtypes: The types of pixels, to be drawn from.
        streams: Streams, to be drawn from.
    """

    max_pixels: int
    dtypes: st.SearchStrategy[str]
    streams: st.SearchStrategy[int]


@dataclass(frozen=True)
class Kind:
    """A kind of space that is built.

    Attributes:
        least_pixels: The rows × columns of its smallest image.
        build: Gives the strategy.
    """

    least_pixels: int
    build: Callable[[Options], st.SearchStrategy[ImageSpace]]


def image_spaces(
    *, kinds: Iterable[str] | None = None, max_pixels: int = 1024, dtype: str | None = None
) -> st.SearchStrategy[ImageSpace]:
    """Build image spaces.

    Args:
        kinds: Which kinds, by their names in :data:`KINDS`; unless given, all whose images can be so small.
        max_pixels: The most rows × columns of an image.
        dtype: ``"float32"`` or ``"uint8"``; both unless given.

    Raises:
        ValueError: If a kind is unknown or has no image so small, there is none, or the dtype is another.
    """
    small = [name for name, kind in KINDS.items() if kind.least_pixels <= max_pixels]
    names = small if kinds is None else list(kinds)
    if not names or not set(names) <= set(small):
        allowed = f"of up to {max_pixels} pixels one or more of {', '.join(small) or 'none'}"
        raise ValueError(f"kinds must be {allowed}, got {names}")
    dtypes = list(PIXEL_RANGE) if dtype is None else [dtype_name(dtype)]
    options = Options(max_pixels, st.sampled_from(dtypes), st.integers(-(2**63), _LAST))
    return st.one_of([KINDS[name].build(options) for name in names])


@st.composite
def sizes(draw: st.DrawFn, max_pixels: int, *, least: int = 1, least_longer: int = 1) -> tuple[int, int]:
    """Draw (height, width), of at most so many pixels.

    Args:
        draw: Given by Hypothesis.
        max_pixels: The most rows × columns.
        least: The least of both.
        least_longer: The least of the longer of the two.
    """
    shorter = draw(st.integers(least, min(math.isqrt(max_pixels), max_pixels // least_longer)))
    longer = draw(st.integers(max(shorter, least_longer), max_pixels // shorter))
    return (longer, shorter) if draw(st.booleans()) else (shorter, longer)


def indices(space: ImageSpace, *, split: str | None = None) -> st.SearchStrategy[int]:
    """Draw the index of an instance.

    Args:
        space: A space of particular images.
        split: The part that it is of; the whole unless given.
    """
    if split is None:
        return st.integers(0, _LAST if space.size is None else space.size - 1)
    part = space.split(split)
    return st.integers(0, part.size - 1).map(lambda rank: int(part.indices([rank])[0]))


def index_lists(space: ImageSpace, *, max_size: int = 8) -> st.SearchStrategy[list[int]]:
    """Draw one index or several, some perhaps alike."""
    return st.lists(indices(space), min_size=1, max_size=max_size)


def instances(space: ImageSpace, *, split: str | None = None) -> st.SearchStrategy[Instance]:
    """Draw an instance of a space, or of a part of it."""
    return indices(space, split=split).map(space.at)


@st.composite
def factor_values(draw: st.DrawFn, space: ImageSpace) -> dict[str, float | int]:
    """Draw a value of each factor, together those of some instance; of a categorical factor its code."""
    state = space.at(draw(st.integers(0, space.num_states - 1)))
    return {
        name: state.factors[name] if isinstance(factor, Finite) else draw(values_of(factor))
        for name, factor in space.factors.items()
    }


def values_of(factor: Factor) -> st.SearchStrategy[float | int]:
    """Draw a value of a factor, as arrays hold it: of a categorical one its code.

    >>> from hypothesis import find
    >>> from imagespaces import Interval
    >>> find(values_of(Interval("angle", 0, 360, "circular")), lambda angle: angle > 90)
    91.0
    """
    if isinstance(factor, Finite):
        return st.sampled_from(factor.decode(np.arange(factor.size)).tolist())
    if isinstance(factor, Stepped):
        return st.floats(0.0, 1.0, exclude_max=True).map(lambda unit: factor.from_unit(unit).item())
    if factor.scale == "integer":
        return st.integers(int(factor.low), int(factor.high) - 1)
    return st.floats(factor.low, factor.high, exclude_max=True)


def seeds() -> st.SearchStrategy[int]:
    """Draw a seed; 0 is one like any other."""
    return st.integers(0, 2**32 - 1)


# ------------------------------------------------------------------------------------------------- kinds of spaces


@st.composite
def _all_images(draw: st.DrawFn, options: Options) -> ImageSpace:
    return ImageSpace(*draw(sizes(options.max_pixels)), draw(st.integers(1, 4)), dtype=draw(options.dtypes))


@st.composite
def _shapes(
    draw: st.DrawFn, options: Options, kind: type[CircleSquare | DoubleCircleSquare]
) -> CircleSquare | DoubleCircleSquare:
    apart = 2 if kind is DoubleCircleSquare else 0  # how far beyond the extent the longer side must reach
    extent = draw(st.sampled_from(_extents(options.max_pixels, apart)))
    least, longer = _least_sides(extent, apart)
    height, width = draw(sizes(options.max_pixels, least=least, least_longer=longer))
    return kind(
        height=height,
        width=width,
        extent=extent,
        gradient=draw(st.booleans()),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


@lru_cache
def _extents(max_pixels: int, apart: int) -> tuple[int, ...]:
    """Give the extents for which an image of at most so many pixels has room."""
    candidates = (extent for extent in range(2, math.isqrt(max_pixels) + 1) if extent != 3)
    return tuple(extent for extent in candidates if math.prod(_least_sides(extent, apart)) <= max_pixels)


def _least_sides(extent: int, apart: int) -> tuple[int, int]:
    """Give the least of the shorter and of the longer side of an image of shapes."""
    across = 2 * (extent // 2) + 1
    return across, max(across, extent + apart)


@st.composite
def _polygons(draw: st.DrawFn, options: Options) -> Polygons:
    panels = draw(st.integers(1, min(2, options.max_pixels // _LEAST_PANEL**2)))
    height, width = draw(sizes(options.max_pixels // panels, least=_LEAST_PANEL))
    return Polygons(
        states=draw(st.lists(st.integers(1, _MOST_POLYGONS), min_size=panels, max_size=panels)),
        height=height,
        width=panels * width,
        radius=draw(st.integers(_LEAST_RADIUS, math.floor(min(height, width) / 2 - MARGIN))),
        antialias=draw(st.booleans()),
        channels=draw(st.sampled_from([1, 3])),
        transforms=draw(st.sampled_from([(), (Rotate(),), (Flip(),), (Flip(), Rotate(quantum=90))])),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


@st.composite
def _digits(draw: st.DrawFn, options: Options) -> Digits:
    height, width = draw(sizes(options.max_pixels))
    return Digits(
        height=height,
        width=width,
        upsampling=draw(st.sampled_from(["smooth", "nearest"])),
        classes=draw(st.sampled_from([(), (FirstClasses(2),), (FirstClasses(7), OnlyClasses(["5", "1", "3"]))])),
        transforms=draw(st.sampled_from([(), (Flip(),)])),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


@st.composite
def _photos(draw: st.DrawFn, options: Options) -> Photos:
    height, width = draw(sizes(options.max_pixels))
    return Photos(
        height=height,
        width=width,
        channels=draw(st.sampled_from([1, 3])),
        photographs=draw(st.lists(st.sampled_from(PHOTOGRAPHS), min_size=1, max_size=3, unique=True)),
        scale=draw(st.sampled_from([0.5, 1.0]) | st.sampled_from([(0.3, 1.0), (0.01, 0.1)])),
        transforms=draw(st.sampled_from([(), (Flip(),)])),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


@st.composite
def _points(draw: st.DrawFn, options: Options) -> Points:
    count = draw(st.integers(1, min(2, options.max_pixels // _LEAST_POINTS**2)))
    height, width = draw(sizes(options.max_pixels // count, least=_LEAST_POINTS))
    panels = draw(st.sampled_from([[("x", "y"), ("u",)], [("x",), ("u", "v")]]))[:count]
    first = panels[0]
    on_grid = draw(st.booleans())
    spread: st.SearchStrategy[Any] = st.sampled_from([0.4, (0.3, 0.5)])
    tilt: st.SearchStrategy[Any] = st.sampled_from([0.0, 0.5, (-0.5, 0.5)])
    return Points(
        panels=panels,
        bounds=draw(st.sampled_from([(-1.0, 1.0), (0.0, 2.0)])),
        height=height,
        width=count * width,
        radius=draw(st.sampled_from([2.0, 2.5])),
        target=draw(st.none() | st.fixed_dictionaries({name: st.sampled_from([0.5, 1.0]) for name in first})),
        on_top=draw(st.sampled_from(["target", "agent"])),
        regions=draw(st.sampled_from([{}, {"half": {first[0]: (0.0, 1.0)}}])),
        grid=2 if on_grid else draw(st.sampled_from([None, 2])),
        on_grid=on_grid,
        deviation=draw(st.none() | spread | st.fixed_dictionaries(dict.fromkeys(first, spread))),
        correlation=draw(tilt),
        padding=draw(st.sampled_from([0.0, 1.0])),
        channels=draw(st.sampled_from([1, 3])),
        transforms=draw(st.sampled_from([(), (Flip(),)])),
        label=draw(st.sampled_from([None, first[0]])) if on_grid else None,
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


@st.composite
def _scenes(draw: st.DrawFn, options: Options) -> Scene:
    height, width = draw(sizes(options.max_pixels, least=_LEAST_SCENE))
    several = min(height, width) >= 2 * _LEAST_SCENE
    size = 0.25 if several else 0.55
    objects = st.fixed_dictionaries(
        {name: _scene_objects(size, placed=several) for name in ("abc" if several else "a")}
    )
    relations = [Same("shape"), OddOneOut("shape"), LeftOf("b", "a")] if several else []
    return Scene(
        height=height,
        width=width,
        objects=draw(objects),
        distractors=draw(st.sampled_from([None, Distractors(SceneObject(size=size), [0, 1])])) if several else None,
        label=draw(st.sampled_from([None, "a.shape", *relations])),
        channels=draw(st.sampled_from([1, 3])),
        transforms=draw(st.sampled_from([(), (Flip(),), (Rotate(quantum=90),)])),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )


def _scene_objects(size: float, *, placed: bool) -> st.SearchStrategy[SceneObject]:
    turn = Drawn(0, 360, "circular")
    places = st.none() if placed else st.sampled_from([None, 0.0, Drawn(-0.05, 0.05)])
    colors = ["red", ("red", "#0080ff"), Hsv(turn), Hsv((0, 120), value=Drawn(0.5, 1.0))]
    return places.flatmap(
        lambda place: st.builds(
            SceneObject,
            shape=st.just(("circle", "square")),
            size=st.sampled_from([size, Drawn(0.9 * size, size), Drawn(0.9 * size, size, "log")]),
            x=st.just(place),
            y=st.just(place),
            angle=st.sampled_from([0.0, 30.0, turn]),
            color=st.sampled_from(colors),
            texture=st.sampled_from(["plain", "checks", ("plain", "dots")]),
            depth=st.sampled_from([0.0, Drawn(0, 1)]),
        )
    )


KINDS: dict[str, Kind] = {
    "all_images": Kind(1, _all_images),
    "circle_square": Kind(9, partial(_shapes, kind=CircleSquare)),
    "digits": Kind(1, _digits),
    "double_circle_square": Kind(12, partial(_shapes, kind=DoubleCircleSquare)),
    "photos": Kind(1, _photos),
    "points": Kind(_LEAST_POINTS**2, _points),
    "polygons": Kind(_LEAST_PANEL**2, _polygons),
    "scene": Kind(_LEAST_SCENE**2, _scenes),
}
"""How each kind of space is built."""
