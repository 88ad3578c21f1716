"""Making ahead of need: quicker perhaps, other never."""

from __future__ import annotations

import gc
import os
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imagespaces.ahead import Ahead

LANES = st.integers(0, 3)
INDICES = st.integers(0, 9)


def square(index: int) -> int:
    time.sleep(index / 3000)
    if index % 5 == 4:
        raise OSError(f"{index} cannot be read")
    return index**2


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("imagespaces-ahead")]


@given(st.lists(st.tuples(st.booleans(), LANES, INDICES), max_size=30))
def test_what_is_taken_is_what_was_asked_for_or_nothing(steps: list[tuple[bool, int, int]]) -> None:
    ahead = Ahead(square)
    guesses: dict[int, int] = {}
    for expects, lane, index in steps:
        if expects:
            ahead.expect(lane, index)
            guesses[lane] = index
        else:
            right = guesses.pop(lane, None) == index and index % 5 != 4
            assert ahead.take(lane, index) == (index**2 if right else None)
    ahead.close()


def test_things_are_made_before_they_are_taken() -> None:
    made = threading.Event()
    ahead = Ahead(lambda _: made.set())
    ahead.expect(0, 1)
    assert made.wait(20)
    ahead.close()


def test_one_guess_a_lane_waits() -> None:
    made: list[int] = []
    go = threading.Event()

    def make(index: int) -> int:
        go.wait(20)
        made.append(index)
        return index

    ahead = Ahead(make)
    for index in range(1000):
        ahead.expect(0, index)
    go.set()
    assert ahead.take(0, 999) == 999
    ahead.close()
    assert len(made) <= 10  # those that threads had begun already


def test_no_thread_is_there_before_a_guess_or_after_closing() -> None:
    ahead = Ahead(square)
    assert ahead.take(0, 1) is None
    assert threads() == []
    for lane in range(9):
        ahead.expect(lane, 1)
    assert 1 <= len(threads()) <= 4
    ahead.close()
    assert threads() == []
    ahead.close()
    ahead.expect(0, 3)
    assert ahead.take(0, 3) == 9  # it can begin anew
    ahead.close()


def test_threads_end_when_nobody_holds_it() -> None:
    ahead = Ahead(square)
    ahead.expect(0, 1)
    ended = [thread for thread in threading.enumerate() if thread.name.startswith("imagespaces-ahead")]
    del ahead
    gc.collect()
    for thread in ended:
        thread.join(20)
    assert threads() == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system does not fork")
@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_a_forked_process_waits_for_no_thread_that_it_has_not() -> None:
    ahead = Ahead(square)
    for lane in range(9):
        ahead.expect(lane, 3)
    child = os.fork()
    if not child:
        first = ahead.take(0, 3)
        ahead.expect(1, 2)
        second = ahead.take(1, 2)
        ahead.close()
        os._exit(0 if (first, second) == (None, 4) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert ahead.take(0, 3) == 9
    ahead.close()
