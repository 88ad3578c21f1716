"""A space is its kind and its parameters: so it is compared, shown, pickled and copied."""

from __future__ import annotations

import copy
import operator
import pickle
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from gymnasium.spaces import Box
from numpy.typing import NDArray

from imagespaces.bank import Bank
from imagespaces.pixels import PIXEL_RANGE
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_alike, expect_refusal, expect_same
from imagespaces.testing.law import always, bankable, has_instances, law
from imagespaces.testing.varying import neighbours
from imagespaces.testing.wording import words_of

__all__ = [
    "copying_continues",
    "equal_by_kind_and_parameters",
    "parameters_are_kept",
    "pickled_as_its_recipe",
    "pickling_continues",
    "repr_evaluates_back",
    "unhashable",
]


@law(always)
def parameters_are_kept(space: ImageSpace, seed: int) -> None:
    """Every parameter is an attribute of its name, and a space made of them has the same."""
    parameters = space.parameters()
    expect("seed" not in parameters, "the seed counts as a parameter")
    for name in parameters:
        expect(hasattr(space, name), f"parameter {name!r} is no attribute")
    expect_alike(again(space, seed=seed).parameters(), parameters, "what a space made anew has for parameters")


@law(always)
def equal_by_kind_and_parameters(space: ImageSpace, seed: int) -> None:
    """Spaces are equal if their kinds and parameters are, however they are seeded; to all else they are unequal."""
    twin = again(space, seed=seed)
    twin.sample()
    expect(all(_equalities(space, twin)), "a space made of the same parameters is not equal")
    for what, other in _different(space):
        expect(not any(_equalities(space, other)), f"the space is equal to {what}")


@law(always)
def unhashable(space: ImageSpace) -> None:
    """Spaces can change (they have a random stream), and so have no hash, as Gymnasium's have none."""
    expect_refusal(hash, space, error=TypeError)


@law(always)
def repr_evaluates_back(space: ImageSpace) -> None:
    """The ``repr`` is an expression that makes an equal space."""
    found = eval(repr(space), words_of(space))  # noqa: S307 - the law is about eval
    expect(found == space, f"{space!r} makes another space")


@law(always)
def pickling_continues(space: ImageSpace, seed: int) -> None:
    """A pickled space is equal, and continues the random stream, by itself."""
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        _expect_to_continue(space, seed, partial(_pickled, protocol=protocol), "a pickled space")


@law(has_instances)
def pickled_as_its_recipe(space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
    """What is rendered does not travel: a space that was used is pickled as a new one is."""
    fresh = again(space, seed=seed)
    before = len(pickle.dumps(fresh))
    fresh.instances(indices)
    if bankable(fresh):
        Bank.of(fresh)
    after = len(pickle.dumps(fresh))
    expect(after == before, f"the space is pickled in {before} bytes, and in {after} once it was used")


@law(always)
def copying_continues(space: ImageSpace, seed: int) -> None:
    """A deep copy is equal, and continues the random stream, by itself."""
    _expect_to_continue(space, seed, copy.deepcopy, "a deep copy")


def _pickled(space: ImageSpace, protocol: int) -> Any:
    return pickle.loads(pickle.dumps(space, protocol))  # noqa: S301 - of what was dumped here


def _expect_to_continue(space: ImageSpace, seed: int, remake: Callable[[Any], Any], what: str) -> None:
    first, untouched = again(space, seed=seed), again(space, seed=seed)
    for each in (first, untouched):
        each.sample()
    second = remake(first)
    expect(type(second) is type(space) and second == space, f"{what} is {second!r}")
    for image in [untouched.sample() for _ in range(3)]:
        expect_same(second.sample(), image, f"a sample of {what}")
        expect_same(first.sample(), image, f"a sample of the original of {what}")


def _equalities(one: object, other: object) -> list[bool]:
    """Ask in every way whether two things are equal."""
    return [one == other, other == one, not operator.ne(one, other), not operator.ne(other, one)]


def _different(space: ImageSpace) -> list[tuple[str, object]]:
    low, high = PIXEL_RANGE[space.dtype.name]
    others: list[tuple[str, object]] = [
        ("a Box of the same shape and range", Box(low, high, space.shape, space.dtype.type)),
        ("None", None),
        ("its name", repr(space)),
        ("images of another size", ImageSpace(space.height + 1, space.width, space.channels, dtype=space.dtype)),
    ]
    if type(space) is not ImageSpace:
        others.append(("all images of its shape", ImageSpace(*space.shape, dtype=space.dtype)))
    return others + list(neighbours(space))
