from __future__ import annotations

from typing import Any

import numpy as np

from envspecs.environment import ActiveEnv
from envspecs.testing.laws.refusing import numpy_s_integers_are_integers, wrong_actions_are_refused
from tests.envspecs.testing.faults import Fault, caught, spoilt


class Lenient(ActiveEnv):
    """Overlooks keys that it does not know."""

    def step(self, action: Any) -> Any:
        known = action and {key: value for key, value in action.items() if key in ("action", "prediction")}
        return super().step(known)


class Undefined(ActiveEnv):
    """Takes what is no number for 0."""

    def step(self, action: Any) -> Any:
        return super().step(action and {key: _cleaned(value) for key, value in action.items()})


def _cleaned(value: Any) -> Any:
    return np.nan_to_num(value) if np.asarray(value).dtype.kind == "f" else value


class Hasty(ActiveEnv):
    """Counts a step before it looks at the action."""

    def step(self, action: Any) -> Any:
        if not isinstance(action, dict):
            self.core.sensor.state()["positions"][:] = 0
        return super().step(action)


class Strict(ActiveEnv):
    """Takes Python's integers alone."""

    def reset(self, *, seed: int | None = None, options: dict[str, Any] | None = None) -> Any:
        return super().reset(seed=seed if type(seed) is int else None, options=options)


test_caught = caught(
    Fault(wrong_actions_are_refused, spoilt(Lenient), "with another key must raise ValueError, and gave"),
    Fault(wrong_actions_are_refused, spoilt(Undefined), "that is no number must raise ValueError, and gave"),
    Fault(wrong_actions_are_refused, spoilt(Hasty), "the single environment, after actions that were refused, call 0"),
    Fault(numpy_s_integers_are_integers, spoilt(Strict), "the reset of the single environment with NumPy's integers"),
)
