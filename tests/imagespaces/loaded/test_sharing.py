"""Things that are made once."""

from __future__ import annotations

import gc
import time
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from imagespaces.loaded.sharing import Shared


class Thing:
    """What can be referred to weakly."""


def test_equal_keys_share_a_thing_and_others_do_not() -> None:
    shared: Shared[Thing] = Shared()
    one, other = shared.get(("a", 1), Thing), shared.get(("a", 2), Thing)
    assert shared.get(("a", 1), Thing) is one is not other


def test_the_latest_thing_stays_and_those_before_go() -> None:
    shared: Shared[Thing] = Shared()
    first = weakref.ref(shared.get(1, Thing))
    gc.collect()
    assert first() is not None
    second = weakref.ref(shared.get(2, Thing))
    gc.collect()
    assert first() is None
    assert second() is not None


def test_room_is_made_before_another_is_made() -> None:
    shared: Shared[Thing] = Shared()
    first = weakref.ref(shared.get(1, Thing))

    def make() -> Thing:
        gc.collect()
        assert first() is None
        return Thing()

    shared.get(2, make)


def test_a_thing_that_is_asked_for_again_is_the_latest() -> None:
    shared: Shared[Thing] = Shared()
    first = shared.get(1, Thing)
    second = weakref.ref(shared.get(2, Thing))
    shared.get(1, Thing)
    gc.collect()
    assert second() is None
    reference = weakref.ref(first)
    del first
    gc.collect()
    assert reference() is not None


def test_a_thing_in_use_stays() -> None:
    shared: Shared[Thing] = Shared()
    held = shared.get(1, Thing)
    shared.get(2, Thing)
    gc.collect()
    assert shared.get(1, Thing) is held


def test_a_thing_that_could_not_be_made_is_tried_again() -> None:
    shared: Shared[Thing] = Shared()

    def fail() -> Thing:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        shared.get(1, fail)
    assert isinstance(shared.get(1, Thing), Thing)


def test_threads_that_ask_at_once_share_one() -> None:
    shared: Shared[Thing] = Shared()
    made: list[Thing] = []
    together = Barrier(8)

    def make() -> Thing:
        time.sleep(0.02)  # for the others to ask meanwhile
        made.append(Thing())
        return made[-1]

    def ask(_: int) -> Thing:
        together.wait()
        return shared.get("key", make)

    with ThreadPoolExecutor(8) as pool:
        assert {id(thing) for thing in pool.map(ask, range(8))} == {id(made[0])}
    assert len(made) == 1
