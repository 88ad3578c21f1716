"""Measure this library beside ap_gym, in one run, alternating: ``python -m benchmarks``."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from benchmarks.machine import machine, versions
from benchmarks.report import cost_sheet, label, speed_sheet, to_json
from benchmarks.results import ROLES, Results, Scale
from benchmarks.session import one_core, session

__all__ = ["main"]

SIZES = (1, 16, 256, 1_024, 4_096, 16_384)
STARTED_ALONE = (1, 1_024)
"""Numbers of environments at which starting is measured again and again."""

RESULTS = Path(__file__).parent / "results"


def measure_starts(scale: Scale, times: int) -> None:
    """Start each contender in fresh processes, in turn."""
    for _ in range(times):
        for role in ROLES:
            with session(role, scale.size) as running:
                scale.of(role).import_s.append(running.start.import_s)
                scale.of(role).first_step_s.append(running.start.first_step_s)


def measure_rounds(scale: Scale, rounds: int, seconds: float) -> None:
    """Run rounds of both contenders in turn, after one round each that does not count."""
    with ExitStack() as stack:
        running = {role: stack.enter_context(session(role, scale.size)) for role in ROLES}
        for number in range(rounds + 1):
            for role in ROLES:
                finished = running[role].round(seconds)
                if number:
                    scale.of(role).steps_per_s.append(scale.num_envs * finished.steps / finished.seconds)
        for role in ROLES:
            scale.of(role).peak_bytes = running[role].end().peak_bytes


@click.command()
@click.option("--quick", is_flag=True, help="Few short rounds of few environments: to see that it works.")
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each system.")
@click.option("--seconds", default=1.0, show_default=True, help="Least length of a round.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, quick: bool, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure steps per second, starting and memory beside ap_gym, and write the figures as JSON."""
    sizes, rounds, seconds = (SIZES[:3], 3, 0.2) if quick else (SIZES, rounds, seconds)
    scales = [Scale(1, single=True), *(Scale(size) for size in sizes)]
    results = Results(str(datetime.now(UTC).date()), machine(), versions(), scales)
    console = Console()
    # The display is refreshed between rounds alone: the clock is running in between.
    with one_core(), Progress(console=console, auto_refresh=False) as progress:
        task = progress.add_task("", total=len(scales))
        for scale in results.scales:
            progress.update(task, description=label(scale), refresh=True)
            if not scale.single and scale.num_envs in STARTED_ALONE:
                measure_starts(scale, rounds)
            measure_rounds(scale, rounds, seconds)
            progress.advance(task)
    console.print(speed_sheet(results).for_terminal(), cost_sheet(results).for_terminal())
    path = output or RESULTS / f"circle_square-{results.date}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(results), encoding="utf-8")
    console.print(f"Written to {path}")


if __name__ == "__main__":
    main()
