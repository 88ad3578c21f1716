"""What a vector environment gives has one row for each environment, and tells of each by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray

from envspecs.testing.driver import Driver, Result, ended
from envspecs.testing.law import law, vectors
from envspecs.testing.subject import Subject
from imagespaces.testing.checks import expect

__all__ = ["last_observations_are_kept", "results_have_rows"]


@law(vectors, source="gymnasium")
def results_have_rows(subject: Subject, seed: int) -> None:
    """Rewards of a vector environment are one finite number for each environment, flags one bool."""
    for mode in subject.modes:
        with Driver(subject.make_vec(autoreset_mode=mode)) as driver:
            actions = subject.actions(driver.env, seed, subject.horizon + 2)
            for number, result in enumerate(driver.play(actions, seed=seed)):
                if "reward" in result:
                    _expect_rows(result, subject.lanes, f"of call {number} ({mode.value})")


def _expect_rows(result: Result, lanes: int, when: str) -> None:
    for name, kinds, named in (("terminated", "b", "bool"), ("truncated", "b", "bool"), ("reward", "fiu", "number")):
        rows: Any = result[name]
        known = isinstance(rows, np.ndarray) and rows.shape == (lanes,) and rows.dtype.kind in kinds
        found = f"{rows.dtype} {list(rows.shape)}" if isinstance(rows, np.ndarray) else repr(rows)
        expect(known, f"{name} {when} is {found}, and should be one {named} for each of {lanes} environments")
    rewards = result["reward"]
    expect(np.isfinite(rewards).all(), f"the rewards {when} are {rewards.tolist()}")


def _in_the_same_step(subject: Subject) -> bool:
    """Take environments that there are vectors of which begin their next episodes in the same step."""
    return subject.has_vectors and AutoresetMode.SAME_STEP in subject.modes


@law(_in_the_same_step, source="gymnasium")
def last_observations_are_kept(subject: Subject, seed: int) -> None:
    """Same-step autoreset gives what was seen last as ``info["final_obs"]``: of the environments that ended alone."""
    with Driver(subject.make_vec(autoreset_mode=AutoresetMode.SAME_STEP)) as driver:
        actions = subject.actions(driver.env, seed, subject.horizon + 2)
        for number, result in enumerate(driver.play(actions, seed=seed)):
            over = ended(result) if "reward" in result else np.zeros(subject.lanes, np.bool_)
            told = _told_of(result["info"], subject.lanes)
            where = f"final_obs of call {number} is told of environments {np.flatnonzero(told).tolist()}"
            expect(np.array_equal(told, over), f"{where}, and over are {np.flatnonzero(over).tolist()}")


def _told_of(info: dict[str, Any], lanes: int) -> NDArray[np.bool_]:
    """Give of which environments ``info`` holds the last observation, ``[B]``, by its mask."""
    mask = np.asarray(info.get("_final_obs", np.zeros(lanes)), np.bool_)
    return mask if "final_obs" in info else np.zeros(lanes, np.bool_)
