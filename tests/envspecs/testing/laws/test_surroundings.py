from __future__ import annotations

import multiprocessing
import os
import random
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator, Mapping
from threading import Event, Thread
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from envspecs.core import Core
from envspecs.environment import ActiveEnv, ActiveVectorEnv
from envspecs.testing.laws.surroundings import (
    closed_environments_say_so,
    closing_leaves_nothing_behind,
    global_generators_are_left_alone,
    nothing_is_printed,
)
from tests.envspecs.testing.faults import Fault, caught, spoilt

Options = Mapping[str, NDArray[Any]]

STOP = Event()

CALLED: list[subprocess.Popen[bytes]] = []


@pytest.fixture(autouse=True)
def _threads_are_stopped() -> Iterator[None]:
    STOP.clear()
    yield
    STOP.set()
    while CALLED:
        with CALLED.pop() as called:
            called.kill()
    for process in multiprocessing.active_children():
        if process.name == "worker":
            process.kill()
            process.join()


class Delegating(ActiveEnv):
    """Begins a process, and forgets it."""

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        super().__init__(core, render_mode)
        multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,), name="worker", daemon=True).start()


class Drawing(Core):
    """Draws from NumPy's global generator."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        super().begin(lanes, options)
        np.random.random()  # noqa: NPY002 - faulty on purpose


class Seeding(Core):
    """Seeds Python's global generator."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        super().begin(lanes, options)
        random.seed(5)


class Peeking(Core):
    """Looks at the global generator's state, and leaves it as it is."""

    def begin(self, lanes: NDArray[np.intp], options: Options | None = None) -> None:
        super().begin(lanes, options)
        self._return[:] = np.random.get_state()[1][0]  # type: ignore[index]  # noqa: NPY002 - faulty on purpose


class Greeting(ActiveEnv):
    """Prints when it is made."""

    def __init__(self, core: Core, render_mode: str | None = None) -> None:
        print("hello")  # noqa: T201 - faulty on purpose
        super().__init__(core, render_mode)


class Complaining(ActiveVectorEnv):
    """Writes to standard error."""

    def step(self, actions: Any) -> Any:
        sys.stderr.write("slow\n")
        return super().step(actions)


class Muttering(ActiveEnv):
    """Writes to standard error beneath Python."""

    def step(self, action: Any) -> Any:
        os.write(2, b"slow\n")
        return super().step(action)


class Noting(ActiveEnv):
    """Warns at every step."""

    def step(self, action: Any) -> Any:
        warnings.warn("steps are numbered from 0", stacklevel=2)
        return super().step(action)


class Calling(ActiveEnv):
    """Begins another program, and forgets it."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        CALLED.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return super().reset(seed=seed, options=options)


class Prefetching(ActiveEnv):
    """Has a thread that no one stops."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        Thread(target=STOP.wait, name="prefetching", daemon=True).start()
        return super().reset(seed=seed, options=options)


class Fragile(ActiveEnv):
    """Can't be closed twice."""

    def close(self) -> None:
        if self._is_closed:
            raise RuntimeError("closed already")
        super().close()


class Undead(ActiveEnv):
    """Goes on after it was closed."""

    def close(self) -> None:
        pass


class Mute(ActiveVectorEnv):
    """Fails without saying why after it was closed."""

    def _check_open(self) -> None:
        if self._is_closed:
            raise AttributeError("core")


test_caught = caught(
    Fault(
        global_generators_are_left_alone, spoilt(core=Drawing), "the state of NumPy's generator after the single env"
    ),
    Fault(
        global_generators_are_left_alone, spoilt(core=Seeding), "that the single environment left Python's generator"
    ),
    Fault(
        global_generators_are_left_alone, spoilt(core=Peeking), "the single environment, with other global seeds, ca"
    ),
    Fault(nothing_is_printed, spoilt(Greeting), "what was printed is 'hello"),
    Fault(nothing_is_printed, spoilt(None, Complaining), "what was printed is 'slow"),
    Fault(nothing_is_printed, spoilt(Muttering), "what was printed is 'slow"),
    Fault(
        closing_leaves_nothing_behind, spoilt(Prefetching), "threads ['prefetching'] of the single environment run on"
    ),
    Fault(closing_leaves_nothing_behind, spoilt(Delegating), "processes ['worker'] of the single environment run on"),
    Fault(closing_leaves_nothing_behind, spoilt(Calling), "import time; time.sleep(60)'] of the single environment "),
    Fault(closing_leaves_nothing_behind, spoilt(Fragile), "raised RuntimeError: closed already"),
    Fault(closed_environments_say_so, spoilt(Undead), "reset() of the single environment after close() must raise"),
    Fault(closed_environments_say_so, spoilt(None, Mute), "and raised AttributeError: core"),
)


@pytest.mark.filterwarnings("default:steps are numbered")
def test_warnings_are_not_printed() -> None:
    nothing_is_printed(spoilt(Noting))
