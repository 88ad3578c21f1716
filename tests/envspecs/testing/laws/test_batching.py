from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode
from numpy.typing import NDArray

from envspecs.build import build_core
from envspecs.core import Core
from envspecs.environment import ActiveVectorEnv
from envspecs.testing import Subject
from envspecs.testing.laws.batching import (
    any_number_of_environments,
    async_equals_vector,
    masks_restart_those_alone,
    modes_are_told,
    rows_equal_single_environments,
    sync_equals_vector,
    time_limits_agree,
)
from tests.envspecs.testing.faults import SPEC, Fault, Together, caught, expect_caught, spoilt


class FarSeeds(ActiveVectorEnv):
    """Seeds environment i with s + 2 i."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        seeds = [seed + 2 * lane for lane in range(self.num_envs)] if isinstance(seed, int) else seed
        return super().reset(seed=seeds, options=options)


class OneEnd(ActiveVectorEnv):
    """Forgets what the last step of an episode was told, in the same-step mode."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        info.pop("final_info", None)
        return (*others, info)


class Singles(ActiveVectorEnv):
    """Gives rewards in another type than Gymnasium's vector environments do."""

    def step(self, actions: Any) -> Any:
        observation, rewards, *others = super().step(actions)
        return (observation, rewards.astype(np.float32), *others)


class Unmasked(ActiveVectorEnv):
    """Tells of all instances at a reset of some."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation, info | {"_index": np.ones(self.num_envs, np.bool_)}


class Crowded(Core):
    """Draws according to how many environments there are."""

    def key(self, lane: int, seed: int) -> None:
        super().key(lane, seed if self.lanes == 1 else 1000 * self.lanes + seed)


class Maskless(ActiveVectorEnv):
    """Restarts all environments, whatever the mask."""

    def reset(self, *, seed: Any = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=seed, options={k: v for k, v in (options or {}).items() if k != "reset_mask"})


class Disturbing(Core):
    """Moves the others when some begin alone."""

    def begin(self, lanes: NDArray[np.intp], options: Mapping[str, NDArray[Any]] | None = None) -> None:
        if 0 < len(lanes) < self.lanes:
            self.sensor.state()["positions"][:] *= 0.5
        super().begin(lanes, options)


class Named(ActiveVectorEnv):
    """Has the name of its mode in its metadata, as a string."""

    def __init__(self, core: Core, autoreset_mode: AutoresetMode | str, render_mode: str | None = None) -> None:
        super().__init__(core, autoreset_mode, render_mode)
        self.metadata = self.metadata | {"autoreset_mode": self.autoreset_mode.value}


class Final(Together):
    """Counts the last step before a limit from outside as the final one."""

    def advance(self, *parts: Any) -> Any:
        outcome = super().advance(*parts)
        return outcome._replace(rewards=outcome.base_rewards - np.where(self.over, outcome.losses, 0))


test_caught = caught(
    Fault(rows_equal_single_environments, spoilt(None, FarSeeds), "the reset (NextStep), environment 1: observation"),
    Fault(rows_equal_single_environments, spoilt(None, OneEnd), "step 3 (SameStep), environment 0: info['final_info']"),
    Fault(sync_equals_vector, spoilt(None, Singles), "beside SyncVectorEnv (NextStep), call 1: result['reward'] is"),
    Fault(sync_equals_vector, spoilt(None, Unmasked), "with a mask and seeds None: reset['info']['_index'] differs"),
    Fault(async_equals_vector, spoilt(None, Singles), "beside AsyncVectorEnv (NextStep), call 1: result['reward'] is"),
    Fault(any_number_of_environments, spoilt(core=Crowded), "of call 0, 1 of 6 environments,"),
    Fault(masks_restart_those_alone, spoilt(None, Maskless), "the number of episodes that a mask began (NextStep)"),
    Fault(masks_restart_those_alone, spoilt(core=Disturbing), "the environments that the mask left out (NextStep), 0"),
    Fault(modes_are_told, spoilt(None, Named), "metadata['autoreset_mode'], made with <AutoresetMode.NEXT_STEP"),
)


def limited(limit: int | None) -> Subject:
    """Environments for which the limit from outside is another than asked for."""

    def make_vec(num_envs: int, *, max_episode_steps: int | None = None, **options: Any) -> ActiveVectorEnv:
        return ActiveVectorEnv(build_core(SPEC, num_envs, limit), **options)

    return Subject(SPEC.make, make_vec, "limited")


@pytest.mark.parametrize("limit", [None, 1])
def test_limits_that_are_not_kept_are_caught(limit: int | None) -> None:
    expect_caught(Fault(time_limits_agree, limited(limit), "at most "))


def test_final_steps_that_only_a_limit_from_outside_makes_are_caught() -> None:
    last = SPEC.override({"reward.timing": "final_step"})
    time_limits_agree(last)
    expect_caught(
        Fault(time_limits_agree, spoilt(core=Final, spec=last), "at most 2 steps (NextStep), beside TimeLimit")
    )
