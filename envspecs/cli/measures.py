"""Tables of what episodes came to."""

from __future__ import annotations

from collections.abc import Mapping

from envspecs.cli.terminal import print_table
from envspecs.results import Statistic

__all__ = ["number", "print_measures"]


def print_measures(statistics: Mapping[str, Statistic]) -> None:
    """Print means with their standard errors; nothing where there are none.

    Args:
        statistics: By measure.
    """
    rows = [(name, number(found.mean), number(found.error), str(found.episodes)) for name, found in statistics.items()]
    if rows:
        print_table([("measure", "left"), ("mean", "right"), ("± error", "right"), ("episodes", "right")], rows)


def number(value: float | None) -> str:
    """Write a number with three decimals; zero has no sign.

    >>> number(-0.0001), number(1234.5), number(None)
    ('0.000', '1,234.500', '–')
    """
    return "–" if value is None else f"{round(value, 3) + 0.0:,.3f}"
