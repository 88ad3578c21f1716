"""One contender in a process of its own: import it, make its environment, and step it when told to.

The process speaks JSON, a line at a time. First it says what starting took (:class:`Start`). Then each line that it
reads is a number of seconds, and it answers with one :class:`Round` of at least that length. At the end of its input it
says the most memory that it held (:class:`End`).
"""

from __future__ import annotations

import json
import resource
import sys
from dataclasses import asdict, dataclass
from importlib import import_module
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any

from benchmarks.contenders import CONTENDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gymnasium.vector import VectorEnv

__all__ = ["End", "Round", "Start", "main"]

STEPS_PER_EPISODE = 17
"""16 steps and the one that resets: a round holds whole episodes, so that every round resets as often."""

BATCHES = 17
"""Actions are drawn before the clock runs, this many batches; a policy's cost is not the environment's."""

BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of ``ru_maxrss``."""


@dataclass(frozen=True)
class Start:
    """What starting took.

    Attributes:
        import_s: Seconds for importing the contender, beyond what its users have imported anyway.
        first_step_s: Seconds from there until the first step has returned: make, reset, step.
    """

    import_s: float
    first_step_s: float


@dataclass(frozen=True)
class Round:
    """One timed round.

    Attributes:
        steps: Calls of ``step``, each of which steps every environment.
        seconds: What they took.
    """

    steps: int
    seconds: float


@dataclass(frozen=True)
class End:
    """What the process held.

    Attributes:
        peak_bytes: The most resident memory since it started.
    """

    peak_bytes: int


def start(role: str, num_envs: int) -> tuple[VectorEnv[Any, Any, Any], Start]:
    """Import a contender and bring its environment through its first step."""
    contender = CONTENDERS[role]
    for name in contender.foundation:
        import_module(name)
    before = perf_counter()
    module = contender.load()
    imported = perf_counter()
    vector = contender.make(module, num_envs)
    vector.reset(seed=0)
    vector.step(vector.action_space.sample())
    return vector, Start(imported - before, perf_counter() - imported)


def settle(longest: float = 600.0, pause: float = 0.5, idle: float = 0.05) -> None:
    """Wait until threads in the background, as those that prefetch images, have nothing left to do."""
    until = perf_counter() + longest
    busy = True
    while busy and perf_counter() < until:
        before = process_time()
        sleep(pause)
        busy = process_time() - before > idle * pause


def rounds(vector: VectorEnv[Any, Any, Any], lengths: Iterable[float]) -> Iterator[Round]:
    """Step for at least each of some lengths in seconds, whole episodes at a time."""
    settle()
    actions = [vector.action_space.sample() for _ in range(BATCHES)]
    for length in lengths:
        steps = 0
        before = perf_counter()
        while steps == 0 or perf_counter() - before < length:
            for step in range(STEPS_PER_EPISODE):
                vector.step(actions[step % BATCHES])
            steps += STEPS_PER_EPISODE
        yield Round(steps, perf_counter() - before)


def say(answer: Start | Round | End) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(asdict(answer)) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Serve one contender: ``python -m benchmarks.worker ROLE NUM_ENVS``."""
    role, num_envs = sys.argv[1], int(sys.argv[2])
    vector, started = start(role, num_envs)
    say(started)
    for finished in rounds(vector, map(float, sys.stdin)):
        say(finished)
    vector.close()
    say(End(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT))


if __name__ == "__main__":
    main()
