from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.sides import measure_sides
from benchmarks.worker import End, Round

LOG: list[str] = []


@dataclass
class Running:
    """A process that only says that it was asked."""

    name: str
    rounds: int = 0

    def round(self, seconds: float) -> Round:
        LOG.append(self.name)
        self.rounds += 1
        return Round(steps=100 * self.rounds, seconds=seconds)

    def end(self) -> End:
        LOG.append(f"{self.name} ends")
        return End(peak_bytes=self.rounds)


@dataclass(frozen=True)
class Side:
    """A side whose steps make ``count`` things."""

    name: str
    count: int

    @contextmanager
    def session(self) -> Iterator[Any]:
        yield Running(self.name)
        LOG.append(f"{self.name} is gone")


def test_sides_take_turns_and_the_first_round_does_not_count() -> None:
    LOG.clear()
    sides = [Side("a", 1), Side("b", 10)]
    measured, ends = measure_sides(sides, rounds=2, seconds=0.5)
    assert LOG == ["a", "b"] * 3 + ["a ends", "b ends", "b is gone", "a is gone"]
    assert [each.case for each in measured] == sides
    assert [each.per_s for each in measured] == [[400.0, 600.0], [4000.0, 6000.0]]
    assert [end.peak_bytes for end in ends] == [3, 3]
