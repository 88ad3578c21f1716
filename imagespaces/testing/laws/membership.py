"""``contains`` always answers, with a bool: yes to images, no to all that has another shape, type or range."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.pixels import PIXEL_RANGE
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import expect_no, expect_same, expect_yes, sampled
from imagespaces.testing.law import always, law

__all__ = ["bounded_by_the_type", "contains_answers", "strangers_are_not_contained"]


@law(always)
def bounded_by_the_type(space: ImageSpace) -> None:
    """Values go from 0 to 1, or from 0 to 255, in every place, and both ends are allowed."""
    for name, bound in zip(("low", "high"), PIXEL_RANGE[space.dtype.name], strict=True):
        expected = np.full((space.height, space.width, space.channels), bound, space.dtype)
        expect_same(np.array(getattr(space, name)), expected, f"the bound {name!r}")
        expect_yes(space.contains(expected), f"whether an image of {bound} everywhere is in the space")
    expect_yes(space.is_bounded(), "whether the space is bounded")


@law(always)
def contains_answers(space: ImageSpace, seed: int) -> None:
    """``contains`` and ``in`` give True for samples, and False for all that is no array, lists of pixels included."""
    image = sampled(space, seed, 1)[0]
    expect_yes(space.contains(image), "whether a sample is in the space")
    expect_yes(image in space, "whether a sample is in the space, asked with `in`")
    things: tuple[Any, ...] = (
        None,
        0,
        0.5,
        True,
        "image",
        b"",
        [],
        {},
        object(),
        type(space),
        image.tolist(),
        tuple(image),
        [image],
    )
    for thing in things:
        expect_no(space.contains(thing), f"whether a {type(thing).__name__} is in the space")


@law(always)
def strangers_are_not_contained(space: ImageSpace, seed: int) -> None:
    """Arrays of another shape or type are not in the space, nor those with NaN or a value out of range."""
    image = sampled(space, seed, 1)[0]
    for what, stranger in _strangers(image):
        expect_no(space.contains(stranger), f"whether an array {what} is in the space")


def _strangers(image: NDArray[Any]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Give arrays that are nearly an image, and how they differ."""
    for kind in ("float16", "float32", "float64", "int8", "uint8", "int32", "int64", "bool", "object"):
        if kind == image.dtype.name:
            continue
        yield f"of {kind}", image.astype(kind)
    yield "with one axis more", image[None]
    yield "with one axis less", image[..., 0]
    yield "of no size", image[:0]
    yield "with one row more", np.concatenate((image, image[:1]))
    yield "with one channel more", np.concatenate((image, image[..., :1]), axis=-1)
    if image.shape[0] != image.shape[1]:
        yield "with its axes swapped", image.swapaxes(0, 1)
    if image.dtype == np.float32:
        for value in (-1e-6, np.nextafter(np.float32(1), np.float32(2)), 255.0, np.nan, np.inf, -np.inf):
            changed = image.copy()
            changed.reshape(-1)[-1] = value
            yield f"with the value {value}", changed
