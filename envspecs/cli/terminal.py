"""What goes to the terminal: tables and JSON on standard output, progress and notes on standard error.

Where an output is no terminal it holds no control codes, and lines are as long as they need to be.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import click

from imagespaces.progress import reporting

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console", "note", "print_json", "print_table", "progress"]

_UNBROKEN = 10_000
_SOON = 0.2  # seconds, before which a rate says little


def console(*, err: bool = False) -> Console:
    """Give standard output, or standard error, as rich knows it."""
    from rich.console import Console  # noqa: PLC0415 - most commands that fail need none

    plain: dict[str, Any] = {"stderr": err, "highlight": False, "emoji": False, "markup": False}
    found = Console(**plain)
    return found if found.is_terminal else Console(**plain, width=_UNBROKEN, color_system=None)


def note(text: str) -> None:
    """Tell the reader something beside the answer, on standard error."""
    click.echo(text, err=True)


def print_json(data: Any) -> None:
    """Print an answer for a program to read."""
    click.echo(json.dumps(data, indent=2, ensure_ascii=False))


def print_table(columns: Sequence[tuple[str, Literal["left", "right"]]], rows: Sequence[Sequence[str]]) -> None:
    """Print a table.

    Args:
        columns: What each is called, and where its words stand.
        rows: The cells.
    """
    from rich import box  # noqa: PLC0415 - as above
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    screen = console()
    table = Table(box=box.SIMPLE_HEAD if screen.is_terminal else None, pad_edge=False, header_style="bold")
    for name, justify in columns:
        table.add_column(name, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    if screen.is_terminal:
        screen.print(table)
        return
    with screen.capture() as captured:
        screen.print(table)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


@contextmanager
def progress() -> Iterator[None]:
    """Show how far the work inside the block is, where someone watches; all that reports is shown."""
    screen = console(err=True)
    if not screen.is_terminal:
        yield
        return
    from rich.progress import Progress, TaskID, TextColumn  # noqa: PLC0415 - as above

    columns = (*Progress.get_default_columns(), TextColumn("{task.fields[rate]}"))
    bars = Progress(*columns, console=screen, transient=True)
    tasks: dict[str, tuple[TaskID, float]] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bars.add_task(what, total=total, rate=""), time.monotonic()
        task, began = tasks[what]
        seconds = time.monotonic() - began
        rate = f"{done / seconds:,.0f}/s" if seconds > _SOON else ""
        bars.update(task, completed=done, total=total, visible=done < total, rate=rate)

    with bars, reporting(show):
        yield
