"""What environments give and take belongs to the caller."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import numpy as np
from numpy.lib.array_utils import byte_bounds
from numpy.typing import NDArray

from envspecs.testing.comparing import arrays_in, copied, expect_same_data, expect_same_run
from envspecs.testing.driver import Driver, Result
from envspecs.testing.law import always, law
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect

__all__ = ["actions_are_left_alone", "results_may_be_written_to", "results_share_no_memory"]


@law(always)
def results_share_no_memory(subject: Subject, seed: int) -> None:
    """No array is given twice, whole or in part, by two calls or by one; nor is an action given back."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            results = [driver.reset(seed=seed), *(driver.step(action) for action in actions), driver.reset(seed=seed)]
            given = _named("action", actions) + _named("result", results)
            _expect_apart(given, kind)


def _named(what: str, pieces: list[Any]) -> list[tuple[str, NDArray[Any]]]:
    return [
        (f"{what} {number}{path}", array) for number, piece in enumerate(pieces) for path, array in arrays_in(piece)
    ]


def _expect_apart(given: list[tuple[str, NDArray[Any]]], kind: str) -> None:
    """Demand that no two arrays overlap, looking at those alone that do not lie apart in memory."""
    spans = [(*byte_bounds(array), path, array) for path, array in given if array.size]
    before: list[tuple[int, int, str, NDArray[Any]]] = []
    for span in sorted(spans, key=lambda each: each[0]):
        before = [other for other in before if other[1] > span[0]]
        for _, _, path, array in before:
            expect(not np.shares_memory(array, span[3]), f"{path} and {span[2]} of {kind} share memory")
        before.append(span)


@law(always)
def results_may_be_written_to(subject: Subject, seed: int) -> None:
    """Writing into what was given, and into what was passed as actions, changes nothing that is given later."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver, Driver(make()) as other:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            expected = driver.play(actions, seed=seed)
            found = [_written_to(other.reset(seed=seed), kind)]
            for action in actions:
                found.append(_written_to(other.step(action), kind))
                for _, array in arrays_in(action):
                    array[...] = 0
            expect_same_run(found, expected, f"{kind}, whose results were written to")


def _written_to(result: Result, kind: str) -> Result:
    """Give a copy of a result, which itself is filled with nonsense."""
    kept: Result = copied(result)
    for path, array in arrays_in(result):
        expect(array.flags.writeable, f"result{path} of {kind} can't be written to")
        array[...] = np.array(77).astype(array.dtype)
    result["info"]["written by the caller"] = True
    return kept


@law(always)
def actions_are_left_alone(subject: Subject, seed: int) -> None:
    """What is passed as an action is not written to."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            before = deepcopy(actions)
            driver.play(actions, seed=seed)
            expect_same_data(actions, before, f"actions passed to {kind}")
