"""The strategy of partitions: ways to divide a space among named splits."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from imagespaces.factors import Domain, Finite, Interval, Partitioner
from imagespaces.space import ImageSpace
from imagespaces.testing.strategies import plugins
from imagespaces.testing.strategies.parting import BUILT_IN
from imagespaces.testing.strategies.parts import Parting, Parts

__all__ = ["PARTINGS", "splits"]

PARTINGS: dict[str, Parting] = dict(BUILT_IN)
"""How each kind of partition is built, by its name: this library's, and those that are entered while Python runs.

Each is a function of :class:`Parts`: it gives a strategy of what leaves something in every split, or nothing.
"""

_EXAMPLE = Domain([Finite("shape", ("square", "circle")), Finite("size", range(1, 5)), Interval("angle", 0, 360)])


def splits(
    space: ImageSpace | Domain | None = None, *, kinds: Iterable[str] | None = None
) -> st.SearchStrategy[Partitioner]:
    """Build partitions that divide a space: each of their splits has something of it.

    The simplest sends every combination of values to one of two splits by chance.

    Args:
        space: What is to be divided, or its domain. Unless given, a domain with the factors ``shape`` (``"square"``,
            ``"circle"``), ``size`` (1 to 4) and ``angle`` (0 to 360).
        kinds: Which kinds, by the names that task files have for them (``"random"``, ``"explicit"``); unless given, all
            that can divide it, of those of :data:`PARTINGS` and installed plugins' whose models name a strategy.

    Raises:
        ValueError: If a kind is unknown, or none of them can divide it.
        PluginError: If a plugin, or the strategy that it names, is broken, or a kind exists twice.

    >>> from hypothesis import find
    >>> from imagespaces import CircleSquare
    >>> find(splits(CircleSquare(), kinds=["extrapolation"]), lambda how: True)
    ExtrapolationSplit(held_out={'x': (27,)}, train='train', test='test')
    """
    known = plugins.with_installed(plugins.PARTITIONS, PARTINGS, BUILT_IN)
    wanted = tuple(known) if kinds is None else tuple(kinds)
    if not wanted or not set(wanted) <= set(known):
        raise ValueError(f"kinds must be one or more of {', '.join(known)}, got {list(wanted)}")
    domain = _EXAMPLE if space is None else space.domain if isinstance(space, ImageSpace) else space
    parts = Parts(domain)
    built = st.one_of([known[kind](parts) for kind in wanted])
    if built.is_empty:
        names = [factor.name for factor in domain.factors]
        raise ValueError(f"partitions {', '.join(wanted)} need factors that they can divide, got none among {names}")
    return built
