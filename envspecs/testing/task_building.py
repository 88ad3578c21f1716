"""How tasks and losses are built."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hypothesis import strategies as st

from envspecs.testing.building import Builder, Options, loss_of
from envspecs.testing.describing import Fields

__all__ = ["LOSSES", "TASKS"]

_FEW = 200
"""So many places can be compared with one another in no time."""


def _classification(options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("classification"), "loss": loss_of("logits", options)})


def _localization(options: Options) -> st.SearchStrategy[Fields]:
    """Build tasks whose targets are among few candidates, which are quick to compare, or anywhere."""
    if options.coverage is None or math.inf in options.coverage or min(options.image_size) == 1:
        return st.nothing()
    candidates = math.prod(math.ceil(2 / (0.2 * each)) for each in options.coverage)
    targets = ["uniform", "distinctive"] if candidates <= _FEW else ["uniform"]
    fields = {"kind": st.just("localization"), "loss": loss_of("numbers", options)}
    return st.fixed_dictionaries(fields | {"targets": st.sampled_from(targets)})


def _find(options: Options) -> st.SearchStrategy[Fields]:
    """Build tasks of finding whatever masks tell of; it is shown by sensors that can show it."""
    if not options.has_masks:
        return st.nothing()
    shown = st.just(value=False) if options.coverage is None else st.booleans()
    fields = {"kind": st.just("find"), "share": st.none() | st.floats(0.1, 1), "bonus": st.floats(0, 2)}
    return st.fixed_dictionaries(fields | {"shown": shown})


def _inverted_classification(options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("inverted_classification"), "loss": loss_of("logits", options)})


def _hide_and_seek(options: Options) -> st.SearchStrategy[Fields]:
    if not options.knows_objects:
        return st.nothing()
    return st.fixed_dictionaries(
        {
            "kind": st.just("hide_and_seek"),
            "hide_from": st.sampled_from([[0], [1], [1, 0], []]),
            "prediction": st.booleans(),
            "loss": loss_of("logits", options),
        }
    )


def _regression(options: Options) -> st.SearchStrategy[Fields]:
    if not options.numbers:
        return st.nothing()
    factors = st.lists(st.sampled_from(options.numbers), min_size=1, max_size=3, unique=True)
    fields = {"kind": st.just("regression"), "loss": loss_of("numbers", options)}
    return st.fixed_dictionaries(fields | {"factors": factors})


def _none(_options: Options) -> st.SearchStrategy[Fields]:
    return st.just({"kind": "none"})


def _sizes(options: Options) -> st.SearchStrategy[list[int] | None]:
    """Build sizes of predictions of pixels, up to those of the images."""
    return st.none() | st.tuples(*(st.integers(1, side) for side in options.image_size)).map(list)


def _reconstruction(options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries(
        {
            "kind": st.just("reconstruction"),
            "size": _sizes(options),
            "unseen_only": st.booleans(),
            "loss": loss_of("pixels", options),
        }
    )


def _segmentation(options: Options) -> st.SearchStrategy[Fields]:
    if not options.has_masks:
        return st.nothing()
    fields = {"kind": st.just("segmentation"), "size": _sizes(options), "loss": loss_of("logits of pixels", options)}
    return st.fixed_dictionaries(fields)


def _cross_entropy(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("cross_entropy"), "normalized": st.booleans()})


def _squared_error(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("squared_error"), "normalized": st.booleans()})


def _error_probability(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("error_probability"), "normalized": st.booleans()})


def _root_mean_squared_error(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries(
        {
            "kind": st.just("root_mean_squared_error"),
            "scale": st.sampled_from([255, 1]),
            "normalized": st.booleans(),
        }
    )


def _pixel_cross_entropy(_options: Options) -> st.SearchStrategy[Fields]:
    return st.fixed_dictionaries({"kind": st.just("pixel_cross_entropy"), "normalized": st.booleans()})


TASKS: Mapping[str, Builder] = {
    "none": _none,
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

LOSSES: Mapping[str, Builder] = {
    "cross_entropy": _cross_entropy,
    "squared_error": _squared_error,
    "error_probability": _error_probability,
    "root_mean_squared_error": _root_mean_squared_error,
    "pixel_cross_entropy": _pixel_cross_entropy,
}
"""How each kind of loss is built."""
