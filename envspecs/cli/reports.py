"""Tables of what came of laws, and below them what is broken and how to find it again."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from envspecs.cli.terminal import console, print_table
from envspecs.words import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.table import Table

    from envspecs.testing import Verdict

__all__ = ["Report", "print_report"]

WIDE = 110
"""Columns from which on a law and what holds by it stand side by side."""

MARKS = {"holds": ("✓", "green"), "broken": ("✗", "bold red"), "does not apply": ("–", "dim")}
"""What an outcome is shown as, and how."""


@dataclass(frozen=True)
class Report:
    """What came of the laws of a task.

    Attributes:
        task: What the task was called.
        verdicts: What came of each law that was checked.
        total: How many laws there were to check.
    """

    task: str
    verdicts: tuple[Verdict, ...]
    total: int

    @property
    def broken(self) -> list[Verdict]:
        """What came of the laws that do not hold."""
        return [verdict for verdict in self.verdicts if verdict.outcome == "broken"]

    @property
    def unfinished(self) -> bool:
        """Whether laws were left unchecked."""
        return len(self.verdicts) < self.total

    @property
    def summary(self) -> str:
        """What it came to, in a line.

        >>> Report("a.yaml", (), 0).summary
        'a.yaml: 0 laws hold'
        """
        idle = sum(verdict.outcome == "does not apply" for verdict in self.verdicts)
        checked = len(self.verdicts) - idle
        of = counted(checked, "law")
        words = f"{len(self.broken)} of {of} broken" if self.broken else f"{of} {'holds' if checked == 1 else 'hold'}"
        words += f", {idle} not about it" if idle else ""
        return f"{self.task}: {words}" + (f", {self.total - len(self.verdicts)} not checked" if self.unfinished else "")


def print_report(report: Report, *, show_all: bool) -> None:
    """Print a table of laws, what is broken, and a line that sums it up.

    Args:
        report: What came of the laws.
        show_all: Whether those are shown that do not apply, too.
    """
    rows = [verdict for verdict in report.verdicts if show_all or verdict.outcome != "does not apply"]
    screen = console()
    if not screen.is_terminal:
        _print_plain(report, rows)
        return
    screen.print(_table(rows, is_wide=screen.width >= WIDE))
    screen.print()
    _print_broken(screen, report.broken)
    screen.print(report.summary, style="bold red" if report.broken else "bold green", soft_wrap=True)


def _print_plain(report: Report, rows: Sequence[Verdict]) -> None:
    """Print it for a file, or a pipe: a line for each law."""
    left = ("part", "law", "asked by", "outcome")
    columns = (*((name, "left") for name in left), ("seconds", "right"), ("what holds", "left"))
    cells = [(each.part, each.law, each.source, each.outcome, _time(each), _words(each)) for each in rows]
    print_table(columns, cells)  # type: ignore[arg-type]  # the justifications are literals
    for each in report.broken:
        click.echo(f"\n{each.law}: {each.reason}\n  {each.example}")
    click.echo(f"\n{report.summary}")


def _table(rows: Sequence[Verdict], *, is_wide: bool) -> Table:
    """Give a table of laws, by what they are about; in a narrow one, what holds stands below the law."""
    from rich import box  # noqa: PLC0415 - imported where there is a table
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, expand=True)
    table.add_column("", no_wrap=True)
    table.add_column("law", no_wrap=is_wide, ratio=None if is_wide else 1)
    if is_wide:
        table.add_column("what holds", ratio=1)
        table.add_column("asked by", style="dim", no_wrap=True)
    table.add_column("seconds", justify="right", style="dim", no_wrap=True)
    for part, group in groupby(rows, attrgetter("part")):
        table.add_row("", Text(_HEADS[part], style="bold cyan"))
        for each in group:
            mark, style = MARKS[each.outcome]
            law = Text(each.law, style=style if each.outcome == "broken" else "")
            words = Text(_words(each), style="dim")
            cells = (law, words, each.source) if is_wide else (Text("\n").join([law, words]),)
            table.add_row(Text(mark, style=style), *cells, _time(each))
        table.add_section()
    return table


_HEADS = {"spec": "the spec", "space": "its images", "environment": "its environments"}
"""What parts of a task are called above their laws."""


def _print_broken(screen: Console, broken: Sequence[Verdict]) -> None:
    """Print what was found, and code that finds it again, in lines that can be copied whole."""
    from rich.padding import Padding  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    for each in broken:
        screen.print(f"✗ {each.law}", style="bold red")
        screen.print(Padding(Text(each.reason), (0, 0, 0, 2)))
        screen.print(f"  {each.example}", style="cyan", soft_wrap=True)
    if broken:
        screen.print()


def _words(verdict: Verdict) -> str:
    """Give what holds by a law or, of one that does not apply, what it is about."""
    return verdict.reason if verdict.outcome == "does not apply" else verdict.statement.replace("``", "`")


def _time(verdict: Verdict) -> str:
    return "" if verdict.outcome == "does not apply" else f"{verdict.seconds:.2f}"
