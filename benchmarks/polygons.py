"""Measure polygons beside mdp_playground's, in one run, on one core: ``python -m benchmarks.polygons``.

Both draw polygons of 3 to 10 sides and radius 20 on 100 × 100 pixels, with rotation, flip, scale and shift, as
mdp_playground does unless it is told otherwise, and without: one image at a time there, batches here. All cases take
turns. Without transforms images come from the bank.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.report import Sheet
from benchmarks.rounds import measure, record, show
from imagespaces import Polygons
from imagespaces.bank import Bank
from imagespaces.pixels import convert
from imagespaces.transforms import Flip, Rotate, Scale, Shift

__all__ = ["CASES", "PEER", "Case", "agreement", "area_error", "main", "peer", "sheets"]

PEER = "mdp_playground"
OURS = "imagespaces"
VERSIONS = (OURS, PEER, "numpy", "opencv-python-headless")

STATES = 8
RADIUS = 20
TRANSFORMS = (Rotate(quantum=1), Flip(), Scale((0.5, 1.5)), Shift(quantum=1))
"""What mdp_playground does to images unless it is told otherwise."""

BATCHES = 16
"""No two of so many batches are alike."""

COMPARED = 64
"""States whose polygons are compared with mdp_playground's."""


@dataclass(frozen=True)
class Case:
    """What is measured.

    Attributes:
        name: Whose images.
        dtype: Of the images.
        batch: How many images are asked for at once.
        transforms: Whether there are the four transforms.
    """

    name: str
    dtype: str
    batch: int
    transforms: bool = True

    @property
    def count(self) -> int:
        """Images that one call makes."""
        return self.batch

    def calls(self) -> Iterator[Callable[[], object]]:
        """Give what makes one batch after the other, without end."""
        if self.name == PEER:
            return self._peer()
        return self._drawn() if self.transforms else self._banked()

    def _drawn(self) -> Iterator[Callable[[], object]]:
        space = Polygons(states=STATES, radius=RADIUS, transforms=TRANSFORMS, dtype=self.dtype)
        for indices in self._indices(2**60):
            yield lambda indices=indices: space.images(indices)  # type: ignore[misc]

    def _banked(self) -> Iterator[Callable[[], object]]:
        space = Polygons(states=STATES, radius=RADIUS, dtype=self.dtype)
        pixels = Bank.of(space).pixels
        for indices in self._indices(STATES):
            yield lambda indices=indices: convert(pixels.take(indices, axis=0), space.dtype)  # type: ignore[misc]

    def _peer(self) -> Iterator[Callable[[], object]]:
        space = peer() if self.transforms else peer("none")
        for state in itertools.cycle(np.random.default_rng(0).integers(STATES, size=1000).tolist()):
            yield lambda state=state: space.get_image_representation(state)  # type: ignore[misc]

    def _indices(self, end: int) -> Iterator[Any]:
        return itertools.cycle(np.random.default_rng(0).integers(end, size=(BATCHES, self.batch)))


CASES = (
    Case(PEER, "uint8", 1),
    *(Case(OURS, dtype, batch) for dtype in ("uint8", "float32") for batch in (1, 16, 256, 512, 1024)),
    Case(PEER, "uint8", 1, transforms=False),
    *(Case(OURS, dtype, batch, transforms=False) for dtype in ("uint8", "float32") for batch in (1, 256)),
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


def agreement() -> list[float]:
    """Give for each state the intersection over union with mdp_playground's polygon, without transforms."""
    theirs, ours = peer("none", COMPARED), Polygons(states=COMPARED, radius=RADIUS)
    found = []
    for state in range(COMPARED):
        reference = theirs.get_image_representation(state)[..., 0].T > 0  # it has the width first
        mask = ours.at(state).image[..., 0] >= 0.5
        found.append(float((mask & reference).sum() / (mask | reference).sum()))
    return found


def area_error() -> float:
    """Give the mean error of polygons' areas at all angles, as a share of the true area."""
    many = Polygons(states=STATES, radius=RADIUS, transforms=[Rotate(), Shift()]).instances(range(100 * STATES))
    sides = many.factors["sides"]
    areas = sides * RADIUS**2 * np.sin(2 * math.pi / sides) / 2
    return float(np.abs(many.images.sum(axis=(1, 2, 3), dtype=np.float64) / areas - 1).mean())


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as tables."""
    rates: dict[bool, float] = {
        each["case"]["transforms"]: each["rate"] for each in found["measured"] if each["case"]["name"] == PEER
    }
    rows = []
    for each in found["measured"]:
        case, rate = each["case"], each["rate"]
        kind = "all four" if case["transforms"] else "none"
        ratio = f"{rate / rates[case['transforms']]:,.1f}" if case["transforms"] in rates else ""
        rows.append((kind, case["name"], case["dtype"], f"{case['batch']:,}", f"{rate:,.0f}", ratio))
    headings = ("transforms", "of", "dtype", "batch", "images/s", f"× {PEER}")
    agreed = found["agreement"]
    geometry = (
        ("intersection over union, least of all states", f"{min(agreed):.3f}"),
        ("intersection over union, mean", f"{sum(agreed) / len(agreed):.3f}"),
        ("mean error of areas", f"{100 * found['area_error']:.2f} %"),
    )
    return [
        Sheet("Polygons of radius 20 on 100 × 100 pixels, one core, medians", headings, tuple(rows)),
        Sheet(f"The same polygons, beside {PEER}'s and beside geometry", ("", "found"), geometry),
    ]


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each case.")
@click.option("--seconds", default=0.5, show_default=True, help="Least length of a round, in processor time.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure polygons per second beside mdp_playground's, and how far they agree; write the figures as JSON."""
    measured = measure(CASES, rounds, seconds)
    shapes = {"agreement": [round(share, 4) for share in agreement()], "area_error": round(area_error(), 5)}
    show(sheets(record("polygons", measured, shapes, VERSIONS, output)))


if __name__ == "__main__":
    main()
