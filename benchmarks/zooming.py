"""Measure zoom glimpses beside AdaGlimpse's way to take them: ``python -m benchmarks.zooming``.

A glimpse is a window of any place and size in a picture of 224 × 224 × 3, seen as 2 × 2 patches of 16 × 16. What is
compared with takes them in PyTorch as AdaGlimpse does, by a loop over pictures and patches; it is written anew here, by
what is known of it. Each side has a process of its own, on one core, and all take turns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.report import Sheet
from benchmarks.rounds import record, show
from benchmarks.session import Session, session
from benchmarks.sides import measure_sides

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

    @property
    def count(self) -> int:
        """How many glimpses a call takes."""
        return self.batch

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
    measured, _ = measure_sides(cases(batches, peer=peer), rounds, seconds)
    versions = (*VERSIONS, "torch") if peer else VERSIONS
    show(sheets(record("zooming", measured, {}, versions, output)))


if __name__ == "__main__":
    main()
