"""Environments can be played with any actions, which is what all other laws do."""

from __future__ import annotations

from envspecs.testing.driver import Driver
from envspecs.testing.law import always, law
from envspecs.testing.subject import MOST_STEPS, Subject

__all__ = ["any_action_can_be_taken"]

FEW = 10
"""How many steps are enough to tell, where actions are large."""


@law(always, source="gymnasium")
def any_action_can_be_taken(subject: Subject, seed: int) -> None:
    """Every action of the action space can be taken in every state, one episode after the other."""
    with Driver(subject.make()) as driver:
        driver.reset(seed=seed)
        actions = subject.actions(driver.env, seed, FEW if subject.is_heavy else MOST_STEPS)
        for number, action in enumerate(actions, start=1):
            try:
                driver.step(action)
            except Exception as error:
                found = f"action {action!r:.200} of step {number} raised {type(error).__name__}: {error}"
                raise AssertionError(f"{found}; where not all can be taken, give actions=…") from error
