"""Where an episode ends, and what comes then."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np
from gymnasium.error import ResetNeeded
from numpy.typing import NDArray

from envspecs.testing.comparing import expect_refused, expect_same_data
from envspecs.testing.driver import Driver
from envspecs.testing.law import active_vectors, ending, even_vectors, law
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect, expect_same

__all__ = ["infos_have_masks", "reset_steps_carry_nothing", "steps_need_an_episode"]


@law(ending)
def steps_need_an_episode(subject: Subject, seed: int) -> None:
    """A step before the first reset, or past the end of an episode, is an error that says to call ``reset``."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver:
            action = subject.actions(driver.env.unwrapped, seed, 1)[0]
            step = partial(driver.env.unwrapped.step, action)
            expect_refused(step, ResetNeeded, f"a step of {kind} before the first reset", "reset()")
            if driver.resets_itself or not subject.is_even:
                continue
            actions = subject.actions(driver.env, seed, subject.horizon, at_least=subject.horizon)
            driver.play(actions, seed=seed)
            expect(driver.any_over, f"{kind} is not over after {subject.horizon} steps, as it was with other actions")
            expect_refused(step, ResetNeeded, f"a step of {kind} past the end", "reset()")


@law(even_vectors)
def reset_steps_carry_nothing(subject: Subject, seed: int) -> None:
    """The step in which next-step autoreset begins an episode has reward 0, no flags, and takes no action."""
    with Driver(subject.make_vec()) as driver, Driver(subject.make_vec()) as other:
        actions = subject.actions(driver.env, seed, subject.horizon, at_least=subject.horizon)
        for each in (driver, other):
            each.play(actions, seed=seed)
        nonsense = _nonsense(actions[0])
        found, expected = driver.step(nonsense), other.step(actions[0])
        expect_same(found["reward"], np.zeros_like(found["reward"]), "the reward of a reset step")
        for flag in ("terminated", "truncated"):
            expect(not found[flag].any(), f"{flag} of a reset step is {found[flag].tolist()}")
        expect(set(found["info"]) == {"index", "_index"}, f"info of a reset step holds {sorted(found['info'])}")
        expect_same_data(found, expected, "a reset step with other actions")


def _nonsense(actions: Any) -> Any:
    """Give what no action is."""
    if isinstance(actions, Mapping):
        return {key: _nonsense(value) for key, value in actions.items()}
    return np.full_like(actions, np.nan if actions.dtype.kind == "f" else -1)


@law(active_vectors)
def infos_have_masks(subject: Subject, seed: int) -> None:
    """In ``info`` every entry has one row per environment and a mask; rows that are not set are 0."""
    for mode in subject.modes:
        with Driver(subject.make_vec(autoreset_mode=mode)) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            results = driver.play(actions[: subject.horizon // 2], seed=seed)
            results.append(driver.reset(options={"reset_mask": np.arange(subject.lanes) == subject.lanes // 2}))
            for number, result in enumerate(results + driver.go_on(actions)):
                _expect_masks(result["info"], subject.lanes, f"info of call {number} ({mode.value})")


def _expect_masks(info: Mapping[str, Any], lanes: int, what: str) -> None:
    expect("episode" not in info, f"{what} has the key 'episode'")
    for key, value in info.items():
        if not (key.startswith("_") and key[1:] in info):
            mask: Any = info.get(f"_{key}")
            known = isinstance(mask, np.ndarray) and mask.dtype == np.bool_ and mask.shape == (lanes,)
            expect(known, f"{what} has no mask of bool beside {key!r}, but {mask!r}")
            _expect_rows(value, mask, f"{what}[{key!r}]")


def _expect_rows(value: Any, mask: NDArray[np.bool_], what: str) -> None:
    if isinstance(value, Mapping):
        _expect_masks(value, len(mask), what)
        return
    expect(len(value) == len(mask), f"{what} has {len(value)} rows, not {len(mask)}")
    unset = value[~mask]
    if any(row is not None for row in unset) if unset.dtype == object else unset.any():
        raise AssertionError(f"{what} is {value.tolist()}, though set are {np.flatnonzero(mask).tolist()} alone")
