"""Many environments side by side are so many single ones: rows, modes and masks."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv, VectorEnv
from gymnasium.vector.utils import iterate
from gymnasium.wrappers import TimeLimit

from envspecs.testing.comparing import expect_same_data, expect_same_run, row_of_info, rows_of
from envspecs.testing.driver import Driver, Result
from envspecs.testing.law import active_vectors, law
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect_alike

__all__ = [
    "any_number_of_environments",
    "async_equals_vector",
    "masks_restart_those_alone",
    "modes_are_told",
    "rows_equal_single_environments",
    "sync_equals_vector",
    "time_limits_agree",
]

FEW = 3
"""How many steps are enough to tell, where actions are large."""


@law(active_vectors)
def rows_equal_single_environments(subject: Subject, seed: int) -> None:
    """Environment i of a vector seeded s gives what a single one seeded s + i gives, in every autoreset mode."""
    for mode in subject.modes:
        with ExitStack() as stack:
            vector = stack.enter_context(Driver(subject.make_vec(autoreset_mode=mode)))
            singles = [stack.enter_context(Driver(subject.make())) for _ in range(subject.lanes)]
            expected = [single.reset(seed=seed + lane) for lane, single in enumerate(singles)]
            _expect_rows(vector.reset(seed=seed), expected, f"the reset ({mode.value})")
            for number, actions in enumerate(subject.actions(vector.env, seed, subject.horizon + 4), start=1):
                waiting = vector.any_over and mode == AutoresetMode.DISABLED
                for lane, action in enumerate(iterate(vector.env.action_space, actions)):
                    if waiting and not singles[lane].any_over:  # the others are reset, and no one steps
                        expected[lane] = {"observation": expected[lane]["observation"], "info": {}}
                    else:
                        expected[lane] = _own_step(singles[lane], action, mode)
                _expect_rows(vector.step(actions), expected, f"step {number} ({mode.value})")


def _own_step(single: Driver, action: Any, mode: AutoresetMode) -> Result:
    """Do to a single environment what a mode does to one of many."""
    result = single.step(action)
    if mode == AutoresetMode.SAME_STEP and single.any_over:
        return result | single.reset() | {"last": result}
    return result


def _expect_rows(found: Result, expected: list[Result], what: str) -> None:
    for lane, alone in enumerate(expected):
        row = rows_of(found["observation"], (lane, ...))
        expect_same_data(row, alone["observation"], f"{what}, environment {lane}: observation")
        for name in ("reward", "terminated", "truncated"):
            if name in found:
                expect_alike(
                    found[name][lane].item(), type(found[name][lane].item())(alone.get(name, 0)), f"{what}: {name}"
                )
        info = row_of_info(found["info"], lane)
        if "last" in alone:
            last = {"final_obs": alone["last"]["observation"], "final_info": alone["last"]["info"]}
            expect_same_data({key: info.pop(key, None) for key in last}, last, f"{what}, environment {lane}: info")
        expect_same_data(info, alone["info"], f"{what}, environment {lane}: info")


@law(active_vectors)
def sync_equals_vector(subject: Subject, seed: int) -> None:
    """Gymnasium's SyncVectorEnv over single environments gives the same data, in every autoreset mode, with masks."""
    for mode in subject.modes:
        envs = SyncVectorEnv([subject.make] * subject.lanes, autoreset_mode=mode)
        _expect_same_vectors(subject, envs, mode, seed)


@law(active_vectors)
def async_equals_vector(subject: Subject, seed: int) -> None:
    """Gymnasium's AsyncVectorEnv over single environments, each a process, gives the same, in every autoreset mode."""
    for mode in subject.modes:
        envs = AsyncVectorEnv([subject.make] * subject.lanes, autoreset_mode=mode)
        _expect_same_vectors(subject, envs, mode, seed)


def _expect_same_vectors(subject: Subject, theirs: VectorEnv[Any, Any, Any], mode: AutoresetMode, seed: int) -> None:
    """Seed, play into the second episode, begin some anew in the middle, and play on."""
    what = f"{type(theirs).__name__} ({mode.value})"
    with Driver(theirs) as one, Driver(subject.make_vec(autoreset_mode=mode)) as other:
        half = subject.horizon + 2
        actions = subject.actions(other.env, seed, half + (FEW if subject.is_heavy else half))
        half = min(half, max(1, len(actions) - 1))
        expect_same_run(other.play(actions[:half], seed=seed), one.play(actions[:half], seed=seed), f"beside {what}")
        mask = np.arange(subject.lanes) % 2 == 0
        for seeds in (None, [seed, *[None] * (subject.lanes - 1)], seed):
            found, expected = (each.reset(seed=seeds, options={"reset_mask": mask.copy()}) for each in (other, one))
            expect_same_data(found, expected, f"beside {what}, with a mask and seeds {seeds}: reset")
        expect_same_run(other.go_on(actions[half:]), one.go_on(actions[half:]), f"beside {what}, after a mask")


