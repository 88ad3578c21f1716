"""The options of ``reset`` set what they name, for that reset alone, and change nothing else."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import partial
from typing import Any

import numpy as np

from envspecs.testing.comparing import expect_refused, expect_same_data, expect_same_run, row_of_info, rows_of
from envspecs.testing.driver import Driver, Result
from envspecs.testing.law import active, active_vectors, law
from envspecs.testing.subject import Subject
from imagespaces.factors import Split
from imagespaces.testing.checks import expect

__all__ = [
    "one_value_or_one_each",
    "options_are_left_alone",
    "options_reach_whom_the_mask_names",
    "refused_resets_change_nothing",
    "scenarios_change_no_other_draw",
    "scenarios_hold_for_one_reset",
    "splits_may_be_given",
    "wrong_masks_are_refused",
]

OBSERVED = {"position": "glimpse_pos", "inverted": "inverted_label"}
"""What of an observation tells what the scenario was, by option."""

READ: dict[str, Callable[[Result], Any]] = {
    "index": lambda result: result["info"]["index"],
    **{option: partial(lambda key, result: result["observation"][key], key) for option, key in OBSERVED.items()},
}
"""Where a reset tells what its scenario was, by option."""

UNKNOWN = "no such option"

FEW_DRAWN = 3
"""How many instances are drawn from each split."""

FEW_LOOKED_AT = 1000
"""How many instances are looked at for one that is not of a split."""

WRONG: tuple[tuple[dict[str, Any], type[Exception], str], ...] = (
    ({UNKNOWN: 1}, ValueError, UNKNOWN),
    ({"index": -1}, ValueError, "-1"),
    ({"index": 2**63}, ValueError, str(2**63)),
    ({"index": 0.5}, TypeError, "0.5"),
    ({"index": [[0]]}, ValueError, "[[0]]"),
    ({"split": "no such split"}, ValueError, "no such split"),
    ({"position": [0.0, 1.5]}, ValueError, "1.5"),
    ({"position": [0.0, float("nan")]}, ValueError, "nan"),
    ({"position": 0.0}, ValueError, "0.0"),
    ({"inverted": 2}, ValueError, "2"),
)


@law(active)
def scenarios_hold_for_one_reset(subject: Subject, seed: int) -> None:
    """What is given holds for that episode, and the next is again the one that it would have been."""
    with Driver(subject.make()) as driver:
        known = _readable(driver, seed)
        other = _told(driver.reset(seed=seed + 1), known)
        driver.reset(seed=seed)
        following = driver.reset()
        for name in known:
            given = driver.reset(seed=seed, options={name: other[name]})
            expect_same_data(_told(given, known)[name], other[name], f"{name} where {name} is given")
            expect_same_data(driver.reset(), following, f"the episode after {name} was given")


@law(active)
def scenarios_change_no_other_draw(subject: Subject, seed: int) -> None:
    """Giving one part of a scenario leaves the draws of the other parts as they were."""
    with Driver(subject.make()) as driver:
        known = _readable(driver, seed)
        drawn = _told(driver.reset(seed=seed), known)
        other = _told(driver.reset(seed=seed + 1), known)
        for name in known:
            told = _told(driver.reset(seed=seed, options={name: other[name]}), known)
            for left in known:
                if left != name:
                    expect_same_data(told[left], drawn[left], f"{left} where {name} is given")
        actions = subject.actions(driver.env, seed, subject.horizon)
        free = driver.play(actions, seed=seed)
        fixed = driver.play(actions, seed=seed, options={"index": drawn["index"]})
        expect_same_run(fixed, free, "the episode, given the index that it draws")


@law(active_vectors)
def one_value_or_one_each(subject: Subject, seed: int) -> None:
    """In a vector environment an option is one value for all, or one for each: what single environments make of it."""
    with Driver(subject.make()) as single, Driver(subject.make_vec()) as vector:
        known = _readable(single, seed)
        others = [_told(single.reset(seed=seed + 10 + lane), known) for lane in range(subject.lanes)]
        actions = subject.actions(single.env, seed, 1)
        for name in known:
            values = [other[name] for other in others]
            same = vector.play([], seed=seed, options={name: values[0]})[0]
            each = vector.play([], seed=seed, options={name: values})[0]
            array = vector.play([], seed=seed, options={name: np.array(values)})[0]
            expect_same_data(array, each, f"the reset with an array of {name}, beside a list,")
            for result, given in ((same, [values[0]] * subject.lanes), (each, values)):
                for lane, value in enumerate(given):
                    alone = single.play(actions, seed=seed + lane, options={name: value})[0]
                    row = rows_of(result["observation"], (lane, ...))
                    expect_same_data(row, alone["observation"], f"environment {lane} given {name} {value}: observation")
                    expect_same_data(row_of_info(result["info"], lane), alone["info"], f"environment {lane}: info")


@law(active)
def splits_may_be_given(subject: Subject, seed: int) -> None:
    """Where a split is given, the instance is drawn from it, for that reset alone; one of another is refused."""
    space, usual = subject.core.space, subject.core.split
    with Driver(subject.make()) as driver:
        for name in space.splits:
            for number in range(seed, seed + FEW_DRAWN):
                given = driver.reset(seed=number, options={"split": name})
                _expect_of(space.split(name), given, f"where split {name!r} is given")
                _expect_of(space.split(usual), driver.reset(), f"after split {name!r} was given")
            some = np.arange(min(space.size or FEW_LOOKED_AT, FEW_LOOKED_AT))
            for index in some[~space.split(name).contains(some)][:1].tolist():
                call = partial(driver.env.reset, options={"index": index, "split": name})
                expect_refused(call, ValueError, f"instance {index}, given with split {name!r},", str(index))


def _expect_of(split: Split, result: Result, when: str) -> None:
    index = np.array([result["info"]["index"]])
    expect(split.contains(index).all(), f"instance {index[0]} is drawn {when}, which is not in {split}")


@law(active_vectors)
def options_reach_whom_the_mask_names(subject: Subject, seed: int) -> None:
    """Options that come with a mask, one value each, are those of the environments that it names, and of no other."""
    for mode in subject.modes:
        with Driver(subject.make()) as single, Driver(subject.make_vec(autoreset_mode=mode)) as driver:
            known = _readable(single, seed)
            others = [_told(single.reset(seed=seed + 10 + lane), known) for lane in range(subject.lanes)]
            mask = np.arange(subject.lanes) % 2 == 0
            before = driver.play([], seed=seed)[0]
            options = {name: [other[name] for other in others] for name in known}
            after = driver.reset(seed=seed, options=options | {"reset_mask": mask})
            for lane in range(subject.lanes):
                what = f"environment {lane}, mask {mask.tolist()} ({mode.value})"
                if mask[lane]:
                    expected = single.reset(seed=seed + lane, options=others[lane])["observation"]
                else:
                    expected = rows_of(before["observation"], (lane, ...))
                expect_same_data(rows_of(after["observation"], (lane, ...)), expected, what)


@law(active)
def refused_resets_change_nothing(subject: Subject, seed: int) -> None:
    """A scenario that can't be is refused, showing what was given, and the episode under way goes on."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver, Driver(make()) as other:
            actions = subject.actions(driver.env, seed, subject.horizon)
            expected = other.play(actions, seed=seed)
            driver.play(actions[:1], seed=seed)
            known = {UNKNOWN, *driver.env.unwrapped.core.options}
            for options, error, shows in WRONG:
                if options.keys() <= known:
                    call = partial(driver.env.reset, seed=seed + 1, options=options)
                    expect_refused(call, error, f"a reset of {kind} with {options}", shows)
            expect_same_run(driver.go_on(actions[1:]), expected[2:], f"{kind}, after resets that were refused")


