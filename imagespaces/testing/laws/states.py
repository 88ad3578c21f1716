"""Indices are global: state + number of states × draw. States enumerate the finite factors, draws key the others."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import Finite, Interval
from imagespaces.factors.stepped import Stepped
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, all_images, expect, expect_alike, expect_refusal, expect_same
from imagespaces.testing.excuses import MAY_REPEAT
from imagespaces.testing.law import computed, has_instances, law, small, unbounded

__all__ = [
    "draws_keep_the_state",
    "one_to_one",
    "size_counts_states",
    "state_of_inverts_at",
    "states_differ",
    "states_in_mixed_radix",
    "stream_keys_the_draws",
    "unbounded_has_no_inverse",
]


@law(has_instances)
def size_counts_states(space: ImageSpace) -> None:
    """A finite space has as many instances as states; with an interval there is no end of them."""
    has_interval = not all(isinstance(factor, Finite) for factor in space.factors.values())
    expect_alike(space.size, None if has_interval else space.num_states, "the size")


@law(has_instances, one_by_one=True)
def states_in_mixed_radix(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Where all combinations of finite factors are states, these count them, the first factor fastest."""
    finite_factors = [factor for factor in space.factors.values() if isinstance(factor, Finite)]
    if math.prod(factor.size for factor in finite_factors) != space.num_states:
        return  # some combinations are no states: which ones, the space alone knows
    values, rest = space.instances(indices).factors, indices % space.num_states
    for factor in finite_factors:
        rest, codes = np.divmod(rest, factor.size)
        expect_same(factor.encode(values[factor.name]), codes, f"the code of factor {factor.name!r}")


@law(has_instances)
def states_differ(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Two states differ in the value of a finite factor."""
    values = space.instances(indices).factors
    names = [name for name, factor in space.factors.items() if isinstance(factor, Finite)]
    seen: dict[tuple[object, ...], int] = {}
    for place, state in enumerate((indices % space.num_states).tolist()):
        row = tuple(values[name][place].item() for name in names)
        expect(seen.setdefault(row, state) == state, f"states {seen[row]} and {state} both have {names} {row}")


@law(unbounded)
def draws_keep_the_state(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Another draw of a state has the same finite values and the same label, and other values of the intervals."""
    states = indices % space.num_states
    first, later = space.instances(states), space.instances(states + space.num_states)
    for name, factor in space.factors.items():
        if isinstance(factor, Finite):
            expect_same(later.factors[name], first.factors[name], f"factor {name!r} of another draw")
        elif _is_continuous(factor):
            alike = later.factors[name] == first.factors[name]
            expect(not alike.any(), f"factor {name!r} of states {states[alike][:1]} is the same in two draws")
    if first.labels is not None and later.labels is not None:
        expect_same(later.labels, first.labels, "the label of another draw")


@law(has_instances)
def stream_keys_the_draws(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Another stream gives other values of the intervals, and leaves finite values as they are."""
    if "stream" not in space.parameters():
        return
    here, there = space.instances(indices), again(space, stream=space.stream + 1).instances(indices)
    for name, factor in space.factors.items():
        if isinstance(factor, Finite):
            expect_same(there.factors[name], here.factors[name], f"factor {name!r} in another stream")
        elif _is_continuous(factor):
            expect((there.factors[name] != here.factors[name]).any(), f"factor {name!r} is the same in another stream")


@law(computed)
def one_to_one(space: ImageSpace) -> None:
    """No two states of a computed space give the same image, unless it says so by ``may_repeat = True``."""
    seen: dict[bytes, int] = {}
    for state, image in all_images(space):
        other = seen.setdefault(image, state)
        expect(other == state, f"states {other} and {state} give the same image; {MAY_REPEAT}")


@law(small)
def state_of_inverts_at(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """``state_of`` finds the state of every image and refuses others; where two states share one it names them."""
    images = space.instances(indices).images
    try:
        states = [space.state_of(image) for image in images]
    except ValueError as error:
        named = [int(word) for word in str(error).split() if word.isdigit()]
        alike = len(named) == 2 and np.array_equal(*space.instances(named).images)
        expect(alike, f"state_of refuses images of the space: {error}")
        return
    expect_alike(states, indices.tolist(), "what state_of finds")
    for stranger in (images[0][..., None], images[0].astype(np.float64), None):
        expect_refusal(space.state_of, stranger, error=ValueError)


@law(unbounded)
def unbounded_has_no_inverse(space: ImageSpace) -> None:
    """``state_of`` is refused where images have no end."""
    expect_refusal(space.state_of, space.at(0).image, error=ValueError, shows=repr(space))


def _is_continuous(factor: Interval) -> bool:
    """Tell whether two draws of a factor are never alike."""
    return factor.scale != "integer" and not isinstance(factor, Stepped)