@law(active_vectors)
def any_number_of_environments(subject: Subject, seed: int) -> None:
    """How many environments there are beside it changes nothing for any of them."""
    with Driver(subject.make_vec(2 * subject.lanes)) as many:
        actions = subject.actions(many.env, seed, subject.horizon + 2)
        expected = many.play(actions, seed=seed)
        for count in {1, subject.lanes}:
            with Driver(subject.make_vec(count)) as few:
                own = [rows_of(action, slice(count)) for action in actions]
                for number, (found, whole) in enumerate(zip(few.play(own, seed=seed), expected, strict=True)):
                    for name in found.keys() - {"info"}:
                        what = f"{name} of call {number}, {count} of {2 * subject.lanes} environments,"
                        expect_same_data(found[name], rows_of(whole[name], slice(count)), what)


@law(active_vectors)
def masks_restart_those_alone(subject: Subject, seed: int) -> None:
    """``reset_mask`` begins an episode in exactly the environments it names; the others go on as they would have."""
    for mode in subject.modes:
        if mode == AutoresetMode.DISABLED and not subject.is_even:
            continue  # while some are reset that are over earlier, the others wait
        make = partial(subject.make_vec, autoreset_mode=mode)
        with Driver(make()) as driver, Driver(make()) as undisturbed:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            half = max(1, min(subject.horizon, len(actions)) // 2)
            driver.play(actions[:half], seed=seed)
            expected = undisturbed.play(actions[:half], seed=seed)
            before = driver.env.unwrapped.core.episodes
            mask = np.arange(subject.lanes) == subject.lanes // 2
            result = driver.reset(options={"reset_mask": mask})
            begun = driver.env.unwrapped.core.episodes - before
            expect_same_data(begun, mask.astype(np.int64), f"the number of episodes that a mask began ({mode.value})")
            expect_same_data(result["info"]["_index"], mask, f"the mask of info ({mode.value})")
            found = [result, *driver.go_on(actions[half:])]
            rest = [expected[-1], *undisturbed.go_on(actions[half:])]
            for number, (one, other) in enumerate(zip(found, rest, strict=True)):
                what = f"the environments that the mask left out ({mode.value}), {number} steps on,"
                rows = [rows_of(each["observation"], ~mask) for each in (one, other)]
                expect_same_data(rows[0], rows[1], what)


@law(active_vectors)
def modes_are_told(subject: Subject) -> None:
    """The autoreset mode is an Enum member, in the attribute and in the metadata of each instance; strings name it."""
    names: list[tuple[AutoresetMode | str, AutoresetMode]] = [(mode, mode) for mode in subject.modes]
    names += [(mode.value, mode) for mode in subject.modes]
    made: list[Any] = [subject.make_vec(1, autoreset_mode=name) for name, _ in names]
    for envs, (name, mode) in zip(made, names, strict=True):
        expect_alike(envs.metadata["autoreset_mode"], mode, f"metadata['autoreset_mode'], made with {name!r},")
        expect_alike(envs.unwrapped.autoreset_mode, mode, f"autoreset_mode, made with {name!r},")
        envs.close()


@law(active_vectors)
def time_limits_agree(subject: Subject, seed: int) -> None:
    """``max_episode_steps`` truncates the vector environment as Gymnasium's TimeLimit does the single one."""
    longest = subject.horizon
    for limit in {min(FEW, longest)} if subject.is_heavy else {max(1, longest - 1), longest}:
        for mode in subject.modes:
            limited = [partial(_limited, subject.make, limit)] * subject.lanes
            envs = subject.make_vec(autoreset_mode=mode, max_episode_steps=limit)
            with Driver(envs) as driver, Driver(SyncVectorEnv(limited, autoreset_mode=mode)) as theirs:
                actions = subject.actions(driver.env, seed, min(limit, longest) + 3)
                found, expected = (each.play(actions, seed=seed) for each in (driver, theirs))
                expect_same_run(found, expected, f"at most {limit} steps ({mode.value}), beside TimeLimit")


def _limited(make: Callable[[], gymnasium.Env[Any, Any]], limit: int) -> TimeLimit[Any, Any]:
    return TimeLimit(make(), limit)
