"""What builds parts of task files: how each kind is built, and the choice among those that fit.

A part's builder asks here for the parts within it, of any kind, plugins' included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from hypothesis import strategies as st

from envspecs.registry import kinds
from envspecs.specs.base import Kind
from envspecs.testing.describing import Fields
from envspecs.testing.options import NOTHING, Builder, Options
from envspecs.testing.plugins import by_fields, named_strategy
from imagespaces.plugins import looked_up_once

__all__ = ["KINDS", "any_of", "builders", "fitting", "loss_of", "motion_of"]


KINDS: Mapping[str, dict[str, Builder]] = {
    "envspecs.sensors": {},
    "envspecs.motions": {},
    "envspecs.tasks": {},
    "envspecs.losses": {},
}
"""How each kind of part but spaces is built, by group and kind."""


def builders(group: str, only: Iterable[str] | None = None) -> dict[str, Builder]:
    """Give how each kind of a group is built that is registered, or some of these; plugins' kinds come last.

    Raises:
        PluginError: If what a kind names as its strategy is none.
    """
    registered = kinds(group)
    own = {kind: build for kind, build in KINDS[group].items() if kind in registered}
    others = {kind: _builder_of(model) for kind, model in registered.items() if kind not in own}
    every = own | {kind: build for kind, build in others.items() if build is not None}
    return every if only is None else {kind: every[kind] for kind in every if kind in only}


@looked_up_once
def _builder_of(model: type[Kind]) -> Builder | None:
    """Give how a kind is built that is not entered here: as it says itself, or by its fields if they say enough."""
    named: Builder | None = named_strategy(model, callable, "a function of Options")
    return by_fields(model, _any_certain) if named is None else named


def _any_certain(group: str, options: Options) -> st.SearchStrategy[Fields]:
    """Build a part of any kind but those that are built by their fields, where parts could be within themselves."""
    registered = kinds(group)
    return any_of(group, options, [kind for kind in registered if _is_certain(group, registered[kind], kind)])


def _is_certain(group: str, model: type[Kind], kind: str) -> bool:
    return kind in KINDS[group] or model.strategy is not None


def fitting(builders: Iterable[Builder], options: Options) -> list[st.SearchStrategy[Fields]]:
    """Give the strategies of those that fit."""
    built = (build(options) for build in builders)
    return [strategy for strategy in built if strategy is not NOTHING]


def any_of(group: str, options: Options, only: Iterable[str] | None = None) -> st.SearchStrategy[Fields]:
    """Build a part of any kind, or of some, that is both registered and known here."""
    return _one_of(tuple(fitting(builders(group, only).values(), options)))


def motion_of(axes: int, options: Options) -> st.SearchStrategy[Fields]:
    """Build a motion of positions with so many axes."""
    models = kinds("envspecs.motions")
    return any_of("envspecs.motions", options, [kind for kind in models if getattr(models[kind], "axes", 2) == axes])


def loss_of(predicted: str) -> st.SearchStrategy[Fields]:
    """Build a loss of predictions of a kind; losses know nothing of images."""
    models = kinds("envspecs.losses")
    scoring = [kind for kind in models if getattr(models[kind], "scores", "") == predicted]
    return any_of("envspecs.losses", Options((1, 1)), scoring)


# Hypothesis looks a strategy over before it is first drawn from, which takes longer than to draw: strategies are kept.


@lru_cache(maxsize=1024)
def _one_of(strategies: tuple[st.SearchStrategy[Fields], ...]) -> st.SearchStrategy[Fields]:
    return st.one_of(strategies)
