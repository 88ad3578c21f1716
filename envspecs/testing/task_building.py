"""How tasks and losses are built."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from hypothesis import strategies as st

from envspecs.testing.building import loss_of
from envspecs.testing.describing import Fields
from envspecs.testing.options import NOTHING, Builder, Options

__all__ = ["LOSSES", "TASKS"]

_FEW = 200
"""So many places can be compared with one another in no time."""


# --------------------------------------------------------------------------------------------------------------- tasks

_NONE: st.SearchStrategy[Fields] = st.just({"kind": "none"})


@st.composite
def _of_classes(draw: st.DrawFn, kind: str) -> Fields:
    return {"kind": kind, "loss": draw(loss_of("logits"))}


_CLASSIFICATION, _INVERTED_CLASSIFICATION = _of_classes("classification"), _of_classes("inverted_classification")


def _classification(options: Options) -> st.SearchStrategy[Fields]:
    return _CLASSIFICATION if options.classes > 1 else NOTHING


def _inverted_classification(options: Options) -> st.SearchStrategy[Fields]:
    return _INVERTED_CLASSIFICATION if options.classes > 1 else NOTHING


@st.composite
def _localizations(draw: st.DrawFn, *, has_few: bool) -> Fields:
    targets = draw(_TARGETS) if has_few else "uniform"
    return {"kind": "localization", "loss": draw(loss_of("numbers")), "targets": targets}


_TARGETS = st.sampled_from(["uniform", "distinctive"])
_FEW_PLACES, _MANY_PLACES = _localizations(has_few=True), _localizations(has_few=False)


def _localization(options: Options) -> st.SearchStrategy[Fields]:
    """Build tasks whose targets are among few candidates, which are quick to compare, or anywhere."""
    if options.coverage is None or math.inf in options.coverage or min(options.image_size) == 1:
        return NOTHING
    candidates = math.prod(math.ceil(2 / (0.2 * each)) for each in options.coverage)
    return _FEW_PLACES if candidates <= _FEW else _MANY_PLACES


@lru_cache(maxsize=2)
def _finds(*, can_show: bool) -> st.SearchStrategy[Fields]:
    """Build tasks of finding whatever masks tell of."""
    fields = {"kind": st.just("find"), "share": st.none() | st.floats(0.1, 1), "bonus": st.floats(0, 2)}
    return st.fixed_dictionaries(fields | ({"shown": st.booleans()} if can_show else {}))


def _find(options: Options) -> st.SearchStrategy[Fields]:
    """Build tasks of finding things, which sensors show that can show them."""
    return _finds(can_show=options.coverage is not None) if options.has_masks else NOTHING


@st.composite
def _hiding(draw: st.DrawFn) -> Fields:
    return {
        "kind": "hide_and_seek",
        "hide_from": draw(_FOES),
        "prediction": draw(st.booleans()),
        "loss": draw(loss_of("logits")),
    }


_FOES = st.sampled_from([[0], [1], [1, 0], []]).map(list)
_HIDE_AND_SEEK = _hiding()


def _hide_and_seek(options: Options) -> st.SearchStrategy[Fields]:
    return _HIDE_AND_SEEK if options.knows_objects and options.classes > 1 else NOTHING


@st.composite
def _regressions(draw: st.DrawFn, numbers: tuple[str, ...]) -> Fields:
    factors = draw(st.lists(st.sampled_from(numbers), min_size=1, max_size=3, unique=True))
    return {"kind": "regression", "factors": factors, "loss": draw(loss_of("numbers"))}


def _regression(options: Options) -> st.SearchStrategy[Fields]:
    return _regressions(options.numbers) if options.numbers else NOTHING


def _draw_size(draw: st.DrawFn, options: Options) -> list[int] | None:
    """Draw the size of predictions of pixels, up to that of the images, or None."""
    return [draw(st.integers(1, side)) for side in options.image_size] if draw(st.booleans()) else None


@st.composite
def _reconstruction(draw: st.DrawFn, options: Options) -> Fields:
    return {
        "kind": "reconstruction",
        "size": _draw_size(draw, options),
        "unseen_only": draw(st.booleans()),
        "loss": draw(loss_of("pixels")),
    }


@st.composite
def _segmentations(draw: st.DrawFn, options: Options) -> Fields:
    return {"kind": "segmentation", "size": _draw_size(draw, options), "loss": draw(loss_of("logits of pixels"))}


def _segmentation(options: Options) -> st.SearchStrategy[Fields]:
    return _segmentations(options) if options.has_masks else NOTHING


TASKS: Mapping[str, Builder] = {
    "none": lambda _options: _NONE,
    "classification": _classification,
    "inverted_classification": _inverted_classification,
    "localization": _localization,
    "find": _find,
    "hide_and_seek": _hide_and_seek,
    "regression": _regression,
    "reconstruction": _reconstruction,
    "segmentation": _segmentation,
}
"""How each kind of task is built; first the simplest, of which there is least to draw."""


# -------------------------------------------------------------------------------------------------------------- losses


def _loss(kind: str, **fields: st.SearchStrategy[object]) -> Builder:
    """Give how a loss is built that may be normalised."""
    built = st.fixed_dictionaries({"kind": st.just(kind), "normalized": st.booleans(), **fields})
    return lambda _options: built


LOSSES: Mapping[str, Builder] = {
    "cross_entropy": _loss("cross_entropy"),
    "squared_error": _loss("squared_error"),
    "error_probability": _loss("error_probability"),
    "root_mean_squared_error": _loss("root_mean_squared_error", scale=st.sampled_from([255, 1])),
    "pixel_cross_entropy": _loss("pixel_cross_entropy"),
}
"""How each kind of loss is built."""
