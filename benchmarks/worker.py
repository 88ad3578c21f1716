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
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any

from benchmarks.contenders import CONTENDERS, Contender

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from _typeshed import DataclassInstance
    from gymnasium import Env
    from gymnasium.vector import VectorEnv

__all__ = ["SINGLE", "STEPS_PER_EPISODE", "End", "Round", "Start", "main", "say", "serve"]

SINGLE = "single"
"""What stands for a number of environments where the single environment is meant, not a vector of one."""

STEPS_PER_EPISODE = 17
"""16 steps and the one that resets: a round holds whole episodes, so that every round resets as often."""

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
        seconds: Processor time that they took, of all threads of the process. On one core this is what a clock shows
            when nothing else runs, and it is less disturbed by what does.
    """

    steps: int
    seconds: float


@dataclass(frozen=True)
class End:
    """What the process held.

    Attributes:
        peak_bytes: The most resident memory since it started.
        own_bytes: The memory at the end that is of no file; None where the system does not say.
    """

    peak_bytes: int
    own_bytes: int | None = None


class Single:
    """A single environment that is stepped as a vector of one is: the step after the last one of an episode resets it.

    Args:
        env: The environment.
    """

    def __init__(self, env: Env[Any, Any]) -> None:
        self._env = env
        self.action_space, self.close = env.action_space, env.close
        self._over = False

    def reset(self, seed: int) -> None:
        """Begin the first episode."""
        self._env.reset(seed=seed)

    def step(self, action: Any) -> None:
        """Take a step, or begin the next episode."""
        if self._over:
            self._env.reset()
            self._over = False
        else:
            _, _, terminated, truncated, _ = self._env.step(action)
            self._over = terminated or truncated


def start(contender: Contender, size: str) -> tuple[VectorEnv[Any, Any, Any] | Single, Start]:
    """Import a contender and bring its environment through its first step."""
    for name in contender.foundation:
        import_module(name)
    before = perf_counter()
    module = contender.load()
    imported = perf_counter()
    stepped = Single(contender.make_single(module)) if size == SINGLE else contender.make(module, int(size))
    stepped.reset(seed=0)
    stepped.step(stepped.action_space.sample())
    return stepped, Start(imported - before, perf_counter() - imported)


def settle(longest: float = 600.0, pause: float = 0.5, idle: float = 0.05) -> None:
    """Wait until threads in the background, as those that prefetch images, have nothing left to do."""
    until = perf_counter() + longest
    busy = True
    while busy and perf_counter() < until:
        before = process_time()
        sleep(pause)
        busy = process_time() - before > idle * pause


def rounds(stepped: VectorEnv[Any, Any, Any] | Single, lengths: Iterable[float]) -> Iterator[Round]:
    """Step for at least each of some lengths in seconds of processor time, whole episodes at a time.

    Actions are drawn before the clock runs: what a policy costs is not the environment's.
    """
    settle()
    actions = [stepped.action_space.sample() for _ in range(STEPS_PER_EPISODE)]
    for length in lengths:
        steps = 0
        before = process_time()
        while steps == 0 or process_time() - before < length:
            for action in actions:
                stepped.step(action)
            steps += STEPS_PER_EPISODE
        yield Round(steps, process_time() - before)


def say(answer: DataclassInstance) -> None:
    """Write one line of JSON."""
    sys.stdout.write(json.dumps(asdict(answer)) + "\n")
    sys.stdout.flush()


def serve(contender: Contender, size: str) -> None:
    """Start a contender, and step it as standard input tells."""
    stepped, started = start(contender, size)
    say(started)
    for finished in rounds(stepped, map(float, sys.stdin)):
        say(finished)
    own = own_bytes()
    stepped.close()
    say(End(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT, own))


def own_bytes() -> int | None:
    """Give the memory that this process holds and that is of no file; None where the system does not say."""
    facts = Path("/proc/self/status")
    lines = facts.read_text(encoding="utf-8").splitlines() if facts.exists() else []
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("RssAnon:")), None)


def main() -> None:
    """Serve one contender: ``python -m benchmarks.worker ROLE SIZE``, the size a number or ``single``."""
    role, size = sys.argv[1:]
    serve(CONTENDERS[role], size)


if __name__ == "__main__":
    main()
