"""How sensors and motions are built."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from hypothesis import strategies as st

from envspecs.testing.building import Builder, Options, motion_of
from envspecs.testing.describing import Fields

__all__ = ["MOTIONS", "SENSORS", "extras"]

_STARTS = st.one_of(st.sampled_from(["center", "random"]), st.lists(st.floats(-1, 1), min_size=2, max_size=2))


@st.composite
def _glimpses(draw: st.DrawFn, options: Options) -> Fields:
    height, width = options.image_size
    scale = draw(st.one_of(st.just(1.0), st.floats(0.25, min(height, width))))
    size = [draw(st.integers(1, int(side / scale))) for side in (height, width)]
    return {
        "kind": "glimpse",
        "size": size,
        "scale": scale,
        "motion": draw(motion_of(2, options)),
        "start": draw(_STARTS),
        "border": draw(st.sampled_from(["clamp", "pad"])),
    }


@st.composite
def _zooms(draw: st.DrawFn, options: Options) -> Fields:
    shorter = min(options.image_size)
    grid = draw(st.integers(1, min(3, shorter)))
    patch = draw(st.integers(1, shorter // grid))
    return {
        "kind": "zoom",
        "patch": patch,
        "grid": grid,
        "filter": draw(st.sampled_from(["bilinear", "area"])),
        "motion": draw(motion_of(3, options)),
        "start": draw(_STARTS),
        "start_scale": draw(st.one_of(st.floats(0, 1), st.just("random"))),
    }


@st.composite
def _foveae(draw: st.DrawFn, options: Options) -> Fields:
    scale = draw(st.sampled_from([1.0, 0.5, 1.5] if min(options.image_size) > 1 else [1.0, 0.5]))
    size = [draw(st.integers(1, max(1, int(side / scale)))) for side in options.image_size]
    return {
        "kind": "foveated",
        "size": size,
        "levels": draw(st.integers(1, 4)),
        "factor": draw(st.sampled_from([2.0, 1.0, 1.5, 3.0])),
        "scale": scale,
        "motion": draw(motion_of(2, options)),
        "start": draw(_STARTS),
    }


def _full(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "full"})


def _absolute_zoom(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "absolute_zoom"})


def _relative_zoom(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {
            "kind": st.just("relative_zoom"),
            "max_step": st.one_of(steps, st.lists(steps, min_size=2, max_size=2)),
            "max_zoom": st.floats(0.01, 1),
        }
    )


def _relative(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    pairs = st.lists(steps, min_size=2, max_size=2)
    return st.fixed_dictionaries({"kind": st.just("relative"), "max_step": st.one_of(steps, pairs)})


def _absolute(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "absolute"})


def _discrete(_options: Options) -> st.SearchStrategy[Fields]:
    steps = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {
            "kind": st.just("discrete"),
            "directions": st.sampled_from([4, 8]),
            "stay": st.booleans(),
            "step": st.one_of(steps, st.lists(steps, min_size=2, max_size=2)),
        }
    )


def _velocity(_options: Options) -> st.SearchStrategy[Fields]:
    lengths = st.floats(0.01, 2)
    return st.fixed_dictionaries(
        {"kind": st.just("velocity"), "max_speed": lengths, "max_acceleration": lengths, "friction": st.floats(0, 1)}
    )


@lru_cache(maxsize=1024)
def extras(options: Options) -> st.SearchStrategy[Fields]:
    """Build what any sensor can have besides, some of it left out."""
    height, width = options.image_size
    return st.fixed_dictionaries(
        {},
        optional={
            "noise": st.floats(0, 1),
            "dropout": st.floats(0, 0.9),
            "periphery": st.tuples(st.integers(1, height), st.integers(1, width)).map(list),
            "memory": st.sampled_from(["canvas", "history"]),
            "observe": st.just(["last_action"]),
        },
    )


SENSORS: Mapping[str, Builder] = {"full": _full, "glimpse": _glimpses, "zoom": _zooms, "foveated": _foveae}
"""How each kind of sensor is built; first the simplest, of which there is least to draw."""

MOTIONS: Mapping[str, Builder] = {
    "absolute": _absolute,
    "relative": _relative,
    "discrete": _discrete,
    "velocity": _velocity,
    "absolute_zoom": _absolute_zoom,
    "relative_zoom": _relative_zoom,
}
"""How each kind of motion is built; first the simplest."""
