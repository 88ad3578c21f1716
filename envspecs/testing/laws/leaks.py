"""Nothing of an earlier episode is left in a later one: in no buffer, no canvas and no other environment's row."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode

from envspecs.testing.comparing import copied, expect_same_run, rows_of
from envspecs.testing.driver import Driver, Result
from envspecs.testing.law import active_vectors, even_vectors, law
from envspecs.testing.subject import Subject

__all__ = ["nothing_is_left_after_automatic_resets", "nothing_is_left_after_masks", "nothing_is_left_after_resets"]

FEW = 3
"""How many steps of second episodes are compared where actions are large."""

Past = Callable[[Driver], object]
"""Plays a first episode."""


def _pasts(subject: Subject, seed: int, steps: int, at_least: int = 0) -> dict[str, Past]:
    """Give ways to play the first episode of a seed, which differ in what is seen and done."""

    def play(driver: Driver, actions_seed: int, options: dict[str, Any] | None) -> None:
        driver.reset(seed=seed, options=options)
        driver.finish(subject.actions(driver.env, actions_seed, steps, at_least=at_least))

    return {
        "some actions": partial(play, actions_seed=seed + 1, options=None),
        "other actions": partial(play, actions_seed=seed + 2, options=None),
        "another image": partial(play, actions_seed=seed + 3, options={"index": 0}),
    }


@law(active_vectors)
def nothing_is_left_after_resets(subject: Subject, seed: int) -> None:
    """After ``reset`` an episode of a vector environment is the same, whatever was seen and done before it."""
    for mode in subject.modes:
        _expect_alike(subject, mode, seed, _pasts(subject, seed, max(1, subject.horizon - 1)), _begun_by_reset)


def _begun_by_reset(driver: Driver, actions: list[Any]) -> list[Result]:
    return driver.play(actions)


@law(even_vectors)
def nothing_is_left_after_automatic_resets(subject: Subject, seed: int) -> None:
    """After an automatic reset an episode is the same, whatever was seen and done before it."""
    pasts = _pasts(subject, seed, subject.horizon, at_least=subject.horizon)
    for mode in subject.modes:
        _expect_alike(subject, mode, seed, pasts, Driver.go_on)


@law(active_vectors)
def nothing_is_left_after_masks(subject: Subject, seed: int) -> None:
    """After a reset by mask, an episode is the same, whatever was seen and done before it."""
    lane = subject.lanes // 2
    for mode in subject.modes:
        _expect_alike(subject, mode, seed, _pasts(subject, seed, 1), partial(_begun_by_mask, lane))


def _begun_by_mask(lane: int, driver: Driver, actions: list[Any]) -> list[Result]:
    """Begin an episode in one environment; give what that one sees."""
    mask = np.arange(driver.env.num_envs) == lane
    results = [copied(driver.reset(options={"reset_mask": mask}))]
    for action in actions:
        if driver.any_over:  # and the environments that are left out may be over sooner
            break
        results.append(copied(driver.step(action)))
    return [{"observation": rows_of(result["observation"], (lane, ...))} for result in results]


def _expect_alike(
    subject: Subject,
    mode: AutoresetMode,
    seed: int,
    pasts: dict[str, Past],
    begin: Callable[[Driver, list[Any]], list[Result]],
) -> None:
    """Play the same second episode after different first ones, and demand that it is the same."""
    if mode == AutoresetMode.SAME_STEP and not subject.is_even:
        return  # where the first episodes may end early, second ones begin by themselves
    runs = {}
    for what, past in pasts.items():
        with Driver(subject.make_vec(autoreset_mode=mode)) as driver:
            past(driver)
            steps = min(subject.horizon, FEW) if subject.is_heavy else subject.horizon
            runs[what] = begin(driver, subject.actions(driver.env, seed, steps))
    (first, expected), *others = runs.items()
    for what, found in others:
        both = min(len(found), len(expected))
        told = f"the second episode ({mode.value}) after {what}, beside that after {first}"
        expect_same_run(found[:both], expected[:both], told)
