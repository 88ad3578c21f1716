"""What a run of the benchmarks found, and the figures that follow from it.

Every list of measurements is in the order in which they were taken; what is compared is medians.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from statistics import median

from benchmarks.worker import SINGLE

__all__ = ["ROLES", "Measured", "Results", "Scale"]

ROLES = ("peer", "ours")
"""The two sides of the comparison, in the order of their turns."""


@dataclass
class Measured:
    """One contender at one number of environments.

    Attributes:
        steps_per_s: Environment-steps per second of processor time, a round each.
        import_s: Seconds to import it, beyond what its users have imported anyway; a fresh process each.
        first_step_s: Seconds from there to the return of the first step; a fresh process each.
        peak_bytes: The most memory held by the process that ran the rounds.
    """

    steps_per_s: list[float] = field(default_factory=list)
    import_s: list[float] = field(default_factory=list)
    first_step_s: list[float] = field(default_factory=list)
    peak_bytes: int = 0

    @property
    def rate(self) -> float:
        """Environment-steps per second, the median round."""
        return median(self.steps_per_s)

    @property
    def ready_s(self) -> float:
        """Seconds from before the import to after the first step, the median process."""
        return median(map(sum, zip(self.import_s, self.first_step_s, strict=True)))


@dataclass
class Scale:
    """Both contenders at one number of environments.

    Attributes:
        num_envs: How many.
        single: Whether the single environment is meant, not a vector of one.
        peer: The other system.
        ours: This library.
    """

    num_envs: int
    single: bool = False
    peer: Measured = field(default_factory=Measured)
    ours: Measured = field(default_factory=Measured)

    @property
    def size(self) -> str:
        """What tables and processes call it: ``single``, or the number."""
        return SINGLE if self.single else str(self.num_envs)

    @property
    def ratio(self) -> float:
        """How many times as many steps per second ours runs."""
        return self.ours.rate / self.peer.rate

    @property
    def us_per_step(self) -> float:
        """Microseconds that a step of one of our environments costs."""
        return 1e6 / self.ours.rate

    def of(self, role: str) -> Measured:
        """Give one contender's measurements."""
        return {"peer": self.peer, "ours": self.ours}[role]


@dataclass
class Results:
    """All that one run found.

    Attributes:
        date: Day of the run, as 2026-01-31.
        machine: Facts of the machine.
        versions: Of what was measured, by distribution.
        scales: The single environment, then vectors by number of environments, ascending.
    """

    date: str
    machine: dict[str, str | int]
    versions: dict[str, str]
    scales: list[Scale] = field(default_factory=list)

    @classmethod
    def from_json(cls, text: str) -> Results:
        """Read what a run wrote."""
        data = json.loads(text)
        scales = [
            Scale(one["num_envs"], one["single"], Measured(**one["peer"]), Measured(**one["ours"]))
            for one in data["scales"]
        ]
        return cls(data["date"], data["machine"], data["versions"], scales)

    def bytes_per_env(self, role: str) -> float:
        """Memory that one more environment costs: from the fewest environments to the most."""
        vectors = [scale for scale in self.scales if not scale.single]
        first, last = vectors[0], vectors[-1]
        more = max(1, last.num_envs - first.num_envs)
        return (last.of(role).peak_bytes - first.of(role).peak_bytes) / more
