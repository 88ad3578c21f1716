"""What Gymnasium asks of any environment: how episodes begin, what resets do, what metadata and info tell; copies."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import iterate

from envspecs.testing.comparing import copied, expect_same_data, expect_same_run
from envspecs.testing.driver import Driver, ended
from envspecs.testing.law import always, law, vectors
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect, expect_alike

__all__ = [
    "copies_play_the_same",
    "early_steps_fail_clearly",
    "infos_have_rows",
    "masks_begin_what_they_name",
    "masks_leave_others_alone",
    "metadata_tells_the_mode",
    "resetting_is_not_rewarded",
]


@law(always)
def early_steps_fail_clearly(subject: Subject, seed: int) -> None:
    """A step before the first reset, where it fails, does so with an error that says to reset."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver:
            action = subject.actions(driver.env, seed, 1)[0]
            try:
                driver.env.step(action)
            except Exception as refusal:  # noqa: BLE001 - any error will do that says what to call
                said = f"raises {type(refusal).__name__}: {refusal}"
                expect("reset" in str(refusal).lower(), f"a step of {kind} before the first reset {said}")


@law(vectors, source="gymnasium")
def resetting_is_not_rewarded(subject: Subject, seed: int) -> None:
    """The step in which next-step autoreset begins an episode has reward 0, and ends nothing."""
    if AutoresetMode.NEXT_STEP not in subject.modes:
        return
    with Driver(subject.make_vec(autoreset_mode=AutoresetMode.NEXT_STEP)) as driver:
        actions = subject.actions(driver.env, seed, 2 * subject.horizon + 2)
        over = np.zeros(subject.lanes, np.bool_)
        for number, result in enumerate(driver.play(actions, seed=seed)[1:], start=1):
            for name in ("reward", "terminated", "truncated"):
                told = result[name][over]
                begun = f"environments {np.flatnonzero(over).tolist()}, which begin an episode in step {number},"
                expect(not told.any(), f"{name} of {begun} is {told.tolist()}")
            over = ended(result)


@law(vectors)
def masks_leave_others_alone(subject: Subject, seed: int) -> None:
    """A reset with ``reset_mask`` leaves the environments that it does not name where they are, or is refused.

    Without autoreset it must be possible, for there is no other way to begin single episodes.
    """
    count = max(2, subject.lanes)
    mask = np.arange(count) == 1
    for mode in subject.modes:
        with Driver(subject.make_vec(count, autoreset_mode=mode)) as driver:
            (action,) = subject.actions(driver.env, seed, 1)
            before = driver.play([action], seed=seed)[-1]["observation"]
            try:
                after = driver.reset(options={"reset_mask": mask.copy()})["observation"]
            except Exception:  # noqa: BLE001 - any error refuses
                expect(mode != AutoresetMode.DISABLED, f"the mask {mask.tolist()} is refused ({mode.value})")
                continue
            rows = (list(iterate(driver.env.observation_space, seen)) for seen in (after, before))
            for lane, (found, expected) in enumerate(zip(*rows, strict=True)):
                if not mask[lane]:
                    what = f"the observation of environment {lane}, which the mask {mask.tolist()} leaves out"
                    expect_same_data(found, expected, f"{what} ({mode.value}),")


def _without_autoreset(subject: Subject) -> bool:
    """Take environments that there are vectors of without autoreset."""
    return subject.has_vectors and AutoresetMode.DISABLED in subject.modes


@law(_without_autoreset, source="gymnasium")
def masks_begin_what_they_name(subject: Subject, seed: int) -> None:
    """Without autoreset, ``reset_mask`` and a seed begin in the named environment the same, whatever was before."""
    count = max(2, subject.lanes)
    mask = np.arange(count) == 1
    begun = []
    with Driver(subject.make_vec(count, autoreset_mode=AutoresetMode.DISABLED)) as driver:
        actions = subject.actions(driver.env, seed, 2, at_least=2)
        for steps in (1, 2):
            driver.play(actions[:steps], seed=seed)
            result = driver.reset(seed=seed + 1, options={"reset_mask": mask.copy()})
            begun.append(copied(list(iterate(driver.env.observation_space, result["observation"]))[1]))
    what = f"the first observation of environment 1, reset by the mask {mask.tolist()} after 2 steps rather than 1,"
    expect_same_data(begun[1], begun[0], what)


@law(vectors, source="gymnasium")
def metadata_tells_the_mode(subject: Subject) -> None:
    """``metadata`` of a vector environment tells the autoreset mode, beside others of other modes too."""
    made = [(mode, subject.make_vec(1, autoreset_mode=mode)) for mode in subject.modes]
    told = [envs.metadata.get("autoreset_mode") for _, envs in made]
    for _, envs in made:
        envs.close()
    for (mode, _), found in zip(made, told, strict=True):
        expect_alike(found, mode, f"metadata['autoreset_mode'] where it is {mode.value}")


@law(vectors, source="gymnasium")
def infos_have_rows(subject: Subject, seed: int) -> None:
    """In ``info`` of a vector environment every entry has one row per environment; so have masks, which are bool."""
    for mode in subject.modes:
        with Driver(subject.make_vec(autoreset_mode=mode)) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            for number, result in enumerate(driver.play(actions, seed=seed)):
                _expect_rows(result["info"], subject.lanes, f"info of call {number} ({mode.value})")


def _expect_rows(info: Mapping[Any, Any], lanes: int, what: str) -> None:
    for key, value in info.items():
        if isinstance(value, Mapping):
            _expect_rows(value, lanes, f"{what}[{key!r}]")
        else:
            expect(_rows(value) == lanes, f"{what}[{key!r}] has not {lanes} rows, but is {value!r}")
        if isinstance(key, str) and key.startswith("_") and key[1:] in info:
            kind = getattr(value, "dtype", type(value).__name__)
            expect(kind == np.bool_, f"the mask {what}[{key!r}] is of {kind}, not of bool")


def _rows(value: Any) -> int | None:
    """Give how many rows there are, which may be of unlike lengths; None where a value is no row."""
    return len(value) if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.ndim) else None


@law(always)
def copies_play_the_same(subject: Subject, seed: int) -> None:
    """A pickled environment and a deep copy, seeded, give what the original gives, seeded."""
    ways: dict[str, Callable[[Any], Any]] = {"a deep copy": deepcopy, "a pickled environment": _pickled}
    with Driver(subject.make()) as driver:
        actions = subject.actions(driver.env, seed, subject.horizon)
        driver.play(actions[:1], seed=seed)
        for what, put_away in ways.items():
            with Driver(put_away(driver.env)) as other:
                found = other.play(actions, seed=seed)
            expect_same_run(found, driver.play(actions, seed=seed), what)


def _pickled(env: Any) -> Any:
    return pickle.loads(pickle.dumps(env))  # noqa: S301 - what was just pickled
