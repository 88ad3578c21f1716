"""How steps are rewarded and when episodes end, and what of that only some tasks have.

Axes: ``B`` lanes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from envspecs.parts import Confident, Ending, Rewarding, Sensor, Task, Zooming

__all__ = ["Extras", "Rules"]


@dataclass(frozen=True)
class Rules:
    """How steps are rewarded and when episodes end.

    Attributes:
        action_cost: What one unit of effort costs.
        timing: Whether the loss counts in every step, in the final step only, or by how much less it is than in the
            step before, and in the first than that of a blind guess.
        max_steps: The number of steps after which an episode ends.
        at_limit: Whether it then terminates or is truncated.
        truncate_after: A limit set from outside, as by Gymnasium's TimeLimit, or None. The task knows nothing of it:
            what it cuts off has no final step, and no metrics.
        size_penalty: What a look of the largest size costs; smaller ones in proportion.
        time_penalty: What each step costs.
        stops_at_will: Whether an action may end the episode.
        confidence: How sure a prediction ends the episode, from 0 to 1; None where none does.
    """

    action_cost: float
    timing: Literal["every_step", "final_step", "improvement"]
    max_steps: int
    at_limit: Literal["terminate", "truncate"]
    truncate_after: int | None = None
    size_penalty: float = 0.0
    time_penalty: float = 0.0
    stops_at_will: bool = False
    confidence: float | None = None


class Extras:
    """What only some tasks have: rewards beside loss and effort, and ends before the last step.

    Args:
        rules: What is asked for.
        sensor: What is looked with.
        task: What is to be predicted.

    Raises:
        ValueError: If looks of a sensor that can't zoom are to cost by their size, or predictions to end episodes of a
            task that can't tell how sure they are.
    """

    def __init__(self, rules: Rules, sensor: Sensor, task: Task) -> None:
        self._rules = rules
        self._ending = task if isinstance(task, Ending) else None
        self._rewarding = task if isinstance(task, Rewarding) else None
        self._zooming = self._confident = None
        self._enough = rules.confidence or 0.0
        if rules.size_penalty:
            if not isinstance(sensor, Zooming):
                raise ValueError(f"a size_penalty takes a sensor that zooms, got {type(sensor).__name__}")
            self._zooming = sensor
        if rules.confidence is not None:
            if not isinstance(task, Confident):
                raise ValueError(f"a confidence that ends episodes takes predicted classes, got {type(task).__name__}")
            self._confident = task

    @property
    def are_none(self) -> bool:
        """Whether there are none, so that nobody needs to ask for them."""
        is_rewarding = self._rewarding is not None or self._zooming is not None or self._rules.time_penalty != 0
        return not (is_rewarding or self.may_end)

    @property
    def may_end(self) -> bool:
        """Whether episodes may end before their last step."""
        return self._rules.stops_at_will or self._ending is not None or self._confident is not None

    def rewards(self) -> NDArray[np.float64] | float:
        """Give what the step just taken is rewarded with beside its loss and effort, ``[B]`` or the same for all."""
        rewards: NDArray[np.float64] | float = -self._rules.time_penalty
        if self._zooming is not None:
            rewards = rewards - self._rules.size_penalty * self._zooming.sizes()
        return rewards if self._rewarding is None else rewards + self._rewarding.bonus()

    def ends(self, count: int, stops: NDArray[Any] | None) -> NDArray[np.bool_]:
        """Tell which of ``count`` episodes end with the step just taken, whatever their time, ``[B]``.

        Args:
            count: How many lanes there are.
            stops: What the agents chose, ``[B]``; 0 is to go on.
        """
        ends = np.zeros(count, np.bool_) if stops is None else stops != 0
        if self._ending is not None:
            ends |= self._ending.finished()
        if self._confident is not None:
            ends |= self._confident.confidence() >= self._enough
        return ends
