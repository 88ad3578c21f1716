"""What laws found in environments of others, seen by a few plain lines that use nothing of the testing kit.

Each function tells whether a fault is there: it takes what makes one environment, and what makes several.
"""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any, TypeAlias

import numpy as np
from gymnasium.vector import AutoresetMode

__all__ = ["SEEN"]

Make: TypeAlias = Callable[..., Any]

NEXT_STEP = AutoresetMode.NEXT_STEP


def flags_are_numpys(make: Make, _make_vec: Make) -> bool:
    env = make()
    env.reset(seed=0)
    flags = env.step(env.action_space.sample())[2:4]
    env.close()
    return any(type(flag) is not bool for flag in flags)


def cannot_be_copied(make: Make, _make_vec: Make) -> bool:
    env = make()
    env.reset(seed=0)
    failed = _fails(lambda: deepcopy(env)) or _fails(lambda: pickle.dumps(env))
    env.close()
    return failed


def _fails(call: Callable[[], object]) -> bool:
    try:
        call()
    except Exception:  # noqa: BLE001 - which one depends on what is met first
        return True
    return False


def fails_in_the_dark(_make: Make, make_vec: Make) -> bool:
    envs = make_vec(2, autoreset_mode=NEXT_STEP)
    try:
        envs.step(envs.action_space.sample())
    except Exception as error:  # noqa: BLE001 - any that says what to call is clear
        return "reset" not in str(error)
    finally:
        envs.close()
    return False


def mask_is_ignored(_make: Make, make_vec: Make) -> bool:
    envs = make_vec(2, autoreset_mode=NEXT_STEP)
    envs.reset(seed=0)
    before = envs.step(envs.action_space.sample())[0]
    after, _ = envs.reset(options={"reset_mask": np.array([False, True])})
    envs.close()
    if isinstance(before, Mapping):
        return not np.array_equal(before["glimpse_pos"][0], after["glimpse_pos"][0])
    return not np.array_equal(before[0], after[0])


def reset_step_is_rewarded(_make: Make, make_vec: Make) -> bool:
    envs = make_vec(1, autoreset_mode=NEXT_STEP)
    envs.reset(seed=0)
    over = False
    while not over:
        _, _, terminated, truncated, _ = envs.step(envs.action_space.sample())
        over = bool(terminated[0] or truncated[0])
    reward = envs.step(envs.action_space.sample())[1][0]
    envs.close()
    return bool(reward != 0)


def arrays_are_given_twice(_make: Make, make_vec: Make) -> bool:
    envs = make_vec(2, autoreset_mode=NEXT_STEP)
    _, first = envs.reset(seed=0)
    second = envs.step(envs.action_space.sample())[4]
    envs.close()
    return bool(np.shares_memory(first["index"], second["index"]))


def writing_changes_what_comes(_make: Make, make_vec: Make) -> bool:
    """Write into the index that a reset gave: the next step fails, or gives what was written."""
    envs = make_vec(2, autoreset_mode=NEXT_STEP)
    _, info = envs.reset(seed=0)
    info["index"][:] = 77
    try:
        given = envs.step(envs.action_space.sample())[4]["index"]
    except IndexError:
        return True
    finally:
        envs.close()
    return bool((given == 77).any())


def thread_is_left(make: Make, _make_vec: Make) -> bool:
    before = set(threading.enumerate())
    env = make()
    env.reset(seed=0)
    env.close()
    return bool(set(threading.enumerate()) - before)


def first_targets_differ(_make: Make, make_vec: Make) -> bool:
    """Compare how bright what is to be found is: in the first episodes of 100 environments, and in their second."""
    envs = make_vec(100, autoreset_mode=NEXT_STEP)
    seen, _ = envs.reset(seed=0)
    first = seen["target_glimpse"].mean(axis=(1, 2, 3))
    for _ in range(5):  # an episode takes 4 steps
        seen = envs.step(envs.action_space.sample())[0]
    second = seen["target_glimpse"].mean(axis=(1, 2, 3))
    envs.close()
    error = np.sqrt(first.var() / len(first) + second.var() / len(second))
    return bool(abs(first.mean() - second.mean()) > 6 * error)


def mode_is_that_of_another(_make: Make, make_vec: Make) -> bool:
    """Make two vector environments of different modes; look at what the first says of its own."""
    first, second = (make_vec(1, autoreset_mode=mode) for mode in (NEXT_STEP, AutoresetMode.DISABLED))
    told = first.metadata["autoreset_mode"]
    first.close()
    second.close()
    return bool(told != NEXT_STEP)


SEEN: Mapping[str, Callable[[Make, Make], bool]] = {
    "flags_are_bools": flags_are_numpys,
    "copies_play_the_same": cannot_be_copied,
    "early_steps_fail_clearly": fails_in_the_dark,
    "masks_leave_others_alone": mask_is_ignored,
    "resetting_is_not_rewarded": reset_step_is_rewarded,
    "results_share_no_memory": arrays_are_given_twice,
    "results_may_be_written_to": writing_changes_what_comes,
    "closing_leaves_nothing_behind": thread_is_left,
    "metadata_tells_the_mode": mode_is_that_of_another,
    "beginnings_are_drawn_alike": first_targets_differ,
}
"""By the law that finds it."""
