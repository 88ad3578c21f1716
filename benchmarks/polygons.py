"""Measure polygons beside mdp_playground's, in one run, on one core: ``python -m benchmarks.polygons``.

Both draw polygons of 3 to 10 sides and radius 20 on 100 × 100 pixels, with rotation, flip, scale and shift, as
mdp_playground does unless it is told otherwise: one image at a time there, batches here. All cases take turns. Counted
is processor time, which other work on the machine disturbs less than what a clock shows.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import click
import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

import envspecs
from benchmarks.machine import machine
from benchmarks.session import one_core
from imagespaces import Polygons
from imagespaces.transforms import Flip, Rotate, Scale, Shift

__all__ = ["CASES", "PEER", "Case", "Measured", "agreement", "main", "measure"]

RESULTS = Path(__file__).parent / "results"

PEER = "mdp_playground"
VERSIONS = (PEER, "numpy", "opencv-python-headless")

STATES = 8
RADIUS = 20
TRANSFORMS = (Rotate(quantum=1), Flip(), Scale((0.5, 1.5)), Shift(quantum=1))
"""What mdp_playground does to images unless it is told otherwise."""

BATCHES = 16
"""No two of so many batches are alike."""


@dataclass(frozen=True)
class Case:
    """What is measured.

    Attributes:
        what: ``"images"`` or ``"steps"``, of environments.
        name: Whose, or of which space.
        dtype: Of the images.
        batch: How many images are asked for, or environments stepped, at once.
    """

    what: str
    name: str
    dtype: str
    batch: int

    def batches(self) -> Iterator[Callable[[], object]]:
        """Give what makes one batch after the other, without end."""
        if self.what == "steps":
            return self._steps()
        return self._peer() if self.name == PEER else self._images()

    def _images(self) -> Iterator[Callable[[], object]]:
        space = Polygons(states=STATES, radius=RADIUS, transforms=TRANSFORMS, dtype=self.dtype)
        random = np.random.default_rng(0)
        for indices in itertools.cycle(random.integers(2**60, size=(BATCHES, self.batch))):
            yield lambda indices=indices: space.images(indices)  # type: ignore[misc]

    def _peer(self) -> Iterator[Callable[[], object]]:
        space = peer()
        for state in itertools.cycle(np.random.default_rng(0).integers(STATES, size=1000).tolist()):
            yield lambda state=state: space.get_image_representation(state)  # type: ignore[misc]

    def _steps(self) -> Iterator[Callable[[], object]]:
        envs = envspecs.load(task(self.name)).make_vec(self.batch)
        envs.reset(seed=0)
        for actions in itertools.cycle([envs.action_space.sample() for _ in range(BATCHES)]):
            yield lambda actions=actions: envs.step(actions)  # type: ignore[misc]


@dataclass
class Measured:
    """What was found.

    Attributes:
        case: What was measured.
        per_s: Images, or steps of one environment, per second of processor time; a round each.
    """

    case: Case
    per_s: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """The median round."""
        return median(self.per_s)


CASES = (
    Case("images", PEER, "uint8", 1),
    *(
        Case("images", "imagespaces", dtype, batch)
        for dtype in ("uint8", "float32")
        for batch in (1, 16, 256, 512, 1024)
    ),
    *(Case("steps", name, "float32", 1024) for name in ("circle_square", "polygons")),
)


def peer(transforms: str = "rotate, flip, scale, shift", states: int = STATES) -> Any:
    """Make mdp_playground's space.

    Raises:
        ModuleNotFoundError: If it is not installed; the message names the extra that brings it.
    """
    try:
        module = import_module("mdp_playground.spaces.image_multi_discrete")
    except ModuleNotFoundError as missing:
        raise ModuleNotFoundError(
            f"{PEER} needs {missing.name!r}, which is not installed: pip install 'imagespaces[bench]'",
            name=missing.name,
        ) from missing
    return module.ImageMultiDiscrete([states], circle_radius=RADIUS, transforms=transforms, seed=0)


def task(kind: str) -> dict[str, object]:
    """Give a task of looking at circles and squares, or at polygons that are drawn anew for every episode."""
    transforms = [{"kind": "rotate"}, {"kind": "flip"}, {"kind": "scale"}, {"kind": "shift"}]
    polygons = {"kind": "polygons", "states": STATES, "radius": RADIUS, "transforms": transforms}
    return {
        "envspec": 1,
        "id": "Measured-v0",
        "description": "Tell shapes apart.",
        "space": polygons if kind == "polygons" else {"kind": kind, "height": 100, "width": 100},
        "sensor": {"kind": "glimpse", "size": [5, 5], "motion": {"kind": "relative", "max_step": 0.2}},
        "task": {"kind": "classification", "loss": {"kind": "cross_entropy"}},
    }


def agreement() -> list[float]:
    """Give for each state the intersection over union with mdp_playground's polygon, without transforms."""
    theirs, ours = peer("", 64), Polygons(states=64, radius=RADIUS)
    found = []
    for state in range(64):
        reference = theirs.get_image_representation(state)[..., 0].T > 0  # it has the width first
        mask = ours.at(state).image[..., 0] >= 0.5
        found.append(float((mask & reference).sum() / (mask | reference).sum()))
    return found


