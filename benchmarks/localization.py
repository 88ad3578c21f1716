"""Measure localisation beside ap_gym, and what distinctive targets cost: ``python -m benchmarks.localization``.

Steps are of many environments, resets included; each side has a process of its own, on one core, and all take turns.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from benchmarks.localization_worker import PICTURES, targets_of
from benchmarks.report import Sheet
from benchmarks.rounds import record, show
from benchmarks.session import Session, session
from benchmarks.sides import measure_sides
from benchmarks.worker import STEPS_PER_EPISODE

__all__ = ["Case", "cases", "main", "sheets"]

VERSIONS = ("imagespaces", "gymnasium", "numpy", "opencv-python-headless")
WORKER = "benchmarks.localization_worker"


@dataclass(frozen=True)
class Case:
    """Steps of one side.

    Attributes:
        role: ``"ours"`` or ``"peer"``.
        pictures: What is shown.
        targets: How targets are drawn, and whether in new pictures.
        num_envs: How many environments.
    """

    role: str
    pictures: str
    targets: str
    num_envs: int

    @property
    def count(self) -> int:
        """How many environments step at once."""
        return self.num_envs

    def session(self) -> AbstractContextManager[Session]:
        """Run a process of it while a block lasts."""
        return session(self.role, self.num_envs, (WORKER, self.pictures, self.targets))


def cases(num_envs: int, *, peer: bool) -> Iterator[Case]:
    """Give all that is measured: of each kind of pictures ap_gym first."""
    for pictures in PICTURES:
        if peer:
            yield Case("peer", pictures, "uniform", num_envs)
        yield from (Case("ours", pictures, targets, num_envs) for targets in targets_of(pictures))


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as a table."""
    peers, uniform = (
        {each["case"]["pictures"]: each["rate"] for each in found["measured"] if _is(each["case"], role)}
        for role in ("peer", "ours")
    )
    number = found["measured"][0]["case"]["num_envs"]
    headings = ("pictures", "targets", "steps/s", "× ap_gym", "ms more per episode", "peak memory")
    rows = (
        _row(each["case"], each["rate"], peers.get(each["case"]["pictures"]), uniform[each["case"]["pictures"]], end)
        for each, end in zip(found["measured"], found["ends"], strict=True)
    )
    return [Sheet(f"Environment-steps per second, {number} environments, one core, medians", headings, tuple(rows))]


def _is(case: dict[str, Any], role: str) -> bool:
    return bool(case["role"] == role and case["targets"] == "uniform")


def _row(case: dict[str, Any], rate: float, peer: float | None, uniform: float, end: dict[str, Any]) -> tuple[str, ...]:
    """Give the cells of a case: rates of ap_gym, if it was measured, and of uniform targets are those beside it."""
    more = 1e3 * STEPS_PER_EPISODE * (1 / rate - 1 / uniform)
    return (
        case["pictures"],
        "ap_gym, uniform" if case["role"] == "peer" else case["targets"],
        f"{rate:,.0f}",
        "" if peer is None else f"{rate / peer:,.1f}",
        "" if case["targets"] == "uniform" else f"{more:,.3f}",
        f"{end['peak_bytes'] >> 20:,} MiB",
    )


@click.command()
@click.option("--quick", is_flag=True, help="One short round of few environments: to see that it works.")
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each side.")
@click.option("--seconds", default=1.0, show_default=True, help="Least length of a round, in processor time.")
@click.option("--num-envs", default=256, show_default=True, help="Environments that are stepped.")
@click.option("--peer/--no-peer", default=True, help="Whether ap_gym is measured, too.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, quick: bool, rounds: int, seconds: float, num_envs: int, peer: bool, output: Path | None) -> None:
    """Measure steps of localisation, and what distinctive targets cost, and write the figures as JSON."""
    if quick:
        rounds, seconds, num_envs = 1, 0.05, 4
    measured, ends = measure_sides(cases(num_envs, peer=peer), rounds, seconds)
    versions = (*VERSIONS, "ap_gym") if peer else VERSIONS
    show(sheets(record("localization", measured, {"ends": [asdict(end) for end in ends]}, versions, output)))


if __name__ == "__main__":
    main()
