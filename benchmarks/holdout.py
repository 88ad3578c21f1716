"""Measure what a sample costs where most combinations are held out: ``python -m benchmarks.holdout``.

The space has 10 × 10 × 10 combinations of three polygons, side by side, each at any angle. Its ``train`` is all of it,
or the one combination that is left of 1,000. (Of a split that shows every value in training ten are left.)
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

from benchmarks.report import Sheet
from benchmarks.rounds import measure, record, show
from imagespaces import Polygons
from imagespaces.factors import CompositionSplit, ExplicitSplit, Partitioner, RandomCompositionSplit, RandomSplit
from imagespaces.transforms import Rotate

__all__ = ["CASES", "Case", "main", "partition", "sheets"]

VERSIONS = ("imagespaces", "numpy", "opencv-python-headless")

COUNT = 10
NAMES = ("dim0.sides", "dim1.sides", "dim2.sides")
FEWEST = 3
BATCH = 256
BATCHES = 16
"""No two of so many batches are alike."""


def partition(kind: str) -> Partitioner | None:
    """Give what leaves a combination, or ten, for ``train``; None where nothing is held out."""
    if kind == "explicit":
        return ExplicitSplit({"train": dict.fromkeys(NAMES, FEWEST)}, rest="test")
    if kind == "random":
        return RandomSplit({"train": 0.001, "test": 0.999})
    if kind == "composition":
        values = itertools.product(range(FEWEST, FEWEST + COUNT), repeat=len(NAMES))
        return CompositionSplit([dict(zip(NAMES, each, strict=True)) for each in values if len(set(each)) > 1])
    return RandomCompositionSplit(NAMES, 0.999) if kind == "random_composition" else None


@dataclass(frozen=True)
class Case:
    """What is measured.

    Attributes:
        partition: What holds combinations out; ``"none"`` for nothing.
        images: Whether samples are drawn as images, or as indices alone.
    """

    partition: str
    images: bool

    @property
    def count(self) -> int:
        """Samples that one call draws."""
        return BATCH

    def space(self) -> Polygons:
        """Give the space."""
        return Polygons(
            states=[COUNT] * len(NAMES),
            height=32,
            width=32 * len(NAMES),
            radius=14,
            transforms=[Rotate()],
            partition=partition(self.partition),
        )

    @property
    def split_name(self) -> str:
        """The part that samples are drawn from."""
        return "all" if self.partition == "none" else "train"

    def calls(self) -> Iterator[Callable[[], object]]:
        """Give what draws one batch of samples after the other, without end."""
        space = self.space()
        split = space.split(self.split_name)
        ranks = np.random.default_rng(0).integers(split.size, size=(BATCHES, BATCH))
        for each in itertools.cycle(ranks):
            if self.images:
                yield lambda each=each: space.images(split.indices(each))  # type: ignore[misc]
            else:
                yield lambda each=each: split.indices(each)  # type: ignore[misc]


KINDS = ("none", "explicit", "random", "composition", "random_composition")
CASES = tuple(Case(kind, images) for images in (True, False) for kind in KINDS)


def held_out() -> dict[str, int]:
    """Give how many of the 1,000 combinations each kind holds out."""
    spaces = {kind: Case(kind, images=False) for kind in KINDS}
    return {kind: COUNT ** len(NAMES) - case.space().split(case.split_name).num_states for kind, case in spaces.items()}


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as a table."""
    us = {(each["case"]["partition"], each["case"]["images"]): 1e6 / each["rate"] for each in found["measured"]}
    rows = tuple(
        (kind, f"{found['held_out'][kind]:,}", f"{us[kind, True]:.2f}", f"{us[kind, False]:.3f}")
        for kind in found["held_out"]
        if (kind, True) in us and (kind, False) in us
    )
    headings = ("partition", "held out of 1,000", "µs per image", "µs per index alone")
    return [Sheet("Samples of what is not held out, one core, medians", headings, rows)]


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each case.")
@click.option("--seconds", default=0.5, show_default=True, help="Least length of a round, in processor time.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure what samples cost with 999 of 1,000 combinations held out, and with none; write the figures as JSON."""
    measured = measure(CASES, rounds, seconds)
    show(sheets(record("holdout", measured, {"held_out": held_out()}, VERSIONS, output)))


if __name__ == "__main__":
    main()
