"""Splits share a space out: every instance is in the whole, and in one of the named parts, where there are any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from imagespaces.factors import ExplicitSplit, Finite
from imagespaces.factors.regions import Condition
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import expect, expect_alike, expect_refusal, expect_same_instances, take
from imagespaces.testing.excuses import MAY_LACK
from imagespaces.testing.law import divided_by_regions, has_instances, law

__all__ = [
    "held_out_values_stay_out",
    "only_known_splits",
    "splits_are_disjoint",
    "splits_are_drawn_from",
    "splits_keep_to_themselves",
]

_WHOLE = "all"


@law(has_instances)
def splits_are_disjoint(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """Every instance is in ``"all"``, in no two other splits, and in one unless ``splits_cover = False``."""
    member = {name: split.contains(indices) for name, split in space.splits.items()}
    expect(_WHOLE in member, f"there is no split {_WHOLE!r}, only {sorted(member)}")
    expect(member.pop(_WHOLE).all(), f"split {_WHOLE!r} lacks instances")
    if member:
        counts = np.sum(list(member.values()), axis=0)
        for index, count in zip(indices.tolist(), counts.tolist(), strict=True):
            expect(
                count == 1 or (count == 0 and not space.splits_cover),
                f"index {index} is in {count} of the splits {sorted(member)}{'' if count else '; ' + MAY_LACK}",
            )


@law(has_instances)
def splits_keep_to_themselves(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """``at`` and ``instances`` of a split give its members as they are, and refuse all others, naming both."""
    many = space.instances(indices)
    for name in space.splits:
        inside = space.split(name).contains(indices)
        members = space.instances(indices[inside], split=name)
        expect_same_instances(members, take(many, np.flatnonzero(inside)), f"instances of split {name!r}")
        for index in indices[~inside].tolist():
            for call, argument in ((space.at, index), (space.instances, [index])):
                expect_refusal(call, argument, name, error=ValueError, shows=f"{index} is not in split {name!r}")


@law(has_instances)
def splits_are_drawn_from(space: ImageSpace, seed: int) -> None:
    """The members of a split are numbered without gaps: a rank is an index of it, and no two are one but by weights."""
    for name, split in space.splits.items():
        drawn = np.random.default_rng(seed).integers(split.size, size=8)
        ranks = np.unique([0, split.size - 1, *drawn])
        indices = split.indices(ranks)
        expect(split.contains(indices).all(), f"ranks {ranks} of split {name!r} are indices {indices}, some not in it")
        given = len(ranks) if not split.repeats else len(np.unique(indices))
        expect_alike(len(np.unique(indices)), given, f"how many indices ranks {ranks} of split {name!r} give")
        space.instances(indices, split=name)
    total = sum((split.measure for name, split in space.splits.items() if name != _WHOLE), start=0)
    expect(
        total in {0, 1} or (total < 1 and not space.splits_cover),
        f"the splits' shares of the space add up to {total}{'; ' + MAY_LACK if total < 1 else ''}",
    )


@law(divided_by_regions)
def held_out_values_stay_out(space: ImageSpace, indices: NDArray[np.int64]) -> None:
    """A split that is written down has the instances whose factor values lie in its region, and no others."""
    values, partition = space.factor_values(indices), space.partition
    if not isinstance(partition, ExplicitSplit):
        return
    for name, region in partition.regions(space.domain).items():
        lies_in = region.evaluate(lambda condition: _holds(space, condition, values))
        member = space.split(name).contains(indices)
        for index, inside, counted in zip(indices.tolist(), lies_in.tolist(), member.tolist(), strict=True):
            expect(
                inside == counted,
                f"the values of index {index} are {'in' if inside else 'not in'} the region of split {name!r}, "
                f"{region!r}, of which it is {'one' if counted else 'none'}",
            )


def _holds(space: ImageSpace, condition: Condition, values: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """Tell which values, ``[B]``, meet a condition on one factor."""
    factor, found = space.factors[condition.name], values[condition.name]
    if isinstance(factor, Finite):
        codes = found if factor.categorical else factor.encode(found)
        return np.asarray(condition.codes(factor)[codes])
    ranges = condition.ranges(factor)
    return np.asarray(np.any([(low <= found) & (found < high) for low, high in ranges], axis=0))


@law(has_instances)
def only_known_splits(space: ImageSpace) -> None:
    """A split that the space does not have is refused, showing those that it has."""
    for call, arguments in ((space.split, []), (space.at, [0]), (space.instances, [[0]])):
        expect_refusal(call, *arguments, "no such split", error=ValueError, shows=repr(_WHOLE))