@law(active_vectors)
def wrong_masks_are_refused(subject: Subject, seed: int) -> None:
    """A ``reset_mask`` is an array of one bool per environment, one of them true; all else is an error."""
    with Driver(subject.make_vec()) as driver:
        driver.reset(seed=seed)
        mask = np.arange(subject.lanes) == 0
        wrong: list[tuple[Any, type[Exception], str]] = [
            (mask.tolist(), TypeError, "list"),
            (mask.astype(np.int64), TypeError, "int64"),
            (np.append(mask, np.True_), ValueError, str((subject.lanes + 1,))),
            (mask[None], ValueError, str((1, subject.lanes))),
            (np.zeros_like(mask), ValueError, "False"),
        ]
        for given, error, shows in wrong:
            call = partial(driver.env.reset, options={"reset_mask": given})
            expect_refused(call, error, f"the mask {given!r}", shows)


@law(active_vectors)
def options_are_left_alone(subject: Subject, seed: int) -> None:
    """What is passed as options is neither changed nor kept: ``reset_mask`` stays in it, and it may be written to."""
    with Driver(subject.make_vec()) as driver, Driver(subject.make_vec()) as other:
        known = _readable_of(driver, driver.reset(seed=seed))
        told = {name: np.array(READ[name](driver.reset(seed=seed))) for name in known}
        options: dict[str, Any] = told | {"reset_mask": np.arange(subject.lanes) % 2 == 0}
        before = deepcopy(options)
        actions = subject.actions(driver.env, seed, 3)
        other.reset(seed=seed)
        driver.reset(options=options)
        expect(options.keys() == before.keys(), f"options hold {sorted(options)} after the reset, not {sorted(before)}")
        expect_same_data(options, before, "options after the reset")
        for array in options.values():
            array[...] = 0
        expected = other.play(actions, options=before)
        expect_same_run(driver.go_on(actions), expected[1:], "after what was passed as options was written to")


def _readable(driver: Driver, seed: int) -> list[str]:
    """Give the options that the environment takes, and that its resets tell."""
    return _readable_of(driver, driver.reset(seed=seed))


def _readable_of(driver: Driver, result: Result) -> list[str]:
    absent = {option for option, key in OBSERVED.items() if key not in result["observation"]}
    return sorted(READ.keys() & driver.env.unwrapped.core.options.keys() - absent)


def _told(result: Result, known: list[str]) -> dict[str, Any]:
    """Give what a reset of a single environment tells of its scenario."""
    return {name: deepcopy(READ[name](result)) for name in known}
