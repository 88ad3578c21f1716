"""Measure zoom glimpses beside AdaGlimpse's way to take them: ``python -m benchmarks.zooming``.

A glimpse is a window of any place and size in a picture of 224 × 224 × 3, seen as 2 × 2 patches of 16 × 16. What is
compared with takes them in PyTorch as AdaGlimpse does, by a loop over pictures and patches; it is written anew here, by
what is known of it. Each side has a process of its own, on one core, and all take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich.progress import Progress

from benchmarks.report import Sheet
from benchmarks.rounds import Measured, record, show
from benchmarks.session import Session, one_core, session

__all__ = ["STATED", "Case", "cases", "main", "sheets"]

VERSIONS = ("imagespaces", "numpy", "opencv-python-headless")
WORKER = "benchmarks.zooming_worker"
BATCHES = (32, 128)

STATED = 4_200
"""Glimpses per second of AdaGlimpse's own sampler, on one core, as measured once."""


@dataclass(frozen=True)
class Case:
    """Glimpses of one side.

    Attributes:
        role: ``"ours"`` or ``"peer"``.
        dtype: Of the glimpses.
        filter: How they are resized.
        batch: How many pictures are looked at in one call.
    """

    role: str
    dtype: str
    filter: str
    batch: int

    def session(self) -> AbstractContextManager[Session]:
        """Run a process of it while a block lasts."""
        return session(self.role, self.batch, (WORKER, self.dtype, self.filter))


def cases(batches: Iterable[int], *, peer: bool) -> Iterator[Case]:
    """Give all that is measured: of each batch what is compared with first."""
    for batch in batches:
        if peer:
            yield Case("peer", "float32", "bilinear", batch)
        for how in ("bilinear", "area"):
            yield from (Case("ours", dtype, how, batch) for dtype in ("float32", "uint8"))


def measure(chosen: Iterable[Case], rounds: int, seconds: float) -> list[Measured]:
    """Run rounds of all sides in turn, after one round each that does not count."""
    measured = [Measured(case) for case in chosen]
    # The display is refreshed between rounds alone: the clock is running in between.
    with one_core(), ExitStack() as stack, Progress(auto_refresh=False) as progress:
        shown = progress.add_task("measuring", total=rounds + 1)
        running = [stack.enter_context(each.case.session()) for each in measured]
        for number in range(rounds + 1):
            for each, side in zip(measured, running, strict=True):
                finished = side.round(seconds)
                if number:
                    each.per_s.append(each.case.batch * finished.steps / finished.seconds)
            progress.update(shown, completed=number + 1, refresh=True)
        return measured


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as a table."""
    peers = {each["case"]["batch"]: each["rate"] for each in found["measured"] if each["case"]["role"] == "peer"}
    rows = (_row(each["case"], each["rate"], peers.get(each["case"]["batch"])) for each in found["measured"])
    headings = ("of", "dtype", "filter", "batch", "glimpses/s", "× PyTorch", f"× {STATED:,}")
    title = "Zoom glimpses of 2 × 2 patches of 16 × 16 from 224 × 224 × 3, one core, medians"
    return [Sheet(title, headings, tuple(rows))]


def _row(case: dict[str, Any], rate: float, peer: float | None) -> tuple[str, ...]:
    return (
        "PyTorch" if case["role"] == "peer" else "imagespaces",
        case["dtype"],
        case["filter"],
        str(case["batch"]),
        f"{rate:,.0f}",
        "" if peer is None else f"{rate / peer:,.1f}",
        f"{rate / STATED:,.1f}",
    )


@click.command()
@click.option("--quick", is_flag=True, help="One short round of few pictures: to see that it works.")
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each side.")
@click.option("--seconds", default=1.0, show_default=True, help="Least length of a round, in processor time.")
@click.option("--peer/--no-peer", default=True, help="Whether PyTorch, which must be installed, is measured, too.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, quick: bool, rounds: int, seconds: float, peer: bool, output: Path | None) -> None:
    """Measure zoom glimpses per second beside AdaGlimpse's way in PyTorch; write the figures as JSON."""
    rounds, seconds, batches = (1, 0.05, (2,)) if quick else (rounds, seconds, BATCHES)
    measured = measure(cases(batches, peer=peer), rounds, seconds)
    versions = (*VERSIONS, "torch") if peer else VERSIONS
    show(sheets(record("zooming", measured, {}, versions, output)))


if __name__ == "__main__":
    main()
