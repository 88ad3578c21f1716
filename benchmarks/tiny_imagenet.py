"""Measure a data set of 100,000 JPEG files, and steps through it beside ap_gym: ``python -m benchmarks.tiny_imagenet``.

The data set is made anew (:mod:`benchmarks.tiny_files`), in the layout of Tiny ImageNet. Measured are the first load,
which decodes all files; later loads in fresh processes, up to the first step; the memory of many processes at once; and
environments of 64 × 64 × 3 with a glimpse of 10 × 10, on one core, in turns with ap_gym.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import click
from rich.progress import Progress

from benchmarks.report import Sheet
from benchmarks.results import ROLES
from benchmarks.rounds import Measured, record, show
from benchmarks.session import ROOT, one_core, session
from benchmarks.tiny_contenders import TINY_CONTENDERS
from benchmarks.tiny_files import Extent, write_data_set
from benchmarks.tiny_worker import Holding, Loading
from benchmarks.worker import End

__all__ = ["Found", "main", "sheets"]

VERSIONS = ("imagespaces", "gymnasium", "numpy", "opencv-python-headless", "Pillow")
PEER = "ap_gym"
WORKER = "benchmarks.tiny_worker"


@dataclass(frozen=True)
class Case:
    """Steps of one side.

    Attributes:
        role: ``"ours"`` or ``"peer"``.
        num_envs: How many environments.
    """

    role: str
    num_envs: int


@dataclass
class Found:
    """What a run found.

    Attributes:
        extent: How much was written.
        load: The mean number of busy processes before, and how many cores there are to load with.
        first: Loads with an empty cache, each in a fresh process.
        later: Loads with what the first one left.
        holding: What each of many processes holds at once.
        alone: What one process holds.
        ends: What the processes that were stepped held in the end, by role.
    """

    extent: Extent
    load: tuple[float, int]
    first: list[Loading] = field(default_factory=list)
    later: list[Loading] = field(default_factory=list)
    holding: list[Holding] = field(default_factory=list)
    alone: list[Holding] = field(default_factory=list)
    ends: dict[str, End] = field(default_factory=dict)


@contextmanager
def places(kept: Path | None, extent: Extent, progress: Progress) -> Iterator[dict[str, str]]:
    """Have the data set written, and give the variables that tell where it and the cache are.

    Args:
        kept: Where it stays, and is found again; a directory that goes afterwards unless given.
        extent: How much is written.
        progress: Shows how far it is.
    """
    with ExitStack() as stack:
        folder = kept or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="imagespaces-")))
        written = folder / f"data-{extent.classes}-{extent.train}-{extent.val}"
        if not written.exists():
            unfinished = written.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            task = progress.add_task("writing files", total=extent.classes * (extent.train + extent.val))
            for done in write_data_set(unfinished / "tiny_imagenet", extent):
                progress.update(task, completed=done)
            unfinished.rename(written)
        yield {"IMAGESPACES_DATA": str(written), "IMAGESPACES_CACHE": str(folder / "cache")}


class Held:
    """A process that has loaded the data set and holds it.

    Args:
        process: The process, which has just been started.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def loading(self) -> Loading:
        """Wait until it is loaded."""
        return Loading(**self._answer())

    def holding(self) -> Holding:
        """Ask what it holds, once it has looked at everything."""
        self.look()
        return Holding(**self._answer())

    def look(self) -> None:
        """Have it look at everything."""
        assert self._process.stdin is not None  # noqa: S101 - the process was started with a pipe
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def told(self) -> Holding:
        """Read what it held when it was last asked."""
        return Holding(**self._answer())

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None  # noqa: S101 - the process was started with a pipe
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


