"""What environments of this project must refuse, and not be changed by."""

from __future__ import annotations

from copy import deepcopy
from functools import partial
from typing import Any

import numpy as np
from gymnasium.error import ClosedEnvironmentError, ResetNeeded
from gymnasium.vector import AutoresetMode, VectorEnv

from envspecs.core import Core
from envspecs.testing.comparing import expect_refused
from envspecs.testing.reference.values import Sampled, batched, valued
from envspecs.testing.stateful.layers import mode_of
from envspecs.testing.subject import Environment

__all__ = ["expect_closed", "expect_refusals"]

UNKNOWN = {"no such option": 1}


def expect_refusals(env: Any, seed: int, what: str) -> None:
    """Expect what can't be done to be refused: steps without episodes, first resets of some, unknown scenarios.

    Args:
        env: An environment of this project's.
        seed: Of the action, and of the resets.
        what: What it is called in messages.

    Raises:
        AssertionError: If something is not refused.
    """
    core: Core = env.unwrapped.core
    if _waits(env, core):
        step = partial(env.step, _action(env, seed))
        expect_refused(step, ResetNeeded, f"a step of {what} without episodes", "reset()")
    if core.lanes > 1 and (core.episodes < 0).all():
        mask = np.arange(core.lanes) == seed % core.lanes
        reset = partial(env.reset, seed=seed, options={"reset_mask": mask})
        expect_refused(reset, ResetNeeded, f"a first reset of some of {what}", "first reset")
    reset = partial(env.reset, seed=seed, options=deepcopy(UNKNOWN))
    expect_refused(reset, ValueError, f"a reset of {what} with {UNKNOWN}", "no such option")


def expect_closed(env: Any, what: str) -> None:
    """Expect an environment of this project's that was closed to refuse everything.

    Raises:
        AssertionError: If it does not.
    """
    calls = {"reset": partial(env.reset, seed=0)}
    if (env.unwrapped.core.episodes >= 0).all():
        calls["step"] = partial(env.step, _action(env, 0))
    for name, call in calls.items():
        expect_refused(call, ClosedEnvironmentError, f"a {name} of {what}, closed,", "closed")


def _waits(env: Any, core: Core) -> bool:
    """Tell whether a step must wait for a reset."""
    by_itself = mode_of(env) in {AutoresetMode.NEXT_STEP, AutoresetMode.SAME_STEP}
    return bool((core.episodes < 0).any() or (core.over.any() and not by_itself))


def _action(env: Environment, seed: int) -> Any:
    """Give some action of one or of many."""
    if not isinstance(env, VectorEnv):
        return valued(env.action_space, Sampled(seed))
    return batched(env.single_action_space, [valued(env.single_action_space, Sampled(seed))] * env.num_envs)
