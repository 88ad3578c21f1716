"""What the single and the vector environment do alike: actions, keys, frames, state, closing.

Axes: ``B`` lanes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar

import gymnasium
import numpy as np
from gymnasium.spaces import Discrete
from numpy.typing import NDArray

from envspecs.core import Core, OneOutcome, Outcome
from envspecs.parts import Loss
from envspecs.rendering import Recorder
from envspecs.words import joined
from imagespaces import ImageSpace

__all__ = ["METADATA", "Episodes", "State"]

State: TypeAlias = dict[str, dict[str, NDArray[Any]]]
"""All that changes, by part and name: arrays ``[B, …]``."""

_LARGEST = float(np.finfo(np.float32).max)  # what actions and predictions, which are float32, can be

Came = TypeVar("Came", Outcome, OneOutcome)

METADATA: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 4}
"""What both tell Gymnasium; each environment holds a copy, since Gymnasium writes into it."""


class Episodes:
    """What both environments do alike: taking actions apart, keys, frames, state, closing."""

    core: Core
    _np_random: np.random.Generator | None
    _np_random_seed: int | None
    _key_source: np.random.Generator | None = None
    _is_closed = False

    def _set_up(self, core: Core, render_mode: str | None) -> None:
        self.core, self.render_mode = core, render_mode  # first, since Gymnasium closes also what was refused
        if render_mode not in {None, *METADATA["render_modes"]}:
            raise ValueError(f"render_mode must be None or 'rgb_array', got {render_mode!r}")
        self._recorder = Recorder(core) if render_mode else None
        self._unkeyed: set[int] = set()  # lanes whose keys are not of the generator yet: they were not reset since
        taken = core.action_space.spaces
        self._predicts = "prediction" in taken
        self._shapes = {name: space.shape or () for name, space in taken.items()}
        self._choices = {name: int(space.n) for name, space in taken.items() if isinstance(space, Discrete)}

    @property
    def space(self) -> ImageSpace:
        """The images that episodes draw from: the one on show is ``env.unwrapped.space.at(info["index"])``."""
        return self.core.space

    @property
    def loss_fn(self) -> Loss:
        """The loss of predictions against targets: ``env.loss_fn(prediction, target)``, over any leading axes."""
        return self.core.task.loss

    def get_state(self) -> State:
        """Give a copy of all that changes from step to step: small arrays, by part and name.

        Images are not in it, for they follow from the instances' indices.

        Raises:
            ClosedEnvironmentError: If the environment is closed.
        """
        self._check_open()
        recorded = {"recorder": self._recorder.state()} if self._recorder else {}
        return self.core.state() | recorded

    def set_state(self, state: Mapping[str, Mapping[str, NDArray[Any]]]) -> None:
        """Go back to a state, and continue from there bit for bit.

        Args:
            state: From :meth:`get_state` of an environment of the same spec and size. Frames show the episodes' steps
                from here on if that one was not rendering.

        Raises:
            ValueError: If an array is missing, is too many, or has another shape, or an index is not of the space.
            ClosedEnvironmentError: If the environment is closed.
        """
        self._check_open()
        self.core.restore({part: arrays for part, arrays in state.items() if part != "recorder"})
        if self._recorder:
            self._recorder.restore(state.get("recorder"))
        # The next reset goes on with the keys of the state, which one from before the first reset does not have yet.
        self._key_source = self._generator() if (self.core.episodes >= 0).all() else None
        self._unkeyed = set()

    def _key_lanes(self, lanes: NDArray[np.intp]) -> None:
        """Give lanes that are reset new keys if the generator is another than the one their keys came from.

        The keys of a generator whose seed is known derive from the seed, so that seeding is all that counts; of one
        that was handed over, they are drawn.
        """
        random = self._generator()
        if random is not self._key_source:
            self._key_source, self._unkeyed = random, set(range(self.core.lanes))
        due = sorted(self._unkeyed.intersection(lanes.tolist())) if self._unkeyed else []
        self._unkeyed.difference_update(due)
        for lane in due:
            if self._np_random_seed == -1:
                self.core.key_directly(lane, int(random.integers(2**64, dtype=np.uint64)))
            else:
                self.core.key(lane, int(self._np_random_seed or 0) + lane)

    def _generator(self) -> np.random.Generator:
        """Give the generator that Gymnasium's base classes keep, made where there is none."""
        generator: np.random.Generator = self.np_random  # type: ignore[attr-defined]
        return generator

    @contextmanager
    def _or_as_before(self, scenario: Mapping[str, NDArray[Any]]) -> Iterator[None]:
        """Leave everything as it was where a reset is refused, as only a scenario that is given can be."""
        if not scenario:
            yield
            return
        before = self._np_random, self._np_random_seed, self._key_source, self._unkeyed.copy()
        state = self.core.state()
        try:
            yield
        except Exception:
            self._np_random, self._np_random_seed, self._key_source, self._unkeyed = before
            self.core.restore(state)
            raise

    def _take_apart(self, action: Any, lead: tuple[int, ...]) -> list[NDArray[Any] | None]:
        """Give what :meth:`Core.advance` takes, ``[B, …]``, checked for what would do harm: keys, shapes, numbers."""
        self._check_open()
        if not isinstance(action, dict | Mapping) or action.keys() != self._shapes.keys():  # a dict is told quickly
            found = sorted(action) if isinstance(action, Mapping) else type(action).__name__
            raise ValueError(f"an action must be a mapping of {joined(map(repr, self._shapes))}, got {found}")
        parts: list[NDArray[Any] | None] = []
        for name, shape in self._shapes.items():
            value = np.asarray(action[name])
            if value.shape != (*lead, *shape):
                raise ValueError(f"action[{name!r}] must have shape {(*lead, *shape)}, got {value.shape}")
            if value.dtype.kind not in "fiub":
                raise ValueError(f"action[{name!r}] must be of real numbers, got {value.dtype}")
            value = value if lead else value[None]
            if name in self._choices:
                parts.append(self._chosen(name, value))
                continue
            # The quickest sum that no number which is too large or undefined leaves small; it warns of nothing.
            parts.append(value if float(np.vdot(value, value)) <= _LARGEST**2 else self._finite(name, value))
        if not self._predicts:
            parts.insert(1, None)
        return parts

    def _chosen(self, name: str, value: NDArray[Any]) -> NDArray[np.int64]:
        """Give choices ``[B]`` among so many, with the first in lanes where they do not count."""
        count = self._choices[name]
        if value.dtype.kind not in "iu":
            raise ValueError(f"action[{name!r}] must be of integers, got {value.dtype}")
        known = (value >= 0) & (value < count)
        bad = np.flatnonzero(~known & ~self.core.over)
        if bad.size:
            raise ValueError(
                f"action[{name!r}] must be from 0 to {count - 1}, got {value[bad[0]]} in environment {bad[0]}"
            )
        return np.where(known, value, 0).astype(np.int64)

    def _finite(self, name: str, value: NDArray[Any]) -> NDArray[Any]:
        """Give values ``[B, …]`` that are perhaps not finite, with 0 in lanes where they do not count."""
        finite = (np.abs(value) <= _LARGEST).reshape(len(value), -1).all(axis=1)
        bad = np.flatnonzero(~finite & ~self.core.over)
        if bad.size:
            raise ValueError(
                f"action[{name!r}] must be finite in float32, got {value[bad[0]].tolist()} in environment {bad[0]}"
            )
        cleaned = value.copy()
        cleaned[~finite] = 0
        return cleaned

    def _advance(self, advance: Callable[..., Came], parts: list[NDArray[Any] | None]) -> Came:
        """Take a step by a method of the core, and record it for frames."""
        if self._recorder is None:
            return advance(*parts)
        looked_at = self._recorder.look()
        outcome = advance(*parts)
        self._recorder.record(looked_at)
        return outcome

    def _entries(self, outcome: Outcome) -> dict[str, Any]:
        """Give what ``info`` holds of a step beside the index."""
        entries: dict[str, Any] = {"base_reward": outcome.base_rewards}
        if self._predicts:
            entries["prediction"] = {"target": self.core.task.targets(), "loss": outcome.losses}
        return entries

    def _frames(self) -> tuple[NDArray[np.uint8], ...] | None:
        self._check_open()
        if self._recorder is None:
            gymnasium.logger.warn("render() gives nothing: make the environment with render_mode='rgb_array'")
            return None
        if (self.core.episodes < 0).any():
            raise gymnasium.error.ResetNeeded("no episode has begun: call reset() before render()")
        return self._recorder.frames()

    def _check_open(self) -> None:
        if self._is_closed:
            raise gymnasium.error.ClosedEnvironmentError(f"{type(self).__name__} is closed: make another")
