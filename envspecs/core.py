"""Episodes of ``B`` lanes side by side, without a loop over them: what the single and the vector environment both are.

An episode is a pure function of (task spec, seed, number of the episode). Each lane has a key, derived from its seed,
and counts its episodes; all random draws of an episode are addressed by the two (:mod:`imagespaces.draws`).

Sub-streams of an episode: ``index`` (which instance of the split), and those that the parts name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from envspecs.parts import Lanes, Part, Sensor, Task
from envspecs.rules import Extras, Rules
from envspecs.states import check_limits
from imagespaces.bank import Foreseeing, Gallery
from imagespaces.draws import Draws, Plan, derive_key

__all__ = ["ALL", "Core", "OneOutcome", "Outcome"]

ALL = slice(None)
"""All lanes."""


class Outcome(NamedTuple):
    """What a step of all lanes came to: fresh arrays ``[B]``."""

    rewards: NDArray[np.float64]
    terminated: NDArray[np.bool_]
    truncated: NDArray[np.bool_]
    base_rewards: NDArray[np.float64]
    losses: NDArray[np.float64]


class OneOutcome(NamedTuple):
    """What a step of the only lane came to."""

    reward: float
    terminated: bool
    truncated: bool
    base_reward: float
    loss: float


class Core:
    """The episodes of ``B`` lanes.

    Args:
        gallery: The pictures on show.
        sensor: What is observed of them.
        task: What is to be predicted.
        split: The part of the space that instances are drawn from.
        rules: Rewards and ends.

    Raises:
        ValueError: If the rules ask for what the sensor or the task can't tell.
    """

    def __init__(self, gallery: Gallery, sensor: Sensor, task: Task, *, split: str, rules: Rules) -> None:
        self.gallery, self.sensor, self.task, self.split, self.rules = gallery, sensor, task, split, rules
        self.space = gallery.space
        self.space.split(split)
        self.lanes = len(gallery.rows)
        self.options = {"index": 0, "split": 0, **sensor.options, **task.options}
        extras = Extras(rules, sensor, task)
        self._extras = None if extras.are_none else extras
        self._improves = rules.timing == "improvement"
        self._is_plain = extras.are_none and not self._improves
        self._foreseeing = gallery if isinstance(gallery, Foreseeing) else None
        self._plan = Plan({"index": 2, **sensor.words, **task.words})
        self._clock = np.linspace(-1.0, 1.0, rules.max_steps + 1).astype(np.float32)  # time_step by number of steps
        self._key = np.zeros(self.lanes, np.uint64)
        self._episode = np.full(self.lanes, -1, np.int64)
        self._index = np.zeros(self.lanes, np.int64)
        self._time = np.zeros(self.lanes, np.int64)
        self._return = np.zeros(self.lanes)
        self._early = np.zeros(self.lanes, np.bool_)  # which episodes ended before their last step
        self._loss = np.full(self.lanes, task.blind_loss)  # of the step before
        self.over = np.ones(self.lanes, np.bool_)
        """Which lanes must be reset before they are stepped: those whose episode ended, or has not begun."""

    # ---------------------------------------------------------------------------------------------------- spaces

    @property
    def observation_space(self) -> spaces.Dict:
        """The observations of one lane."""
        return spaces.Dict(
            {
                **self.sensor.observation_spaces,
                **self.task.observation_spaces,
                "time_step": spaces.Box(-1.0, 1.0, (), np.float32),
            }
        )

    @property
    def action_space(self) -> spaces.Dict:
        """The actions of one lane; the keys are the arguments of :meth:`advance`, in their order."""
        parts = {"action": self.sensor.action_space}
        if self.task.prediction_space is not None:
            parts["prediction"] = self.task.prediction_space
        if self.rules.stops_at_will:
            parts["stop"] = spaces.Discrete(2)
        return spaces.Dict(parts)

    # -------------------------------------------------------------------------------------------------- episodes

    def key(self, lane: int, seed: int) -> None:
        """Give a lane the key of a seed; its next episode is number 0."""
        self.key_directly(lane, derive_key("episode", seed))

    def key_directly(self, lane: int, key: int) -> None:
        """Give a lane a key; its next episode is number 0."""
        self._key[lane] = key
        self._episode[lane] = -1

    def begin(self, lanes: NDArray[np.intp], options: Mapping[str, NDArray[Any]] | None = None) -> None:
        """Begin the next episode of some lanes.

        Args:
            lanes: ``[b]``.
            options: What of the scenario is given rather than drawn, ``[b, …]`` each.
        """
        options = options or {}
        self._episode[lanes] += 1
        draws = Draws(self._key[lanes], self._episode[lanes], self._plan)
        indices = self._choose(draws, options)
        self.gallery.show(lanes, indices)
        self.sensor.reset(lanes, draws, options)
        self.task.reset(lanes, draws, indices, options)
        self._index[lanes] = indices
        self._time[lanes] = 0
        self._return[lanes] = 0.0
        if not self._is_plain:
            self._early[lanes] = False
            self._loss[lanes] = self.task.blind_loss
        self.over[lanes] = False
        if self._foreseeing is not None:
            self._foreseeing.expect(lanes, self._next(lanes))

    def _next(self, lanes: NDArray[np.intp]) -> NDArray[np.int64]:
        """Give the instances of the episodes after these, unless a seed or an option makes them others."""
        return self._draw(Draws(self._key[lanes], self._episode[lanes] + 1, self._plan), self.split)

    def _choose(self, draws: Draws, options: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
        """Draw the instances uniformly from the split, or take those that are given."""
        splits = options.get("split")
        given = options.get("index")
        if given is not None:
            return self._checked(given, splits)
        if splits is None or (splits == splits[0]).all():
            return self._draw(draws, self.split if splits is None else str(splits[0]))
        indices = np.zeros(len(draws), np.int64)
        for name in np.unique(splits):
            rows = np.flatnonzero(splits == name)
            indices[rows] = self._draw(draws.take(rows), str(name))
        return indices

    def _checked(self, given: NDArray[Any], splits: NDArray[np.str_] | None) -> NDArray[np.int64]:
        for name in [] if splits is None else np.unique(splits):
            self.space.check_indices(given[splits == name], str(name))
        return self.space.check_indices(given)

    def _draw(self, draws: Draws, name: str) -> NDArray[np.int64]:
        split = self.space.split(name)
        return split.indices(draws.integers("index", split.size))

    def advance(
        self, actions: NDArray[Any], predictions: NDArray[Any] | None = None, stops: NDArray[Any] | None = None
    ) -> Outcome:
        """Take one step in all lanes; what comes of lanes that are over means nothing.

        Args:
            actions: ``[B, …]``, finite.
            predictions: ``[B, …]``, without NaN; None where nothing is to be predicted.
            stops: ``[B]``, not 0 where the agent ends the episode; None where it can't.
        """
        rules, self._time = self.rules, self._time + 1
        base = self.sensor.move(actions) * -rules.action_cost
        losses = self.task.score(predictions, self._time)
        ended = at_limit = self._time >= rules.max_steps
        never = np.zeros(self.lanes, np.bool_)
        terminated, truncated = (at_limit, never) if rules.at_limit == "terminate" else (never, at_limit)
        if self._extras is not None:
            base += self._extras.rewards()
            early = self._extras.ends(self.lanes, stops)
            self._early |= early
            ended, terminated, truncated = at_limit | early, terminated | early, truncated & ~early
        self.over |= ended
        if rules.truncate_after is not None:
            truncated = truncated | (self._time >= rules.truncate_after)
            self.over |= truncated
        rewards = base - (losses if rules.timing == "every_step" else self._counted(losses, ended))
        self._return += rewards
        return Outcome(rewards, terminated, truncated, base, losses)

    def _counted(self, losses: NDArray[np.float64], ended: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Give what the losses ``[B]`` of a step take from its rewards, where they do not count in every step."""
        if self._improves:
            rise: NDArray[np.float64] = losses - self._loss
            self._loss = losses.copy()
            return rise
        return np.where(ended, losses, 0.0)

    def advance_one(
        self, actions: NDArray[Any], predictions: NDArray[Any] | None = None, stops: NDArray[Any] | None = None
    ) -> OneOutcome:
        """Take one step in the only lane: in plain numbers, which are quicker, what :meth:`advance` does, bit for bit.

        Args:
            actions: ``[1, …]``, finite.
            predictions: ``[1, …]``, without NaN; None where nothing is to be predicted.
            stops: ``[1]``, as for :meth:`advance`.
        """
        if not self._is_plain:
            return OneOutcome._make(each.item() for each in self.advance(actions, predictions, stops))
        rules, time = self.rules, self._time.item() + 1
        self._time[0] = time
        base = self.sensor.move(actions).item() * -rules.action_cost
        loss = self.task.score(predictions, self._time).item()
        at_limit = time >= rules.max_steps
        reward = base - loss if at_limit or rules.timing == "every_step" else base - 0.0
        self._return[0] += reward
        cut_off = rules.truncate_after is not None and time >= rules.truncate_after
        if at_limit or cut_off:
            self.over[0] = True
        terminates = rules.at_limit == "terminate"
        return OneOutcome(reward, at_limit and terminates, cut_off or (at_limit and not terminates), base, loss)

    def observe(self, lanes: Lanes = ALL) -> dict[str, NDArray[Any]]:
        """Give fresh observations of some lanes, ``[b, …]`` each."""
        return {
            **self.sensor.observe(lanes),
            **self.task.observe(lanes),
            "time_step": self._clock[self._time[lanes]],
        }

    def metrics(self, lanes: NDArray[np.intp]) -> dict[str, NDArray[Any]]:
        """Sum up the episodes of some lanes, ``[b]`` each."""
        return {
            **self.task.metrics(lanes),
            "return": self._return[lanes],
            "length": self._time[lanes],
        }

    @property
    def complete(self) -> NDArray[np.bool_]:
        """Which episodes are over by their own end, rather than cut off from outside, ``[B]``, fresh."""
        complete: NDArray[np.bool_] = self.over & (self._early | (self._time >= self.rules.max_steps))
        return complete

    @property
    def may_end_early(self) -> bool:
        """Whether episodes may end before their last step, unless they are cut off."""
        return self._extras is not None and self._extras.may_end

    @property
    def indices(self) -> NDArray[np.int64]:
        """The instance of each lane, ``[B]``, fresh."""
        return self._index.copy()

    @property
    def index(self) -> int:
        """The instance of the only lane."""
        return self._index.item()

    @property
    def episodes(self) -> NDArray[np.int64]:
        """The number of each lane's episode, ``[B]``, −1 where none has begun, fresh."""
        return self._episode.copy()

    @property
    def times(self) -> NDArray[np.int64]:
        """How many steps each episode has taken, ``[B]``, fresh."""
        return self._time.copy()

    def close(self) -> None:
        """End what runs on."""
        if self._foreseeing is not None:
            self._foreseeing.close()

    # ----------------------------------------------------------------------------------------------------- state

    def state(self) -> dict[str, dict[str, NDArray[Any]]]:
        """Give a copy of all that changes, by part and name."""
        return {part: {name: array.copy() for name, array in arrays.items()} for part, arrays in self._live().items()}

    def restore(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        """Go back to a state, which must be of an environment like this one.

        Raises:
            ValueError: If an array is missing, is too many, or has another shape, or a value is out of range.
        """
        live = self._live()
        expected = {f"{part}.{name}": array.shape for part, arrays in live.items() for name, array in arrays.items()}
        found = {f"{part}.{name}": np.shape(array) for part, arrays in state.items() for name, array in arrays.items()}
        if expected != found:
            differing = sorted(name for name in expected | found if expected.get(name) != found.get(name))
            described = ", ".join(f"{name} {found.get(name)}, not {expected.get(name)}" for name in differing)
            raise ValueError(f"a state must be one of an environment of the same spec and size; found {described}")
        self.space.check_indices(state["core"]["index"])  # states of larger images have the same shapes
        check_limits(state, self._limits())
        for part, arrays in live.items():
            for name, array in arrays.items():
                array[...] = state[part][name]
        self.gallery.show(np.arange(self.lanes), self._index)

    def _limits(self) -> dict[str, tuple[float, float]]:
        """Give the least and greatest values in a state, by part and name."""
        own = {
            "core.time": (0.0, float(self.rules.max_steps)),
            "core.episode": (-1.0, np.inf),
            "core.return": (-np.inf, np.inf),
            "core.loss": (0.0, np.inf),
        }
        parts: dict[str, Part] = {"sensor": self.sensor, "task": self.task}
        return own | {
            f"{part}.{name}": limits
            for part in parts
            for name, limits in parts[part].limits.items()
            if name in parts[part].state()
        }

    def _live(self) -> dict[str, dict[str, NDArray[Any]]]:
        own = {
            "key": self._key,
            "episode": self._episode,
            "index": self._index,
            "time": self._time,
            "return": self._return,
            "early": self._early,
            "loss": self._loss,
            "over": self.over,
        }
        parts: dict[str, Part] = {"sensor": self.sensor, "task": self.task}
        return {"core": own} | {name: part.state() for name, part in parts.items()}