def measure(measured: list[Measured], rounds: int, seconds: float) -> Iterator[int]:
    """Run rounds of all cases in turn, after one batch each that does not count; give the number of each that is over.

    Args:
        measured: The cases, to which figures are added.
        rounds: How many times.
        seconds: Least length of a round of one case.
    """
    running = [each.case.batches() for each in measured]
    for batches in running:
        next(batches)()
    for number in range(rounds):
        for each, batches in zip(measured, running, strict=True):
            count, before = 0, process_time()
            while count == 0 or process_time() - before < seconds:
                next(batches)()
                count += 1
            each.per_s.append(each.case.batch * count / (process_time() - before))
        yield number


def table_of(measured: list[Measured]) -> Table:
    """Give the figures for the terminal."""
    table = Table("", "of", "dtype", "batch", "per second", "× peer", title="Polygons, 100 × 100, one core, medians")
    reference = next((each.rate for each in measured if each.case.name == PEER), None)
    for each in measured:
        case = each.case
        ratio = f"{each.rate / reference:.1f}" if reference and case.what == "images" else ""
        table.add_row(case.what, case.name, case.dtype, f"{case.batch:,}", f"{each.rate:,.0f}", ratio)
    return table


def to_json(measured: list[Measured], agreed: list[float], date: str) -> str:
    """Give all figures for a program."""
    found = {
        "date": date,
        "machine": machine(),
        "versions": {name: version(name) for name in VERSIONS},
        "agreement": [round(share, 4) for share in agreed],
        "measured": [asdict(each) | {"rate": each.rate} for each in measured],
    }
    return json.dumps(found, indent=2) + "\n"


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each case.")
@click.option("--seconds", default=0.5, show_default=True, help="Least length of a round, in processor time.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure polygons per second beside mdp_playground's, and how far they agree; write the figures as JSON."""
    console, measured = Console(), [Measured(case) for case in CASES]
    # The display is refreshed between rounds alone: the clock is running in between.
    with one_core(), Progress(console=console, auto_refresh=False) as progress:
        shown = progress.add_task("measuring", total=rounds)
        for number in measure(measured, rounds, seconds):
            progress.update(shown, completed=number + 1, refresh=True)
    agreed = agreement()
    console.print(table_of(measured))
    console.print(f"Intersection over union with {PEER}'s, state by state: {min(agreed):.3f} to {max(agreed):.3f}")
    date = str(datetime.now(UTC).date())
    path = output or RESULTS / f"polygons-{date}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_json(measured, agreed, date), encoding="utf-8")
    console.print(f"Written to {path}")


if __name__ == "__main__":
    main()
