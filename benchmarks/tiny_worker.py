"""A process of its own for what is measured of a data set: loading it, holding it, and stepping through it.

``python -m benchmarks.tiny_worker steps ROLE SIZE`` serves one contender as :mod:`benchmarks.worker` does;
``... load SIZE`` loads the data set and says what that took (:class:`Loading`); for each line of its input it looks at
every picture, and says what it holds then (:class:`Holding`).
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.worker import say, serve
from imagespaces.progress import reporting

__all__ = ["Holding", "Loading", "main"]

TASK = "TinyImageNet-v0"
PAGE = 4096
"""Bytes of a page of memory, or a part of one."""


@dataclass(frozen=True)
class Loading:
    """What loading took.

    Attributes:
        import_s: Seconds for importing the library.
        first_step_s: Seconds from there until the first step has returned: load, make, reset, step.
        reports: How often progress was told.
    """

    import_s: float
    first_step_s: float
    reports: int


@dataclass(frozen=True)
class Holding:
    """What a process holds, in bytes, once it has looked at every picture.

    Attributes:
        resident: All pages that it has in memory.
        proportional: The same, pages of several processes divided by how many they are.
        own: Pages that are of no file, and so of this process alone.
    """

    resident: int
    proportional: int
    own: int


def holding() -> Holding:
    """Ask the system what this process holds."""
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    found = {name: int(rest.split()[0]) << 10 for name, _, rest in (line.partition(":") for line in lines)}
    return Holding(found["Rss"], found["Pss"], found["Anonymous"])


def load(size: int) -> Loading:
    """Load the data set, make environments, and step them once."""
    told = []
    before = perf_counter()
    import envspecs  # noqa: PLC0415 - it is measured

    imported = perf_counter()
    with reporting(lambda _what, done, total: told.append(done == total)):
        envs = envspecs.load(TASK).make_vec(size)
        envs.reset(seed=0)
        envs.step(envs.action_space.sample())
    stepped = perf_counter()
    _kept.append(envs)
    return Loading(imported - before, stepped - imported, len(told))


_kept: list[object] = []
"""What must not be freed while memory is measured."""


def look_at_all() -> None:
    """Have every picture in memory that is mapped only."""
    from imagespaces.loaded import TinyImageNet  # noqa: PLC0415 - importing it is measured elsewhere

    pixels = TinyImageNet(parts=["train"]).stored_pixels()
    assert pixels is not None  # noqa: S101 - a data set of a gigabyte is kept
    pixels.reshape(-1)[::PAGE].max()


def main() -> None:
    """Do what is asked for."""
    if sys.argv[1] == "steps":
        from benchmarks.tiny_contenders import TINY_CONTENDERS  # noqa: PLC0415 - it imports what is measured

        serve(TINY_CONTENDERS[sys.argv[2]], sys.argv[3])
        return
    say(load(int(sys.argv[2])))
    for _ in sys.stdin:
        look_at_all()
        say(holding())


if __name__ == "__main__":
    main()
