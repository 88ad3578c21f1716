"""Each factor that is drawn has random numbers of its own: what else there is to be drawn changes none of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import lgamma
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Finite, Interval
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_alike
from imagespaces.testing.law import law, transformable, unbounded
from imagespaces.transforms import Brightness, Transform

__all__ = ["draws_are_spread", "factors_draw_apart", "transforms_draw_apart"]

_DRAWS = 16
_ROUNDING = 1e-9

_COMPARED = 64
_IMPROBABLE = 30.0
"""Runs of numbers are compared that rise together by chance less often than once in e³⁰ times."""

_MANY_DRAWS = 512
_EVENLY = 4096
_LIKELY, _LEAST = 0.1, 0.32
"""What a tenth of 512 draws or more should be is less than a third of that once in 10⁸ times."""


@law(unbounded)
def factors_draw_apart(space: ImageSpace, seed: int) -> None:
    """No two factors are drawn from the same random numbers: their values do not rise and fall together."""
    state = int(np.random.default_rng(seed).integers(space.num_states))
    values = space.factor_values(state + space.num_states * np.arange(_COMPARED))
    ranked = {factor.name: _ranks(values[factor.name]) for factor in space.domain.intervals}
    for (name, ranks), (other, others) in combinations(ranked.items(), 2):
        if _arrangements(ranks) + _arrangements(others) - _arrangements(np.arange(_COMPARED)) > _IMPROBABLE:
            together = _rise_together(ranks, others) or _rise_together(ranks, -others)
            expect(not together, f"factors {name!r} and {other!r} of state {state} are drawn from the same numbers")


def _ranks(values: NDArray[Any]) -> NDArray[np.int64]:
    """Give the places of values among those that differ, int64 ``[B]``."""
    return np.unique(values, return_inverse=True)[1].reshape(-1)


def _arrangements(ranks: NDArray[np.int64]) -> float:
    """Give the logarithm of the number of orders in which as many values, some of them alike, can come."""
    return lgamma(len(ranks) + 1) - sum(lgamma(count + 1) for count in np.bincount(ranks).tolist())


def _rise_together(ranks: NDArray[np.int64], others: NDArray[np.int64]) -> bool:
    """Tell whether neither of two runs of numbers falls where the other rises."""
    order = np.lexsort((others, ranks))
    return bool((np.diff(others[order]) >= 0).all())


@law(unbounded)
def draws_are_spread(space: ImageSpace, seed: int) -> None:
    """The values of a factor are drawn from all of its range, each quarter of its scale about as often as it should."""
    indices = np.random.default_rng(seed).integers(2**63, size=_MANY_DRAWS, dtype=np.uint64)
    values = space.factor_values(indices)
    for factor in space.domain.intervals:
        expected = _quarters(factor, factor.from_unit((np.arange(_EVENLY) + 0.5) / _EVENLY))
        found = _quarters(factor, values[factor.name])
        wanting = (expected >= _LIKELY) & (found < _LEAST * expected)
        shares = f"{found.round(3).tolist()}, not {expected.round(3).tolist()}"
        expect(not wanting.any(), f"the quarters of factor {factor.name!r} have the shares {shares}")


def _quarters(factor: Interval, values: NDArray[Any]) -> NDArray[np.float64]:
    """Give the shares of values in the quarters of a factor's scale, ``[4]``: of few values some have more."""
    return np.histogram(factor.to_unit(values), bins=4, range=(0, 1))[0] / len(values)


@law(transformable)
def transforms_draw_apart(space: ImageSpace, seed: int) -> None:
    """To add a transform, to leave one out, or to change their order, changes the values of no other factor."""
    plain: dict[str, Any] = {"partition": None} if "partition" in space.parameters() else {}
    here = again(space, **plain)
    for what, transforms in _variants(here.transforms):
        there = _allowed(here, transforms)
        if there is None:
            continue
        expect_alike(there.num_states, here.num_states, f"the number of states {what}")
        states = np.random.default_rng(seed).integers(here.num_states, size=_DRAWS)
        endless = here.size is None and there.size is None
        indices = states + here.num_states * np.arange(_DRAWS) if endless else states
        found, expected = _units(there, indices), _units(here, indices)
        for name in sorted(found.keys() & expected.keys()):
            alike = np.isclose(found[name], expected[name], rtol=0, atol=_ROUNDING)
            expect(alike.all(), f"factor {name!r} is drawn otherwise {what}, first at index {indices[~alike][:1]}")


def _allowed(space: ImageSpace, transforms: Sequence[Transform]) -> ImageSpace | None:
    """Make a space anew with other transforms; give nothing where they do not fit it, or one another."""
    try:
        return again(space, transforms=transforms)
    except ValueError:
        return None


def _units(space: ImageSpace, indices: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """Give the values of factors, of intervals as places in the range: a transform may leave shapes less room."""
    return {
        name: values if isinstance(factor := space.factors[name], Finite) else factor.to_unit(values)
        for name, values in space.factor_values(indices).items()
    }


def _variants(transforms: Sequence[Transform]) -> Iterator[tuple[str, list[Transform]]]:
    """Give other lists of transforms, and how they differ."""
    for place, left_out in enumerate(transforms):
        yield f"without {left_out!r}", [*transforms[:place], *transforms[place + 1 :]]
    if len(transforms) > 1:
        yield "with the transforms in reverse order", [*transforms][::-1]
    if not any(isinstance(transform, Brightness) for transform in transforms):
        yield "with Brightness() as well", [*transforms, Brightness()]
