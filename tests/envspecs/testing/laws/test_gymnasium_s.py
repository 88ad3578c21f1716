from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
import pytest
from gymnasium.vector import AutoresetMode

from envspecs.testing import BrokenLawError, Law, Subject, laws
from envspecs.testing.laws import beginnings_are_drawn_alike
from envspecs.testing.laws.gymnasium_s import (
    copies_play_the_same,
    early_steps_fail_clearly,
    infos_have_rows,
    masks_begin_what_they_name,
    masks_leave_others_alone,
    metadata_tells_the_mode,
    resetting_is_not_rewarded,
)
from tests.envspecs.testing.foreign import Vectors, Walk, subject


class Unready(Walk):
    """Looks, before the first reset, for what is not there."""

    time = 0


class Locked(Walk):
    """Holds what can't be copied."""

    def __init__(self) -> None:
        self.lock = Lock()


class Forgetful(Walk):
    """Forgets, when it is copied, how far it steps."""

    stride = 2

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "stride": 1}

    def step(self, action: Any) -> Any:
        observation, *others = super().step(action)
        return (observation * np.float32(self.stride), *others)


class Rewarding(Vectors):
    """Rewards the step that begins an episode."""

    def step(self, actions: Any) -> Any:
        observation, _, *others = super().step(actions)
        return (observation, np.ones(self.num_envs), *others)


class Maskless(Vectors):
    """Overlooks the mask."""

    def reset(self, *, seed: Any = None, options: Any = None) -> Any:
        return super().reset(seed=seed)


class Unmoved(Vectors):
    """Resets none where there is a mask."""

    def reset(self, *, seed: Any = None, options: Any = None) -> Any:
        if options:
            return self.seen.copy(), {}
        self.seen: Any
        self.seen, info = super().reset(seed=seed)
        return self.seen.copy(), info

    def step(self, actions: Any) -> Any:
        self.seen, *others = super().step(actions)
        return (self.seen.copy(), *others)


class Strict(Vectors):
    """Refuses masks."""

    def reset(self, *, seed: Any = None, options: Any = None) -> Any:
        if options:
            raise ValueError(f"no options are known, got {options}")
        return super().reset(seed=seed)


class Nameless(Vectors):
    """Has the name of the mode in its metadata."""

    def __init__(self, num_envs: int, autoreset_mode: AutoresetMode) -> None:
        super().__init__(num_envs, autoreset_mode)
        self.metadata = {"autoreset_mode": autoreset_mode.value}


class Summary(Vectors):
    """Tells one number of all."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        return (*others, info | {"sum": 3.0, "_sum": np.ones(self.num_envs, np.bool_)})


class Counted(Vectors):
    """Has masks of numbers."""

    def step(self, actions: Any) -> Any:
        *others, info = super().step(actions)
        return (*others, info | {"_time": info["_time"].astype(int)})


class FarAtFirst(Vectors):
    """Begins first episodes far off."""

    def reset(self, *, seed: Any = None, options: Any = None) -> Any:
        observation, info = super().reset(seed=seed, options=options)
        return observation + np.float32(5), info


NEXT_STEP = (AutoresetMode.NEXT_STEP,)


@pytest.mark.parametrize("law", laws.LAWS, ids=lambda law: law.name)
def test_a_sound_one_breaks_no_law(law: Law) -> None:
    if law.applies(subject()):
        law(subject())


@pytest.mark.parametrize(
    ("law", "faulty", "reason"),
    [
        (copies_play_the_same, subject(Locked), "raised TypeError: cannot pickle '_thread.lock' object"),
        (copies_play_the_same, subject(Forgetful), "a deep copy, call 1: result['observation'] differs"),
        (early_steps_fail_clearly, subject(Unready), "AttributeError: 'Unready' object has no attribute 'place'"),
        (infos_have_rows, subject(vector=Summary), "info of call 1 (NextStep)['sum'] has not 3 rows, but is 3.0"),
        (infos_have_rows, subject(vector=Counted), "the mask info of call 1 (NextStep)['_time'] is of int64, not of b"),
        (masks_leave_others_alone, subject(vector=Maskless), "environment 0, which the mask [False, True, False] lea"),
        (masks_leave_others_alone, subject(vector=Strict), "the mask [False, True, False] is refused (Disabled)"),
        (
            masks_begin_what_they_name,
            subject(vector=Unmoved),
            "environment 1, reset by the mask [False, True, ",
        ),
        (masks_begin_what_they_name, subject(vector=Strict), "raised ValueError: no options are known, got {'reset_ma"),
        (metadata_tells_the_mode, subject(vector=Nameless), "where it is NextStep is 'NextStep' (str), not <Auto"),
        (resetting_is_not_rewarded, subject(vector=Rewarding), "which begin an episode in step 4, is [1.0, 1.0, 1.0]"),
        (beginnings_are_drawn_alike, subject(vector=FarAtFirst), "observation[0] is seen otherwise after an autom"),
    ],
    ids=lambda value: value.name if isinstance(value, Law) else "",
)
def test_what_is_wrong_is_found(law: Law, faulty: Subject, reason: str) -> None:
    assert law.applies(faulty)
    with pytest.raises(BrokenLawError) as broken:
        law(faulty)
    assert reason in broken.value.reason


def test_masks_may_be_refused_where_episodes_begin_by_themselves() -> None:
    masks_leave_others_alone(subject(vector=Strict, modes=NEXT_STEP))


def test_laws_look_at_the_modes_that_there_are() -> None:
    def only(num_envs: int, autoreset_mode: AutoresetMode) -> Vectors:
        assert autoreset_mode == AutoresetMode.SAME_STEP
        return Vectors(num_envs, autoreset_mode)

    alone = Subject(Walk, only, modes=[AutoresetMode.SAME_STEP])
    for law in laws.LAWS:
        if law.applies(alone):
            law(alone)


def test_there_is_at_least_one_mode() -> None:
    message = r"^modes must hold at least one of \['NEXT_STEP', 'SAME_STEP', 'DISABLED'\], got none$"
    with pytest.raises(ValueError, match=message):
        Subject(Walk, Vectors, modes=[])
