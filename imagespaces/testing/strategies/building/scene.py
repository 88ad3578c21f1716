"""Scenes of one object, or of three and some distractors."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from imagespaces.generated.scene import Scene, SceneObject
from imagespaces.generated.scenes import Distractors, Drawn, Hsv, LeftOf, OddOneOut, Relation, Same
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["SCENE"]

_LEAST = 12
_RELATIONS: list[Relation] = [Same("shape"), OddOneOut("shape"), LeftOf("b", "a")]
_TURN = Drawn(0, 360, "circular")
_COLORS: list[Any] = ["red", ("red", "#0080ff"), Hsv(_TURN), Hsv((0, 120), value=Drawn(0.5, 1.0))]
_UNFIT = frozenset({"scale", "shear", "shift"})  # which the size of objects leaves no room for, or scenes do themselves


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Scene:
    height, width = draw(sizes(options.max_pixels, least=_LEAST))
    several = min(height, width) >= 2 * _LEAST
    channels = draw(st.sampled_from([1, 3]))
    space = Scene(
        height=height,
        width=width,
        objects=draw(_objects("abc" if several else "a", 0.25 if several else 0.55)),
        distractors=draw(_distractors()) if several else None,
        label=draw(_labels(several, options.labelled)),
        channels=channels,
        transforms=draw(varied(channels=channels, warped=False, without=_UNFIT)),
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


@lru_cache
def _labels(several: bool, labelled: bool) -> st.SearchStrategy[str | Relation | None]:  # noqa: FBT001 - keys of a cache
    none: list[str | Relation | None] = [] if labelled else [None]
    return st.sampled_from([*none, "a.shape", *(_RELATIONS if several else [])])


@lru_cache
def _distractors() -> st.SearchStrategy[Distractors | None]:
    return st.sampled_from([None, Distractors(SceneObject(size=0.25), [0, 1])])


@lru_cache
def _objects(names: str, size: float) -> st.SearchStrategy[dict[str, SceneObject]]:
    """Draw an object of each name; a single one may be at a place that is given, several are placed."""
    places: list[Any] = [None] if len(names) > 1 else [None, 0.0, Drawn(-0.05, 0.05)]
    one = st.builds(
        _object,
        size=st.sampled_from([size, Drawn(0.9 * size, size), Drawn(0.9 * size, size, "log")]),
        place=st.sampled_from(places),
        angle=st.sampled_from([0.0, 30.0, _TURN]),
        color=st.sampled_from(_COLORS),
        texture=st.sampled_from(["plain", "checks", ("plain", "dots")]),
        depth=st.sampled_from([0.0, Drawn(0, 1)]),
    )
    return st.fixed_dictionaries(dict.fromkeys(names, one))


def _object(*, place: Any, **attributes: Any) -> SceneObject:
    return SceneObject(shape=("circle", "square"), x=place, y=place, **attributes)


SCENE = Kind(_LEAST**2, _build, labels=True)
"""Scenes of objects."""
