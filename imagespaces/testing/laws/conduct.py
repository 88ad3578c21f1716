"""Spaces mind their own business: no global random generator, nothing printed, no threads left, and none in the way."""

from __future__ import annotations

import contextlib
import io
import multiprocessing
import random
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from gymnasium.vector.utils import batch_space
from numpy.typing import NDArray

from imagespaces.instances import Instances
from imagespaces.space import ImageSpace
from imagespaces.testing.checks import again, expect, expect_same, expect_same_instances, take
from imagespaces.testing.law import always, has_instances, law, some_indices

__all__ = ["no_global_generator", "no_thread_is_left", "nothing_is_printed", "threads_agree"]

_THREADS = 4


@law(always)
def no_global_generator(space: ImageSpace, seed: int) -> None:
    """Python's and NumPy's global generators are neither written (their states stay) nor read (no state matters)."""
    outcomes = []
    with _restored_generators():
        for state in range(2):
            random.seed(state)
            np.random.seed(state)  # noqa: NPY002 - the law is about the global generator
            before = _states()
            outcomes.append(_use(space, seed))
            expect(_states() == before, "a global random generator was used")
    for first, second in zip(*outcomes, strict=True):
        expect_same(second, first, "what comes after another global seed")


@law(always)
def nothing_is_printed(space: ImageSpace, seed: int) -> None:
    """Making and using a space writes nothing to standard output or error, and warns of nothing."""
    written = io.StringIO()
    with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written), warnings.catch_warnings():
        warnings.simplefilter("error")
        _use(space, seed)
    expect(not written.getvalue(), f"{written.getvalue()!r} was printed")


@law(always)
def no_thread_is_left(space: ImageSpace, seed: int) -> None:
    """Making and using a space leaves no thread and no process running."""
    threads, processes = threading.enumerate(), multiprocessing.active_children()
    _use(space, seed)
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    left += [process.name for process in multiprocessing.active_children() if process not in processes]
    expect(not left, f"{left} are left running")


@law(has_instances)
def threads_agree(space: ImageSpace, indices: NDArray[np.int64], seed: int) -> None:
    """Threads that ask a new space at once, each in an order of its own, are given the same instances."""
    expected, fresh, start = space.instances(indices), again(space, seed=seed), threading.Barrier(_THREADS)
    random = np.random.default_rng(seed)
    orders = [random.permutation(len(indices)) for _ in range(_THREADS)]

    def ask(order: NDArray[np.int64]) -> Instances:
        start.wait()
        return fresh.instances(indices[order])

    with ThreadPoolExecutor(_THREADS) as pool:
        for found, order in zip(pool.map(ask, orders), orders, strict=True):
            expect_same_instances(found, take(expected, order), "instances given to one of several threads")


def _use(space: ImageSpace, seed: int) -> list[NDArray[Any]]:
    """Do what is done with spaces: make, sample, batch, look instances up."""
    fresh = again(space, seed=seed)
    arrays = [fresh.sample(), batch_space(fresh, 2).sample()]
    if has_instances(fresh):
        indices = some_indices(fresh, seed)
        arrays += [fresh.at(int(indices[0])).image, fresh.instances(indices).images]
    return arrays


def _states() -> tuple[Any, ...]:
    """Give the states of the global generators, to be compared."""
    name, words, *rest = np.random.get_state()  # noqa: NPY002 - the same
    return random.getstate(), name, bytes(np.asarray(words)), *rest


@contextlib.contextmanager
def _restored_generators() -> Iterator[None]:
    python, numpy = random.getstate(), np.random.get_state()  # noqa: NPY002 - the same
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)  # noqa: NPY002 - the same
