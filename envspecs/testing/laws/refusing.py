"""What an environment is given that it can't use is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from envspecs.testing.comparing import expect_refused, expect_same_data, expect_same_run
from envspecs.testing.driver import Driver
from envspecs.testing.law import active, law
from envspecs.testing.subject import Subject

__all__ = ["numpy_s_integers_are_integers", "wrong_actions_are_refused"]


@law(active)
def wrong_actions_are_refused(subject: Subject, seed: int) -> None:
    """An action of other keys, shapes or types is an error that names what is wrong, and the episode goes on."""
    for kind, make in subject.all_kinds().items():
        with Driver(_bare(make)) as driver, Driver(_bare(make)) as other:
            actions = subject.actions(driver.env, seed, min(2, subject.horizon))
            expected = other.play(actions, seed=seed)
            driver.reset(seed=seed)
            for what, (wrong, shows) in _wrong_actions(actions[0]).items():
                expect_refused(partial(driver.env.step, wrong), ValueError, f"an action of {kind} {what}", shows)
            expect_same_run(driver.go_on(actions), expected[1:], f"{kind}, after actions that were refused")


def _bare(make: Callable[[], Any]) -> Any:
    """Make an environment without the wrappers that take actions of another form."""
    return make().unwrapped


def _wrong_actions(action: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    """Give what is no action, by what is wrong with it, with what its refusal must show."""
    look = np.asarray(action["action"])
    wrong: dict[str, tuple[Any, str]] = {
        "that is none": (None, "NoneType"),
        "with another key": ({**action, "no such key": 0}, "no such key"),
        "without what moves": ({key: value for key, value in action.items() if key != "action"}, "'action'"),
        "of another shape": ({**action, "action": np.zeros((*look.shape, 7))}, str((*look.shape, 7))),
        "of words": ({**action, "action": np.full(look.shape, "up")}, "action['action']"),
    }
    if look.dtype.kind == "f":
        wrong["that is no number"] = {**action, "action": np.full_like(look, np.nan)}, "nan"
    return wrong


@law(active)
def numpy_s_integers_are_integers(subject: Subject, seed: int) -> None:
    """Seeds and instances may be given as NumPy's integers."""
    for kind, make in subject.all_kinds().items():
        with Driver(make()) as driver, Driver(make()) as other:
            expected = driver.reset(seed=seed, options={"index": 0})
            found = other.reset(seed=np.int64(seed), options={"index": np.int32(0)})
            expect_same_data(found, expected, f"the reset of {kind} with NumPy's integers")
