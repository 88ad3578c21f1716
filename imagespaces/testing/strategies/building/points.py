"""Points that show the values of numbers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from hypothesis import strategies as st

from imagespaces.generated.points import Points
from imagespaces.testing.strategies.building.variations import divided, varied
from imagespaces.testing.strategies.kinds import Kind, Options
from imagespaces.testing.strategies.sizes import sizes

__all__ = ["POINTS"]

_LEAST = 13
_PANELS = st.sampled_from([[("x", "y"), ("u",)], [("x",), ("u", "v")]])
_SPREAD: st.SearchStrategy[Any] = st.sampled_from([0.4, (0.3, 0.5)])
_TILT: st.SearchStrategy[Any] = st.sampled_from([0.0, 0.5, (-0.5, 0.5)])


@st.composite
def _build(draw: st.DrawFn, options: Options) -> Points:
    count = draw(st.integers(1, min(2, options.max_pixels // _LEAST**2)))
    height, width = draw(sizes(options.max_pixels // count, least=_LEAST))
    panels = draw(_PANELS)[:count]
    first = panels[0]
    on_grid = options.labelled or draw(st.booleans())
    channels = draw(st.sampled_from([1, 3]))
    space = Points(
        panels=panels,
        bounds=draw(st.sampled_from([(-1.0, 1.0), (0.0, 2.0)])),
        height=height,
        width=count * width,
        radius=draw(st.sampled_from([2.0, 2.5])),
        target=draw(_targets(first)),
        on_top=draw(st.sampled_from(["target", "agent"])),
        regions=draw(_regions(first[0])),
        grid=2 if on_grid else draw(st.sampled_from([None, 2])),
        on_grid=on_grid,
        deviation=draw(_deviations(first)),
        correlation=draw(_TILT),
        padding=draw(st.sampled_from([0.0, 1.0])),
        channels=channels,
        transforms=draw(varied(channels=channels, objects=False)),
        label=draw(_labels(first[0], options.labelled)) if on_grid else None,
        dtype=draw(options.dtypes),
        stream=draw(options.streams),
    )
    return divided(draw, space)


@lru_cache
def _targets(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, float] | None]:
    return st.none() | st.fixed_dictionaries({name: st.sampled_from([0.5, 1.0]) for name in names})


@lru_cache
def _regions(name: str) -> st.SearchStrategy[Any]:
    return st.sampled_from([{}, {"half": {name: (0.0, 1.0)}}])


@lru_cache
def _deviations(names: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.none() | _SPREAD | st.fixed_dictionaries(dict.fromkeys(names, _SPREAD))


@lru_cache
def _labels(name: str, labelled: bool) -> st.SearchStrategy[str | None]:  # noqa: FBT001 - keys of a cache
    return st.just(name) if labelled else st.sampled_from([None, name])


POINTS = Kind(_LEAST**2, _build, labels=True)
"""Points, in one panel or two."""
