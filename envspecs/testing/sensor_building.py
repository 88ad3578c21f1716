"""How sensors and motions are built."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import strategies as st

from envspecs.testing.building import motion_of
from envspecs.testing.describing import Fields
from envspecs.testing.options import NOTHING, Builder, Options

__all__ = ["MOTIONS", "SENSORS", "STARTS", "draw_extras"]

STARTS = st.sampled_from(["center", "random"]) | st.lists(st.floats(-1, 1), min_size=2, max_size=2)
"""Where episodes begin."""

_STEPS = st.floats(0.01, 2)
_STEPS_OF_AXES = _STEPS | st.lists(_STEPS, min_size=2, max_size=2)


# ------------------------------------------------------------------------------------------------------------- sensors


def _glimpse(options: Options) -> st.SearchStrategy[Fields]:
    return _glimpses(options) if _has_room(options) else NOTHING


@st.composite
def _glimpses(draw: st.DrawFn, options: Options) -> Fields:
    sides = _room(options)
    scale = draw(st.just(1.0) | st.floats(0.25, min(sides)))
    return {
        "kind": "glimpse",
        "size": [draw(st.integers(1, int(side / scale))) for side in sides],
        "scale": scale,
        "motion": draw(motion_of(2, options)),
        "start": draw(STARTS),
        "border": draw(_BORDERS),
    }


def _zoom(options: Options) -> st.SearchStrategy[Fields]:
    return _zooms(options) if _has_room(options) else NOTHING


@st.composite
def _zooms(draw: st.DrawFn, options: Options) -> Fields:
    shorter = min(_room(options))
    grid = draw(st.integers(1, min(3, shorter)))
    return {
        "kind": "zoom",
        "patch": draw(st.integers(1, shorter // grid)),
        "grid": grid,
        "filter": draw(_FILTERS),
        "motion": draw(motion_of(3, options)),
        "start": draw(STARTS),
        "start_scale": draw(_START_SCALES),
    }


def _fovea(options: Options) -> st.SearchStrategy[Fields]:
    return _foveae(options) if _has_room(options) else NOTHING


@st.composite
def _foveae(draw: st.DrawFn, options: Options) -> Fields:
    sides = _room(options)
    scale = draw(_SCALES if min(sides) > 1 else _FINE_SCALES)
    return {
        "kind": "foveated",
        "size": [draw(st.integers(1, max(1, int(side / scale)))) for side in sides],
        "levels": draw(st.integers(1, 4)),
        "factor": draw(_FACTORS),
        "scale": scale,
        "motion": draw(motion_of(2, options)),
        "start": draw(STARTS),
    }


_BORDERS = st.sampled_from(["clamp", "pad"])
_FILTERS = st.sampled_from(["bilinear", "area"])
_START_SCALES = st.floats(0, 1) | st.just("random")
_SCALES, _FINE_SCALES = st.sampled_from([1.0, 0.5, 1.5]), st.sampled_from([1.0, 0.5])
_FACTORS = st.sampled_from([2.0, 1.0, 1.5, 3.0])
_WHOLE: st.SearchStrategy[Fields] = st.just({"kind": "full"})


def _full(options: Options) -> st.SearchStrategy[Fields]:
    return NOTHING if options.leaves_room else _WHOLE


def _has_room(options: Options) -> bool:
    """Tell whether there is an image left beside the smallest sensor, where it must be."""
    return min(_room(options)) > 0


def _room(options: Options) -> tuple[int, int]:
    """Give the most rows and columns that a sensor may cover."""
    height, width = options.image_size
    return (height - 1, width - 1) if options.leaves_room else (height, width)


SENSORS: Mapping[str, Builder] = {"full": _full, "glimpse": _glimpse, "zoom": _zoom, "foveated": _fovea}
"""How each kind of sensor is built; first the simplest, of which there is least to draw."""


# ------------------------------------------------------------------------------------------------------------- motions

_ABSOLUTE: st.SearchStrategy[Fields] = st.just({"kind": "absolute"})
_RELATIVE: st.SearchStrategy[Fields] = st.fixed_dictionaries({"kind": st.just("relative"), "max_step": _STEPS_OF_AXES})
_DISCRETE: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {
        "kind": st.just("discrete"),
        "directions": st.sampled_from([4, 8]),
        "stay": st.booleans(),
        "step": _STEPS_OF_AXES,
    }
)
_VELOCITY: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {"kind": st.just("velocity"), "max_speed": _STEPS, "max_acceleration": _STEPS, "friction": st.floats(0, 1)}
)
_ABSOLUTE_ZOOM: st.SearchStrategy[Fields] = st.just({"kind": "absolute_zoom"})
_RELATIVE_ZOOM: st.SearchStrategy[Fields] = st.fixed_dictionaries(
    {"kind": st.just("relative_zoom"), "max_step": _STEPS_OF_AXES, "max_zoom": st.floats(0.01, 1)}
)

MOTIONS: Mapping[str, Builder] = {
    "absolute": lambda _options: _ABSOLUTE,
    "relative": lambda _options: _RELATIVE,
    "discrete": lambda _options: _DISCRETE,
    "velocity": lambda _options: _VELOCITY,
    "absolute_zoom": lambda _options: _ABSOLUTE_ZOOM,
    "relative_zoom": lambda _options: _RELATIVE_ZOOM,
}
"""How each kind of motion is built; first the simplest."""


# -------------------------------------------------------------------------------------------------- what any sensor has


_OF_ANY: dict[str, st.SearchStrategy[object]] = {"observe": st.just(["last_action"])}
_OF_GLIMPSES: dict[str, st.SearchStrategy[object]] = {
    "noise": st.floats(0, 1),
    "dropout": st.floats(0, 0.9),
    "memory": st.sampled_from(["canvas", "history"]),
}
_EXTRAS = {
    False: st.fixed_dictionaries({}, optional=_OF_ANY),
    True: st.fixed_dictionaries({}, optional=_OF_GLIMPSES | _OF_ANY),
}


def draw_extras(draw: st.DrawFn, options: Options, *, has_glimpses: bool) -> Fields:
    """Draw what any sensor can have besides, some of it left out, or all.

    Args:
        draw: Given by Hypothesis.
        options: What it looks at.
        has_glimpses: Whether it tells the shape of its glimpses; what is done to these is left out where it does not.
    """
    if not draw(st.booleans()):
        return {}
    extras = draw(_EXTRAS[has_glimpses])
    if draw(st.booleans()):
        extras["periphery"] = [draw(st.integers(1, side)) for side in options.image_size]
    return extras
