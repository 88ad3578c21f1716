"""A part of a soak, as a process of its own runs it: specs are built, run for an episode each, and closed."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import blake2b
from pathlib import Path
from time import process_time
from traceback import extract_tb, format_exception
from typing import Self

from benchmarks.soak_cases import Case, Chunk, kinds_of
from benchmarks.soak_holding import Holding, expect_nothing_left
from benchmarks.soak_report import STAGES
from envspecs.loading import load
from envspecs.specs.task_spec import TaskSpec

__all__ = ["Failure", "Soaked", "play", "prepare", "soak"]

SAMPLED_EVERY = 100
"""After so many specs it is looked at how much memory the process holds."""


@dataclass(frozen=True)
class Failure:
    """A case that failed.

    Attributes:
        signature: What failed and where, by which like ones are counted together.
        spec: The spec, as a file; empty where none could be drawn.
        told: How it was run, and the traceback.
        shrunken: Whether it was made as simple as can be.
    """

    signature: str
    spec: str
    told: str
    shrunken: bool = False

    @classmethod
    def of(cls, error: Exception, case: Case | Exception, *, shrunken: bool = False) -> Self:
        """Tell of an error."""
        last = extract_tb(error.__traceback__)[-1:]
        where = "".join(f" at {Path(frame.filename).name}:{frame.lineno}" for frame in last)
        spec = case.spec.to_yaml() if isinstance(case, Case) else ""
        told = f"{case if isinstance(case, Case) else 'no spec'}\n{''.join(format_exception(error))}"
        return cls(f"{type(error).__name__}{where}", spec, told, shrunken)

    def to_yaml(self) -> str:
        """Give the spec as a file that can be loaded; a comment tells what failed."""
        return "".join(f"# {line}\n" for line in self.told.splitlines()) + self.spec


@dataclass
class Soaked:
    """What a chunk found, as it is kept.

    Attributes:
        number: Which chunk.
        form: What the specs were built into.
        process: The process that it ran in.
        digests: A digest of each spec, by which different ones are counted.
        us: Microseconds that each stage took, spec by spec.
        kinds: How many specs had each kind of each part.
        holding: What the process held in the end.
        most_resident: The most memory that it held in between, in bytes.
        failures: What failed.
    """

    number: int
    form: str
    process: int = field(default_factory=os.getpid)
    digests: list[str] = field(default_factory=list)
    us: dict[str, list[int]] = field(default_factory=lambda: {stage: [] for stage in STAGES})
    kinds: dict[str, dict[str, int]] = field(default_factory=dict)
    holding: dict[str, int] = field(default_factory=dict)
    most_resident: int = 0
    failures: list[Failure] = field(default_factory=list)

    def count(self, spec: TaskSpec) -> None:
        """Count a spec, and the kinds of its parts; now and then look at how much memory is held."""
        self.digests.append(blake2b(spec.model_dump_json().encode(), digest_size=8).hexdigest())
        for part, kind in kinds_of(spec):
            counts = self.kinds.setdefault(part, {})
            counts[kind] = counts.get(kind, 0) + 1
        if len(self.digests) % SAMPLED_EVERY == 0:
            self.most_resident = max(self.most_resident, Holding.now().resident)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add what a block takes."""
        before = process_time()
        yield
        self.add(stage, process_time() - before)

    def add(self, stage: str, seconds: float) -> None:
        """Add what a stage took."""
        self.us[stage].append(round(1e6 * seconds))

    def end(self) -> None:
        """Look at what is held once nothing is in use."""
        held = Holding.at_rest()
        self.holding, self.most_resident = asdict(held), max(self.most_resident, held.resident)


def prepare(folder: Path) -> None:
    """Keep what this process writes in a folder of its own, where it is seen; import what specs need."""
    own = folder / str(os.getpid())
    own.mkdir()
    tempfile.tempdir = str(own)
    load("CircleSquare-v0").make().close()


def soak(chunk: Chunk) -> Soaked:
    """Draw the specs of a chunk, build each, run it for an episode, and close it; failures do not end it."""
    found = Soaked(chunk.number, chunk.form.name)

    def run(case: Case | Exception) -> None:
        try:
            play(case, found)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            found.failures.append(Failure.of(error, case))

    try:
        chunk.each(run)
    except Exception as error:  # noqa: BLE001 - Hypothesis refuses to go on where strategies are slow, or filter
        found.failures.append(Failure.of(error, error))
    found.failures = [_shrunken(chunk, failure) for failure in found.failures]
    found.end()
    return found


def play(case: Case | Exception, found: Soaked) -> None:
    """Build a spec, run it for an episode, and close it; a warning is an error.

    Raises:
        LeftBehindError: If anything is left of it.
        Exception: Whatever goes wrong.
    """
    if isinstance(case, Exception):
        raise case
    found.add("draw", case.seconds)
    found.count(case.spec)
    with expect_nothing_left(), warnings.catch_warnings():
        warnings.simplefilter("error")
        _live(case, found)


def _live(case: Case, found: Soaked) -> None:
    """Build, run and close: once this returns, nobody holds the environment."""
    with found.timed("build"):
        driver = case.form.driver(case.spec)
    try:
        with found.timed("run"):
            case.run(driver)
    finally:
        with found.timed("close"):
            driver.env.close()


def _shrunken(chunk: Chunk, failure: Failure) -> Failure:
    """Give the simplest case that fails alike, the first time that one does."""
    if failure.signature in _shrunken_already:
        return failure
    _shrunken_already.add(failure.signature)
    found, simplest = Soaked(chunk.number, chunk.form.name), failure

    def run(case: Case | Exception) -> None:
        nonlocal simplest
        try:
            play(case, found)
        except Exception as error:
            again = Failure.of(error, case, shrunken=True)
            if again.signature == failure.signature:
                simplest = again
                raise

    with suppress(Exception):  # it was raised to be shrunken; what fails only at times stays as it was last
        chunk.each(run, shrink=True)
    return simplest


_shrunken_already: set[str] = set()
