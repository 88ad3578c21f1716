from __future__ import annotations

import random
import sys
import threading
import time
import warnings
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from imagespaces.testing.laws.conduct import (
    no_global_generator,
    no_thread_is_left,
    nothing_is_printed,
    threads_agree,
)
from tests.imagespaces.testing.faults import Fault, Shapes, each, expect_caught

Values = Mapping[str, NDArray[Any]]


class Drawing(Shapes):
    """Draws from NumPy's global generator."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        return super()._images(values) * np.float32(np.random.random())  # noqa: NPY002 - faulty on purpose


class Seeding(Shapes):
    """Seeds Python's global generator."""

    def __init__(self, **parameters: Any) -> None:
        random.seed(7)
        super().__init__(**parameters)


class Peeking(Shapes):
    """Looks at the global generator's state, and leaves it as it is."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        odd = int(np.random.get_state()[1][0]) % 2  # type: ignore[index]  # noqa: NPY002 - faulty on purpose
        return super()._images(values) / np.float32(1 + odd)


class Greeting(Shapes):
    """Prints when it is made."""

    def __init__(self, **parameters: Any) -> None:
        print("hello")  # noqa: T201 - faulty on purpose
        super().__init__(**parameters)


class Complaining(Shapes):
    """Writes to standard error."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        sys.stderr.write("slow\n")
        return super()._images(values)


class Warner(Shapes):
    """Warns of something."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        warnings.warn("slow", stacklevel=1)
        return super()._images(values)


STOP = threading.Event()


class Working(Shapes):
    """Leaves a thread at work."""

    def __init__(self, **parameters: Any) -> None:
        super().__init__(**parameters)
        threading.Thread(target=STOP.wait, name="worker", daemon=True).start()


class Shared(Shapes):
    """Keeps what it renders where other threads write too."""

    def _images(self, values: Values) -> NDArray[np.float32]:
        self.values = values
        time.sleep(0.01)
        return super()._images(self.values)


@pytest.fixture(autouse=True)
def stop() -> Iterator[None]:
    """Let no thread of a faulty space outlive its test."""
    STOP.clear()
    yield
    STOP.set()


@each(
    Fault(nothing_is_printed, Warner(), "raised UserWarning: slow"),
    Fault(no_thread_is_left, Working(), "['worker'] are left running"),
    Fault(threads_agree, Shared(), "instances given to one of several threads"),
    Fault(no_global_generator, Drawing(), "a global random generator was used"),
    Fault(no_global_generator, Seeding(), "a global random generator was used"),
    Fault(no_global_generator, Peeking(), "what comes after another global seed differs"),
    Fault(nothing_is_printed, Greeting(), "'hello\\n' was printed"),
    Fault(nothing_is_printed, Complaining(), "slow\\n"),
)
def test_caught(fault: Fault) -> None:
    expect_caught(fault)


def test_global_generators_are_restored() -> None:
    states = []
    for _ in range(2):
        states.append((random.getstate(), str(np.random.get_state())))  # noqa: NPY002 - the law is about it
        no_global_generator(Shapes())
    assert states[0] == states[1]
