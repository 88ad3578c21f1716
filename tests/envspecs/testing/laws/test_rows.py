from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from envspecs.testing import BrokenLawError, Law
from envspecs.testing.laws.rows import last_observations_are_kept, results_have_rows
from tests.envspecs.testing.foreign import Vectors, subject


class Columns(Vectors):
    """Gives rewards as a column of things."""

    def step(self, actions: Any) -> Any:
        observation, rewards, *others = super().step(actions)
        return (observation, rewards[:, None].astype(object), *others)


class Unknown(Vectors):
    """Gives rewards that are no numbers."""

    def step(self, actions: Any) -> Any:
        observation, rewards, *others = super().step(actions)
        return (observation, np.nan * rewards, *others)


class Counted(Vectors):
    """Gives flags as numbers."""

    def step(self, actions: Any) -> Any:
        observation, rewards, terminated, *others = super().step(actions)
        return (observation, rewards, terminated.astype(int), *others)


class Single(Vectors):
    """Gives one flag for all."""

    def step(self, actions: Any) -> Any:
        *others, truncated, info = super().step(actions)
        return (*others, bool(truncated.any()), info)


class Forgetful(Vectors):
    """Keeps no last observations."""

    def step(self, actions: Any) -> Any:
        *others, _ = super().step(actions)
        return (*others, {})


class Careless(Vectors):
    """Says of all that they ended where one did."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        return (*others, info | {"_final_obs": np.ones(self.num_envs, np.bool_), "final_obs": others[0]})


@pytest.mark.parametrize(
    ("law", "vector", "reason"),
    [
        (results_have_rows, Columns, "reward of call 1 (NextStep) is object [3, 1], and should be one number for each"),
        (results_have_rows, Unknown, "the rewards of call 1 (NextStep) are [nan, nan, nan]"),
        (results_have_rows, Counted, "terminated of call 1 (NextStep) is int64 [3], and should be one bool for each"),
        (results_have_rows, Single, "truncated of call 1 (NextStep) is False, and should be one bool for each of 3"),
        (
            last_observations_are_kept,
            Forgetful,
            "final_obs of call 3 is told of environments [], and over are [0, 1, 2",
        ),
        (
            last_observations_are_kept,
            Careless,
            "final_obs of call 1 is told of environments [0, 1, 2], and over are []",
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_what_is_wrong_is_found(law: Law, vector: type[Vectors], reason: str) -> None:
    with pytest.raises(BrokenLawError) as broken:
        law(subject(vector=vector))
    assert broken.value.reason.startswith(reason)


def test_last_observations_are_of_autoreset_in_the_same_step() -> None:
    assert not last_observations_are_kept.applies(subject(modes=[AutoresetMode.NEXT_STEP]))
    assert last_observations_are_kept.applies(subject())
