"""The ids of a task spec's variants: the names of the chosen ones, in the order of their groups, before the version."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["choices", "variant_id"]

VERSION = re.compile(r"-v\d+$")


def variant_id(base: str, names: Iterable[str]) -> str:
    """Give the id of a variant.

    >>> variant_id("CircleSquare-v0", ["s20", "sparse"]), variant_id("mine", ["s20"])
    ('CircleSquare-s20-sparse-v0', 'mine-s20')
    """
    version = VERSION.search(base)
    stem = base[: version.start()] if version else base
    return "-".join([stem, *names]) + (version[0] if version else "")


def choices(groups: Sequence[Iterable[str]]) -> Iterator[tuple[str, ...]]:
    """Give all ways to choose at most one name of each group, none at all first.

    >>> list(choices([["s15", "s20"], ["sparse"]]))
    [(), ('sparse',), ('s15',), ('s15', 'sparse'), ('s20',), ('s20', 'sparse')]
    """
    for chosen in itertools.product(*((None, *group) for group in groups)):
        yield tuple(name for name in chosen if name is not None)
