"""Cases that take turns in one process, and the file that their figures are kept in.

Counted is processor time, which other work on the machine disturbs less than what a clock shows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Protocol

from rich.console import Console
from rich.progress import Progress

from benchmarks.machine import machine
from benchmarks.report import Sheet
from benchmarks.session import one_core

__all__ = ["Case", "Measured", "measure", "record", "show", "take_turns", "write"]

RESULTS = Path(__file__).parent / "results"


class Case(Protocol):
    """What is measured: a frozen dataclass, whose fields are kept with the figures."""

    @property
    def count(self) -> int:
        """How many things one call makes."""

    def calls(self) -> Iterator[Callable[[], object]]:
        """Give calls without end."""


@dataclass
class Measured:
    """What was found.

    Attributes:
        case: What was measured.
        per_s: Things made per second of processor time; a round each.
    """

    case: Any
    per_s: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median round."""
        return median(self.per_s)


def take_turns(measured: Sequence[Measured], rounds: int, seconds: float) -> Iterator[int]:
    """Run rounds of all cases in turn, after one call each that does not count; give the number of each that is over.

    Args:
        measured: The cases, to which figures are added.
        rounds: How many times.
        seconds: Least length of a round of one case.
    """
    running = [each.case.calls() for each in measured]
    for calls in running:
        next(calls)()
    for number in range(rounds):
        for each, calls in zip(measured, running, strict=True):
            done, before = 0, process_time()
            while done == 0 or process_time() - before < seconds:
                next(calls)()
                done += 1
            each.per_s.append(each.case.count * done / (process_time() - before))
        yield number


def measure(cases: Iterable[Case], rounds: int, seconds: float) -> list[Measured]:
    """Run rounds of all cases on one core, and show how far it is."""
    measured = [Measured(case) for case in cases]
    # The display is refreshed between rounds alone: the clock is running in between.
    with one_core(), Progress(auto_refresh=False) as progress:
        shown = progress.add_task("measuring", total=rounds)
        for number in take_turns(measured, rounds, seconds):
            progress.update(shown, completed=number + 1, refresh=True)
    return measured


def record(
    name: str,
    measured: Iterable[Measured],
    more: Mapping[str, object],
    versions: Iterable[str],
    output: Path | None = None,
) -> dict[str, Any]:
    """Write all figures as JSON.

    Args:
        name: What the benchmark is called.
        measured: The cases with their figures.
        more: What else was found.
        versions: The distributions that were measured.
        output: The file; one of the benchmark's name and the date, beside the others, unless given.

    Returns:
        What was written.
    """
    return write(
        name, {**more, "measured": [asdict(each) | {"rate": each.rate} for each in measured]}, versions, output
    )


def write(
    name: str, found: Mapping[str, object], versions: Iterable[str], output: Path | None = None
) -> dict[str, Any]:
    """Write what was found as JSON, with the date, the machine and what is installed.

    Args:
        name: What the benchmark is called.
        found: What was found.
        versions: The distributions that count.
        output: The file; one of the benchmark's name and the date, beside the others, unless given.

    Returns:
        What was written, as it is read again.
    """
    date = str(datetime.now(UTC).date())
    whole = {"date": date, "machine": machine(), "versions": {each: version(each) for each in versions}, **found}
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    path = output or RESULTS / f"{name}-{date}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    Console().print(f"Written to {path}")
    read: dict[str, Any] = json.loads(text)
    return read


def show(sheets: Iterable[Sheet]) -> None:
    """Print tables to the terminal."""
    console = Console()
    for sheet in sheets:
        console.print(sheet.for_terminal())