@contextmanager
def loaded(size: int) -> Iterator[Held]:
    """Run a process that loads the data set, while a block lasts."""
    command = [sys.executable, "-m", WORKER, "load", str(size)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        try:
            yield Held(process)
        finally:
            process.kill()


def measure_loads(found: Found, times: int, size: int) -> None:
    """Load with an empty cache, then with what is in it, some times each, in fresh processes."""
    for number in range(times):
        shutil.rmtree(os.environ["IMAGESPACES_CACHE"], ignore_errors=True)
        with loaded(size) as first:
            found.first.append(first.loading())
        for _ in range(times if number == times - 1 else 0):
            with loaded(size) as later:
                found.later.append(later.loading())


def measure_memory(found: Found, processes: int, size: int) -> None:
    """Have one process hold the data set, then many at once."""
    for count, into in ((1, found.alone), (processes, found.holding)):
        with ExitStack() as stack:
            running = [stack.enter_context(loaded(size)) for _ in range(count)]
            for each in running:
                each.loading()
            for each in running:  # so that each has all pages before any is counted
                each.holding()
            into.extend(each.holding() for each in running)


def measure_steps(found: Found, num_envs: int, rounds: int, seconds: float) -> list[Measured]:
    """Run rounds of both contenders in turn, after one round each that does not count."""
    measured = {role: Measured(Case(role, num_envs)) for role in ROLES}
    with one_core(), ExitStack() as stack:
        running = {role: stack.enter_context(session(role, num_envs, (WORKER, "steps"))) for role in ROLES}
        for number in range(rounds + 1):
            for role in ROLES:
                finished = running[role].round(seconds)
                if number:
                    measured[role].per_s.append(num_envs * finished.steps / finished.seconds)
        found.ends = {role: running[role].end() for role in ROLES}
    return list(measured.values())


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as tables."""
    extent = Extent(**found["extent"])
    images = extent.classes * extent.train
    first, later = (median(each["first_step_s"] for each in found[name]) for name in ("first", "later"))
    loads = (
        ("first, empty cache", f"{first:.2f} s", f"{images / first:,.0f}"),
        ("later, fresh process", f"{later:.2f} s", f"{images / later:,.0f}"),
    )
    many, alone = found["holding"], found["alone"][0]
    memory = (
        ("resident, one process", f"{alone['resident'] >> 20:,} MiB"),
        (f"resident, sum of {len(many)} processes", f"{sum(each['resident'] for each in many) >> 20:,} MiB"),
        (f"proportional, sum of {len(many)} processes", f"{sum(each['proportional'] for each in many) >> 20:,} MiB"),
        ("of a process alone, the most", f"{max(each['own'] for each in many) >> 20:,} MiB"),
    )
    measured = found["measured"]
    slowest = min((each["rate"] for each in measured), default=1.0)
    steps = tuple(
        (
            TINY_CONTENDERS[(role := each["case"]["role"])].distribution,
            f"{each['case']['num_envs']:,}",
            f"{each['rate']:,.0f}",
            f"{each['rate'] / slowest:,.1f}",
            _mib(found["ends"][role]["own_bytes"]),
        )
        for each in measured
    )
    headings = ("", "environments", "steps/s", "times", "own memory")
    return [
        Sheet(f"Loading {images:,} JPEG files, until the first step", ("", "time", "images/s"), loads),
        Sheet("Memory once every picture was looked at", ("", "memory"), memory),
        Sheet("Environment-steps per second, 64 × 64 × 3, glimpses of 10 × 10, one core, medians", headings, steps),
    ]


def _mib(size: int | None) -> str:
    return "" if size is None else f"{size >> 20:,} MiB"


@click.command()
@click.option("--quick", is_flag=True, help="Few pictures, few short rounds: to see that it works.")
@click.option("--keep", type=click.Path(path_type=Path), help="Where the data set is kept, and found the next time.")
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each side.")
@click.option("--seconds", default=1.0, show_default=True, help="Least length of a round, in processor time.")
@click.option("--num-envs", default=1024, show_default=True, help="Environments that are stepped.")
@click.option("--processes", default=16, show_default=True, help="Processes that share the pictures.")
@click.option("--peer/--no-peer", default=True, help="Whether steps are measured, beside ap_gym.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(
    *,
    quick: bool,
    keep: Path | None,
    rounds: int,
    seconds: float,
    num_envs: int,
    processes: int,
    peer: bool,
    output: Path | None,
) -> None:
    """Measure loading, memory and steps of a data set of 100,000 JPEG files, and write the figures as JSON."""
    extent = Extent(classes=4, train=30, val=5) if quick else Extent()
    found = Found(extent, (os.getloadavg()[0], len(os.sched_getaffinity(0))))
    with Progress() as progress, places(keep, extent, progress) as variables:
        os.environ.update(variables)
        task = progress.add_task("measuring", total=3)
        measure_loads(found, 2 if quick else 5, 16)
        progress.advance(task)
        measure_memory(found, processes, 16)
        progress.advance(task)
        measured = measure_steps(found, num_envs, rounds, seconds) if peer else []
        progress.advance(task)
    versions = (*VERSIONS, *([PEER] if peer else []))
    show(sheets(record("tiny_imagenet", measured, asdict(found), versions, output)))


if __name__ == "__main__":
    main()
