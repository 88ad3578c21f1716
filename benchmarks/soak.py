"""Run very many generated task specs, and see what fails or is left behind: ``python -m benchmarks.soak``.

Each is drawn by :func:`envspecs.testing.strategies.task_specs`, built into a single or a vector environment, run for an
episode of random actions in a random scenario, and closed. Specs are valid by construction, and what is asked of their
environments is allowed, so that no error is expected, whichever it is, nor a warning. Nothing may be left of a spec: no
thread, no open file, no temporary one; and memory must not grow.

What a chunk of specs found is kept at once: a run that was interrupted goes on with ``--resume``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import asdict
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

import envspecs
import imagespaces
from benchmarks.rounds import RESULTS, show, write
from benchmarks.session import THREADED
from benchmarks.soak_cases import Chunk
from benchmarks.soak_kept import Kept
from benchmarks.soak_report import sheets, summary
from benchmarks.soak_worker import Failure, Soaked, prepare, soak

__all__ = ["chunks_of", "main", "run_all"]

VERSIONS = ("imagespaces", "gymnasium", "hypothesis", "numpy", "opencv-python-headless", "pydantic", "scikit-image")


def chunks_of(specs: int, size: int, seed: int) -> list[Chunk]:
    """Divide specs into chunks, the last of which may be smaller.

    >>> [chunk.specs for chunk in chunks_of(25, 10, seed=0)]
    [10, 10, 5]
    """
    firsts = range(0, specs, size)
    return [Chunk(number, min(size, specs - first), seed) for number, first in enumerate(firsts)]


def run_all(chunks: Iterable[Chunk], processes: int) -> Iterator[Soaked]:
    """Run chunks in processes that stay the same, and give what each found once it is over."""
    os.environ.update(dict.fromkeys(THREADED, "1"))  # for the processes that are started
    waiting = iter(chunks)
    with (
        tempfile.TemporaryDirectory(prefix="imagespaces-soak-") as folder,
        ProcessPoolExecutor(processes, get_context("spawn"), prepare, (Path(folder),)) as pool,
    ):
        running: set[Future[Soaked]] = {pool.submit(soak, chunk) for chunk in islice(waiting, processes)}
        while running:
            over, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(soak, chunk) for chunk in islice(waiting, len(over))}
            yield from (each.result() for each in over)


def write_failures(folder: Path, number: int, failures: Iterable[Failure]) -> None:
    """Write the first of each sort of failures of a chunk as a file that can be loaded, with what went wrong."""
    first = {failure.signature: failure for failure in reversed(list(failures))}
    for order, failure in enumerate(first.values()):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number:05}-{order}.yaml").write_text(failure.to_yaml(), encoding="utf-8")


def _begun(kept: Kept, *, resume: bool) -> set[int]:
    """Give the numbers of the chunks that are over; begin where there are none."""
    if kept.path.exists() and not resume:
        raise click.UsageError(f"{kept.path} is of a run that was not finished: go on with --resume, or remove it")
    if not kept.path.exists():
        kept.path.parent.mkdir(parents=True, exist_ok=True)
        kept.begin()
    try:
        return {chunk["number"] for chunk in kept.chunks()}
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _digest_of_code() -> str:
    """Give a digest of all that is tried, so that no run goes on with other code."""
    packages = (Path(package.__file__ or "").parent for package in (envspecs, imagespaces))
    files = sorted(file for package in packages for file in package.rglob("*.py"))
    return blake2b(b"\0".join(file.read_bytes() for file in files), digest_size=8).hexdigest()


@click.command()
@click.option("--specs", default=100_000, show_default=True, type=click.IntRange(1), help="How many specs are run.")
@click.option("--chunk", default=1_000, show_default=True, type=click.IntRange(1), help="Specs kept at once.")
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1), help="Processes side by side.")
@click.option("--seed", default=0, show_default=True, help="Another seed, other specs.")
@click.option("--resume", is_flag=True, help="Go on with a run that was interrupted.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, specs: int, chunk: int, processes: int, seed: int, resume: bool, output: Path | None) -> None:
    """Draw task specs, build each, run it for an episode and close it; write what was found as JSON.

    Specs that fail are written beside it, with what went wrong, and the exit status is 1.
    """
    path = output or RESULTS / f"soak-{datetime.now(UTC).date()}.json"
    kept = Kept(path.with_suffix(".jsonl"), {"seed": seed, "chunk": chunk, "code": _digest_of_code()})
    over = _begun(kept, resume=resume)
    waiting = [each for each in chunks_of(specs, chunk, seed) if each.number not in over]
    columns = (TextColumn("specs"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as progress:
        shown = progress.add_task("specs", total=specs, completed=specs - sum(each.specs for each in waiting))
        for found in run_all(waiting, processes):
            kept.add(asdict(found))
            write_failures(path.with_suffix(".failures"), found.number, found.failures)
            progress.advance(shown, len(found.digests))
    told = write("soak", {"seed": seed, "code": _digest_of_code(), **summary(kept.chunks())}, VERSIONS, path)
    show(sheets(told))
    kept.path.unlink()
    sys.exit(1 if told["failures"] else 0)


if __name__ == "__main__":
    main()
