"""Measure environments of polygons that are drawn anew for every episode: ``python -m benchmarks.resets``.

Steps per second beside CircleSquare's, whose images lie in a bank, and what a reset of some of 1,024 environments
costs. Images are 100 × 100 in both; polygons have rotation, flip, scale and shift.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np

import envspecs
from benchmarks.report import Sheet
from benchmarks.rounds import measure, record, show

__all__ = ["CASES", "Case", "main", "sheets", "task"]

VERSIONS = ("imagespaces", "gymnasium", "numpy", "opencv-python-headless")

SPACES = ("circle_square", "polygons")
SIZES = (1, 16, 1024)
RESETS = (1, 4, 16, 64, 256, 1024)
BATCHES = 16
"""Actions of so many steps, or masks of so many resets, are drawn beforehand."""


def task(kind: str) -> dict[str, object]:
    """Give a task of looking at circles and squares, or at polygons that are drawn anew for every episode."""
    transforms = [{"kind": "rotate"}, {"kind": "flip"}, {"kind": "scale"}, {"kind": "shift"}]
    polygons = {"kind": "polygons", "states": 8, "radius": 20, "transforms": transforms}
    return {
        "envspec": 1,
        "id": "Measured-v0",
        "description": "Tell shapes apart.",
        "space": polygons if kind == "polygons" else {"kind": kind, "height": 100, "width": 100},
        "sensor": {"kind": "glimpse", "size": [5, 5], "motion": {"kind": "relative", "max_step": 0.2}},
        "task": {"kind": "classification", "loss": {"kind": "cross_entropy"}},
    }


@dataclass(frozen=True)
class Case:
    """What is measured.

    Attributes:
        space: What the environments show.
        num_envs: How many there are.
        resets: How many of them are reset at once; 0 to measure steps, in which those are reset that are over.
    """

    space: str
    num_envs: int
    resets: int = 0

    @property
    def count(self) -> int:
        """Environments that one call steps or resets."""
        return self.resets or self.num_envs

    def calls(self) -> Iterator[Callable[[], object]]:
        """Give what steps or resets environments, without end."""
        return self._resets() if self.resets else self._steps()

    def _steps(self) -> Iterator[Callable[[], object]]:
        envs = envspecs.load(task(self.space)).make_vec(self.num_envs)
        envs.reset(seed=0)
        for actions in itertools.cycle([envs.action_space.sample() for _ in range(BATCHES)]):
            yield lambda actions=actions: envs.step(actions)  # type: ignore[misc]

    def _resets(self) -> Iterator[Callable[[], object]]:
        envs = envspecs.load(task(self.space)).make_vec(self.num_envs, autoreset_mode="Disabled")
        envs.reset(seed=0)
        random = np.random.default_rng(0)
        chosen = [random.permutation(self.num_envs) < self.resets for _ in range(BATCHES)]
        for mask in itertools.cycle(chosen):
            yield lambda mask=mask: envs.reset(options={"reset_mask": mask})  # type: ignore[misc]


CASES = (
    *(Case(space, size) for size in SIZES for space in SPACES),
    *(Case(space, max(SIZES), resets) for resets in RESETS for space in SPACES),
)


def sheets(found: dict[str, Any]) -> list[Sheet]:
    """Give what was found as tables."""
    rates = {
        (each["case"]["space"], each["case"]["num_envs"], each["case"]["resets"]): each["rate"]
        for each in found["measured"]
    }
    steps = {size: [rates[space, size, 0] for space in SPACES] for _, size, resets in rates if not resets}
    calls = {
        (resets, size): [1e6 * resets / rates[space, size, resets] for space in SPACES]
        for _, size, resets in rates
        if resets
    }
    stepped = ((f"{size:,}", *(f"{rate:,.0f}" for rate in pair)) for size, pair in steps.items())
    fewest, least = min(((resets, pair[1]) for (resets, _), pair in calls.items()), default=(0, 0.0))
    reset = (
        (
            f"{resets:,} of {size:,}",
            *(f"{us:,.0f}" for us in pair),
            f"{(pair[1] - least) / (resets - fewest):,.1f}" if resets > fewest else "",
        )
        for (resets, size), pair in calls.items()
    )
    return [
        Sheet("Environment-steps per second, one core, medians", ("environments", *SPACES), tuple(stepped)),
        Sheet("µs that a reset takes", ("reset", *SPACES, "polygons, for each further one"), tuple(reset)),
    ]


@click.command()
@click.option("--rounds", default=7, show_default=True, help="Timed rounds of each case.")
@click.option("--seconds", default=0.4, show_default=True, help="Least length of a round, in processor time.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write the JSON; under results/ if left out.")
def main(*, rounds: int, seconds: float, output: Path | None) -> None:
    """Measure steps and resets of environments of polygons beside CircleSquare's; write the figures as JSON."""
    measured = measure(CASES, rounds, seconds)
    show(sheets(record("resets", measured, {}, VERSIONS, output)))


if __name__ == "__main__":
    main()
