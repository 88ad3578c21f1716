"""What environments give and take belongs to the caller."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, NamedTuple

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
    """No array is given by two calls, whole or in part, unless nobody can write to it; nor is an action given back."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            given = _named("result", 0, driver.reset(seed=seed))
            for number, action in enumerate(actions):
                given += _named("action", number, action) + _named("result", number + 1, driver.step(action))
            given += _named("result", len(actions) + 1, driver.reset(seed=seed))
        _expect_unchanged(given, kind)
        _expect_apart(given, kind)


class _Given(NamedTuple):
    """An array that was given.

    Attributes:
        piece: In what: an action or a result.
        path: Where in that.
        array: The array.
        then: A copy of one that can't be written to, as it was; else None.
    """

    piece: str
    path: str
    array: NDArray[Any]
    then: NDArray[Any] | None

    @property
    def place(self) -> str:
        """Where it is."""
        return self.piece + self.path


def _named(what: str, number: int, piece: Any) -> list[_Given]:
    return [
        _Given(f"{what} {number}", path, array, None if array.flags.writeable else array.copy())
        for path, array in arrays_in(piece)
    ]


def _expect_unchanged(given: list[_Given], kind: str) -> None:
    """Demand that what the caller can't change was not changed by the environment."""
    for each in given:
        if each.then is not None:
            expect_same_data(each.array, each.then, f"{each.place} of {kind}, later on,")


def _expect_apart(given: list[_Given], kind: str) -> None:
    """Demand that no two arrays overlap, looking at those alone that do not lie apart in memory."""
    spans = [(*byte_bounds(each.array), each) for each in given if each.array.size]
    before: list[tuple[int, int, _Given]] = []
    for span in sorted(spans, key=lambda each: each[0]):
        before = [other for other in before if other[1] > span[0]]
        for _, _, other in before:
            if _may_be_spoilt(other, span[2]):
                shared = np.shares_memory(other.array, span[2].array)
                expect(not shared, f"{other.place} and {span[2].place} of {kind} share memory")
        before.append(span)


def _may_be_spoilt(one: _Given, other: _Given) -> bool:
    """Tell whether a caller could change what one call gave by what another did: views within one result are known."""
    return one.piece != other.piece and (one.then is None or other.then is None)


@law(always)
def results_may_be_written_to(subject: Subject, seed: int) -> None:
    """Writing into what was given, and into what was passed as actions, changes nothing that is given later."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver, Driver(make()) as other:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            expected = driver.play(actions, seed=seed)
            found = [_written_to(other.reset(seed=seed))]
            for action in actions:
                found.append(_written_to(other.step(action)))
                for _, array in arrays_in(action):
                    array[...] = 0
            expect_same_run(found, expected, f"{kind}, whose results were written to")


def _written_to(result: Result) -> Result:
    """Give a copy of a result, which itself is filled with nonsense."""
    kept: Result = copied(result)
    for _, array in arrays_in(result):
        if array.flags.writeable:
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
