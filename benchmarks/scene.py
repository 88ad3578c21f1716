"""Measure how many images of scenes are made a second, on one core: ``python -m benchmarks.scene``.

Counted is processor time, which other work on the machine disturbs less than what a clock shows.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

import click
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.machine import machine
from benchmarks.session import one_core
from imagespaces import Scene, SceneObject
from imagespaces.generated.scenes import Drawn

__all__ = ["CASES", "Case", "Measured", "main", "measure"]

RESULTS = Path(__file__).parent / "results"

VERSIONS = ("numpy", "opencv-python-headless")


@dataclass(frozen=True)
class Case:
    """What is measured: a scene of five objects, whose shapes, sizes, angles, colours and places vary.

    Attributes:
        dtype: ``"float32"`` or ``"uint8"``.
        batch: How many images are asked for at once.
        texture: What objects are filled with.
        overlap: Whether they may hide each other.
    """

    dtype: str
    batch: int
    texture: str = "plain"
    overlap: bool = False

    def space(self) -> Scene:
        """Give the scene, 64 × 64 in colour."""
        each = SceneObject(
            shape=["circle", "square", "triangle", "star"],
            size=Drawn(0.16, 0.2),
            angle=Drawn(0, 360, "circular"),
            color=["red", "green", "blue"],
            texture=self.texture,
        )
        return Scene(objects=dict.fromkeys("abcde", each), overlap=self.overlap, dtype=self.dtype)


@dataclass
class Measured:
    """What was found.

    Attributes:
        case: What was measured.
        images_per_s: Images per second of processor time, a round each.
    """

    case: Case
    images_per_s: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Images per second, the median round."""
        return median(self.images_per_s)


CASES = (
    *(Case(dtype, batch) for dtype in ("uint8", "float32") for batch in (1, 16, 256, 1024)),
    Case("uint8", 256, overlap=True),
    Case("uint8", 256, texture="stripes"),
)


def measure(case: Case, rounds: int, seconds: float) -> Measured:
    """Make images in rounds, after one batch that does not count; no two batches are alike.

    Args:
        case: What is measured.
        rounds: How many times.
        seconds: Least length of a round.
    """
    space, measured = case.space(), Measured(case)
    random = np.random.default_rng(0)
    space.images(random.integers(2**60, size=case.batch))
    for _ in range(rounds):
        batches, before = 0, process_time()
        while batches == 0 or process_time() - before < seconds:
            space.images(random.integers(2**60, size=case.batch))
            batches += 1
        measured.images_per_s.append(case.batch * batches / (process_time() - before))
    return measured


def table_of(measured: list[Measured]) -> Table:
    """Give the figures for the terminal."""
    table = Table("dtype", "batch", "texture", "overlap", "images/s", title="Five objects, 64 × 64 × 3, one core")
    for each in measured:
        case = each.case
        table.add_row(case.dtype, f"{case.batch:,}", case.texture, str(case.overlap), f"{each.rate:,.0f}")
    return table


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each case.")
@click.option("--seconds", default=1.0, show_default=True, help="Least length of a round, in processor time.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure images per second of scenes of five objects, and write the figures as JSON."""
    with one_core():
        measured = [measure(case, rounds, seconds) for case in CASES]
    date = str(datetime.now(UTC).date())
    found = {
        "date": date,
        "machine": machine(),
        "versions": {name: version(name) for name in VERSIONS},
        "measured": [asdict(each) for each in measured],
    }
    path = output or RESULTS / f"scene-{date}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    console = Console()
    console.print(table_of(measured))
    console.print(f"Written to {path}")


if __name__ == "__main__":
    main()
